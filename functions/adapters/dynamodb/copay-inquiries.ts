import * as z from 'zod/mini';

import type { CopayInquiryStore, CopaySubject } from '../../core/eligibility/ports.ts';
import type { CopayOutcome } from '../../core/registry/copay-answer.ts';
import type { Keyring } from '../keys/keyring.ts';
import { getItem, type ItemKey, openAttribute, sealedAttribute, type Table } from './items.ts';
import { personHash } from './person-hash.ts';
import { endTurn, readTurn, takeTurn } from './turns.ts';

/** As long as the lookups that show it can be read. */
const KEEP_MS = 24 * 3_600_000;

const amount = z.int().check(z.nonnegative());

const copayOutcome: z.ZodMiniType<CopayOutcome> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    totals: z.object({ cumulative: amount, beforeJuly2026: amount, asOf: z.nullable(z.string()) }),
  }),
  z.object({
    kind: z.literal('failed'),
    reason: z.enum([
      'registry-unreachable',
      'registry-fault',
      'facility-credentials-rejected',
      'restricted-account',
    ]),
  }),
]);

/** What another release has written: soon asked again. */
const UNREADABLE: CopayOutcome = { kind: 'failed', reason: 'registry-fault' };

/** One item per facility, person and year, beside the inquiry about the card and independent of it. */
export function createCopayInquiryStore(options: {
  readonly table: Table;
  readonly keyring: Keyring;
  readonly now: () => Date;
}): CopayInquiryStore {
  const { table, keyring, now } = options;

  const keyFor = async (subject: CopaySubject): Promise<ItemKey> => ({
    pk: subject.facility,
    sk: `copay#${subject.year}#${await personHash(keyring, subject)}`,
  });
  const expiry = (from: Date): Date => new Date(from.getTime() + KEEP_MS);

  return {
    async read(subject) {
      const key = await keyFor(subject);
      const item = await getItem(table, key, now());
      const { id: askId, leaseUntil, endedAt } = readTurn(item);
      if (item === null || endedAt === null) return { askId, leaseUntil, ended: null };
      const sealed = copayOutcome.safeParse(await openAttribute(keyring, key, 'outcome', item));
      return { askId, leaseUntil, ended: { at: endedAt, outcome: sealed.data ?? UNREADABLE } };
    },

    async begin(subject, seen, ask) {
      const turn = { id: seen.askId, leaseUntil: seen.leaseUntil, endedAt: seen.ended?.at ?? null };
      return takeTurn(table, await keyFor(subject), turn, { ...ask, expiresAt: expiry(ask.at) }, ['outcome']);
    },

    async end(subject, askId, outcome, at) {
      const key = await keyFor(subject);
      const sealed = { outcome: await sealedAttribute(keyring, key, 'outcome', outcome) };
      await endTurn(table, key, { id: askId, at, expiresAt: expiry(at) }, sealed);
    },
  };
}
