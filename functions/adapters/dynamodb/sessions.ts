import { randomUUID } from 'node:crypto';

import * as z from 'zod/mini';

import type { Time } from '../../core/eligibility/ports.ts';
import type { AskFailure } from '../../core/registry/answer.ts';
import { failed, type Result } from '../../core/result.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { RegistrySession } from '../registry-gateway/protocol.ts';
import { SESSION_MARGIN_MS, type SessionStore } from '../registry-gateway/sessions.ts';
import { getItem, type ItemKey, openAttribute, sealedAttribute, type Table } from './items.ts';
import { endTurn, readTurn, takeTurn, type Turn } from './turns.ts';

/** A login takes seconds; one that has not ended by then is somebody else's to try. */
const LOGIN_LEASE_MS = 12_000;
const KEEP_MS = 3_600_000;
const POLL_MS = 50;

type Login = Result<RegistrySession, AskFailure>;

const storedLogin: z.ZodMiniType<Login> = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.object({
      accessToken: z.string(),
      idToken: z.string(),
      expiresAt: z.pipe(
        z.string(),
        z.transform((value) => new Date(value)),
      ),
    }),
  }),
  z.object({
    ok: z.literal(false),
    error: z.enum(['registry-unreachable', 'registry-fault', 'facility-credentials-rejected']),
  }),
]);

/** The facility's session in the cache table. All instances leave by one address, so one session serves them all. */
export function createSessionStore(
  options: { readonly table: Table; readonly keyring: Keyring } & Time,
): SessionStore {
  const { table, keyring, now, pause } = options;

  return {
    async obtain(facility, refused, login, until) {
      const key: ItemKey = { pk: facility, sk: 'session' };
      const seen = await read(key);
      if (seen.login?.ok === true && isGood(seen.login.value, refused)) return seen.login;
      const id = randomUUID();
      const at = now();
      const leaseUntil = new Date(at.getTime() + LOGIN_LEASE_MS);
      const isOurs = await takeTurn(
        table,
        key,
        seen.turn,
        { id, at, leaseUntil, expiresAt: new Date(at.getTime() + KEEP_MS) },
        ['login'],
      );
      return isOurs ? logIn(key, id, login) : theirs(key, until);
    },
  };

  async function read(key: ItemKey): Promise<{ turn: Turn; login: Login | null }> {
    const item = await getItem(table, key, now());
    const sealed = item === null ? null : await openAttribute(keyring, key, 'login', item);
    // What cannot be read, whoever wrote it, is no reason to stay logged out.
    return { turn: readTurn(item), login: storedLogin.safeParse(sealed).data ?? null };
  }

  async function logIn(key: ItemKey, id: string, login: () => Promise<Login>): Promise<Login> {
    const outcome = await login();
    const at = now();
    await endTurn(
      table,
      key,
      { id, at, expiresAt: new Date(at.getTime() + KEEP_MS) },
      { login: await sealedAttribute(keyring, key, 'login', outcome) },
    );
    return outcome;
  }

  /** Another instance is logging in: its session, or its failure, is ours too. */
  async function theirs(key: ItemKey, until: Date): Promise<Login> {
    for (;;) {
      const { turn, login } = await read(key);
      if (turn.endedAt !== null && login !== null) return login;
      const isLost = turn.leaseUntil <= now() || now() >= until;
      if (isLost) return failed('registry-unreachable');
      await pause(POLL_MS);
    }
  }

  function isGood(session: RegistrySession, refused: string | null): boolean {
    return session.idToken !== refused && session.expiresAt.getTime() - SESSION_MARGIN_MS > now().getTime();
  }
}
