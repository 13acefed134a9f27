import type { RegistryCall } from '../../core/eligibility/ports.ts';
import type { AskFailure } from '../../core/registry/answer.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import type { Credentials, CredentialStore } from './credentials.ts';
import type { RegistrySession } from './protocol.ts';
import { login, type SessionStore } from './sessions.ts';
import { heardBy, type RegistryRequest, type Reply, type Transport } from './transport.ts';

/** What every function of the gateway is asked with. */
export interface RegistryAccess {
  readonly transport: Transport;
  readonly sessions: SessionStore;
  readonly credentials: CredentialStore;
  /** Login, question and the one repetition together. */
  readonly totalTimeoutMs: number;
  readonly now: () => Date;
}

/** The gateway does not accept the session; what that means if it refuses a new one as well. */
export interface SessionRefused {
  readonly meaning: AskFailure;
}

/** One question, as it is put within a session, and how its reply is understood. */
export interface Question<T, F extends string> {
  put(session: RegistrySession, account: Credentials): RegistryRequest;
  read(reply: Reply): Result<T, F | SessionRefused>;
}

/** Ended, taken from another address, or forgotten by the gateway: logs in again, asks once more, never loops. */
export async function askWithinSession<T, F extends string>(
  access: RegistryAccess,
  facility: string,
  question: Question<T, F>,
  onCall?: (call: RegistryCall) => void,
): Promise<Result<T, F | AskFailure>> {
  const { sessions, credentials, totalTimeoutMs, now } = access;
  const transport = onCall === undefined ? access.transport : heardBy(access.transport, now, onCall);
  const until = new Date(now().getTime() + totalTimeoutMs);
  const remaining = (): number => until.getTime() - now().getTime();

  const account = await credentials.of(facility);
  if (account === null) return failed('facility-credentials-rejected');
  const logIn = (): ReturnType<typeof login> => login(transport, account, remaining());
  const ask = async (session: RegistrySession): Promise<Result<T, F | SessionRefused>> =>
    question.read(await transport.post(question.put(session, account), remaining()));

  const session = await sessions.obtain(facility, null, logIn, until);
  if (!session.ok) return session;
  const first = await ask(session.value);
  if (first.ok) return first;
  if (typeof first.error === 'string') return failed(first.error);

  const renewed = await sessions.obtain(facility, session.value.idToken, logIn, until);
  if (!renewed.ok) return renewed;
  const second = await ask(renewed.value);
  if (second.ok) return second;
  return failed(typeof second.error === 'string' ? second.error : second.error.meaning);
}

/** A reply with something in it; a session is also refused by HTTP status, or by saying nothing (protocol §1.3). */
export function spokenReply(
  reply: Reply,
): Result<{ readonly status: number; readonly body: string }, AskFailure | SessionRefused> {
  if (reply.kind === 'silence') return failed('registry-unreachable');
  const { status, body } = reply;
  if (status === 401 || status === 403) return failed({ meaning: 'facility-credentials-rejected' });
  if (body.trim() !== '') return ok({ status, body });
  return failed(status >= 500 ? 'registry-fault' : { meaning: 'registry-fault' });
}
