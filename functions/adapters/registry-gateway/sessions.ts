import type { AskFailure } from '../../core/registry/answer.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import type { Credentials } from './credentials.ts';
import { readToken, type RegistrySession } from './protocol.ts';
import { LOGIN_PATH, type Transport } from './transport.ts';

/** Sessions shared between instances, one a facility: the gateway gives each about ten minutes (protocol §1.4). */
export interface SessionStore {
  /**
   * The facility's session if it is still good and is not `refused`; else logs in by `login`, one instance for all.
   * @param refused id token of a session that the gateway no longer accepts
   */
  obtain(
    facility: string,
    refused: string | null,
    login: () => Promise<Result<RegistrySession, AskFailure>>,
    until: Date,
  ): Promise<Result<RegistrySession, AskFailure>>;
}

/** A session is given up this long before the gateway would end it. */
export const SESSION_MARGIN_MS = 60_000;

/**
 * The shared session, and one of this instance's own where the store that shares it is at fault: a login too many, but the
 * patient is looked up. `isStoreAtFault` says so before anybody waits for it.
 */
export function orOwnSession(
  shared: SessionStore,
  { now, isStoreAtFault, onFault }: OwnSessionOptions,
): SessionStore {
  const own = new Map<string, RegistrySession>();
  const isGood = (session: RegistrySession, refused: string | null): boolean =>
    session.idToken !== refused && session.expiresAt.getTime() - SESSION_MARGIN_MS > now().getTime();
  return {
    async obtain(facility, refused, login, until) {
      const remembering: typeof login = async () => {
        const made = await login();
        if (made.ok) own.set(facility, made.value);
        return made;
      };
      if (!isStoreAtFault()) {
        try {
          return await shared.obtain(facility, refused, remembering, until);
        } catch (error) {
          onFault(error);
        }
      }
      const remembered = own.get(facility);
      return remembered !== undefined && isGood(remembered, refused) ? ok(remembered) : remembering();
    },
  };
}

export interface OwnSessionOptions {
  readonly now: () => Date;
  readonly isStoreAtFault: () => boolean;
  readonly onFault: (error: unknown) => void;
}

/** 401 no such account, 402 wrong facility code, 403 account locked (protocol §1.3). */
const REFUSALS = new Set(['401', '402', '403']);

export async function login(
  transport: Transport,
  credentials: Credentials,
  timeoutMs: number,
): Promise<Result<RegistrySession, AskFailure>> {
  const form = new URLSearchParams({ username: credentials.username, password: credentials.passwordMd5 });
  const reply = await transport.post(
    {
      path: LOGIN_PATH,
      contentType: 'application/x-www-form-urlencoded',
      body: form.toString(),
    },
    timeoutMs,
  );
  if (reply.kind === 'silence') return failed('registry-unreachable');
  if (reply.status === 401 || reply.status === 403) return failed('facility-credentials-rejected');
  const answer = readToken(parseJson(reply.body));
  if (answer === null) return failed('registry-fault');
  if (REFUSALS.has(answer.code)) return failed('facility-credentials-rejected');
  if (answer.code !== '200' || answer.session === null) return failed('registry-fault');
  return ok(answer.session);
}

/** HTML error pages and cut-off JSON happen (protocol §4.6): no JSON is an answer too. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
