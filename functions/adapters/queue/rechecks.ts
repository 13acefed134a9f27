import * as z from 'zod/mini';

import type { AddRecheck } from '../../core/eligibility/ports.ts';
import type { Lookup } from '../../core/eligibility/lookup-record.ts';
import { storedLookup } from '../dynamodb/stored.ts';
import type { Keyring } from '../keys/keyring.ts';
import { seal, unseal } from '../keys/sealing.ts';

/** Takes a message that is to be handed out after so many seconds, or throws. */
export type Post = (message: RecheckMessage, delaySeconds: number) => Promise<void>;

/** The whole lookup goes along, sealed: it may never have been stored, because the store was away (ADR 12). */
export const recheckMessage = z.object({
  facility: z.string(),
  lookupId: z.string(),
  lookup: z.object({ k: z.string(), b: z.string() }),
});

export type RecheckMessage = z.infer<typeof recheckMessage>;

const placeOf = ({ facility, lookupId }: Pick<RecheckMessage, 'facility' | 'lookupId'>): string =>
  `${facility}|recheck#${lookupId}|lookup`;

export const createAddRecheck =
  ({ keyring, post }: { readonly keyring: Keyring; readonly post: Post }): AddRecheck =>
  async (lookup, delaySeconds) => {
    const to = { facility: lookup.facility, lookupId: lookup.id };
    const { keyId, bytes } = await seal(keyring, lookup, placeOf(to));
    await post({ ...to, lookup: { k: keyId, b: Buffer.from(bytes).toString('base64') } }, delaySeconds);
  };

/** Where the first does not take a message, the second does. */
export const orElse =
  (first: Post, second: Post): Post =>
  async (message, delaySeconds) => {
    try {
      await first(message, delaySeconds);
    } catch {
      await second(message, delaySeconds);
    }
  };

/** Throws where it is no message of ours. */
export const readRecheck = (body: string): RecheckMessage => recheckMessage.parse(JSON.parse(body));

/** The lookup in it. Throws where it was sealed for another place, or its key is away. */
export async function openRecheck(keyring: Keyring, message: RecheckMessage): Promise<Lookup> {
  const { k: keyId, b } = message.lookup;
  const sealed = { keyId, bytes: Buffer.from(b, 'base64') };
  return storedLookup.parse(await unseal(keyring, sealed, placeOf(message)));
}
