import type { AskRequest, RegistryGateway } from '../../core/eligibility/ports.ts';
import type { AskFailure, AskOutcome } from '../../core/registry/answer.ts';
import type { Credentials, CredentialStore } from './credentials.ts';
import { cardCheckBody, readAnswer, type RegistrySession } from './protocol.ts';
import { login, parseJson, type SessionStore } from './sessions.ts';
import type { Reply, Transport } from './transport.ts';

/** The only card check in force since 01/08/2024 (CV 1923/BHXH-CNTT; protocol §0.1). */
const CARD_CHECK = '/api/egw/KQNhanLichSuKCB2024';

/** The gateway refuses the session: in the body, or by HTTP status, or by saying nothing (protocol §§1.3, 3.2). */
const SESSION_REFUSED = new Set(['401', '403', '501']);

export function createRegistryGateway(options: {
  readonly transport: Transport;
  readonly sessions: SessionStore;
  readonly credentials: CredentialStore;
  readonly totalTimeoutMs: number;
  readonly now: () => Date;
}): RegistryGateway {
  const { transport, sessions, credentials, totalTimeoutMs, now } = options;

  return {
    async check(request) {
      const until = new Date(now().getTime() + totalTimeoutMs);
      const account = await credentials.of(request.facility);
      if (account === null) return failure('facility-credentials-rejected');

      const first = await attempt(request, account, null, until);
      if (first.kind !== 'session-refused') return first;
      // Ended, taken from another address, or forgotten by the gateway: log in again, ask once more, never loop.
      const second = await attempt(request, account, first.idToken, until);
      return second.kind === 'session-refused' ? failure(second.meaning) : second;
    },
  };

  async function attempt(
    request: Omit<AskRequest, 'askId'>,
    account: Credentials,
    refusedIdToken: string | null,
    until: Date,
  ): Promise<AskOutcome | SessionRefused> {
    const session = await sessions.obtain(
      request.facility,
      refusedIdToken,
      () => login(transport, account, remaining(until)),
      until,
    );
    if (!session.ok) return failure(session.error);
    const reply = await transport.post(
      CARD_CHECK,
      sessionQuery(session.value, account),
      { contentType: 'application/json; charset=utf-8', text: cardCheckBody(request) },
      remaining(until),
    );
    return readReply(reply, request.person.number, session.value.idToken);
  }

  function remaining(until: Date): number {
    return until.getTime() - now().getTime();
  }
}

interface SessionRefused {
  readonly kind: 'session-refused';
  readonly idToken: string;
  /** What it means if a new session is refused as well. */
  readonly meaning: AskFailure;
}

function readReply(reply: Reply, askedNumber: string, idToken: string): AskOutcome | SessionRefused {
  if (reply.kind === 'silence') return failure('registry-unreachable');
  if (reply.status === 401 || reply.status === 403) {
    return { kind: 'session-refused', idToken, meaning: 'facility-credentials-rejected' };
  }
  if (reply.status >= 500) return failure('registry-fault');
  if (reply.body.trim() === '') return { kind: 'session-refused', idToken, meaning: 'registry-fault' };
  const answer = readAnswer(parseJson(reply.body), askedNumber);
  if (answer === null) return failure('registry-fault');
  if (SESSION_REFUSED.has(answer.code)) {
    return { kind: 'session-refused', idToken, meaning: 'facility-credentials-rejected' };
  }
  return { kind: 'answered', answer };
}

const failure = (reason: AskFailure): AskOutcome => ({ kind: 'failed', reason });

const sessionQuery = (session: RegistrySession, account: Credentials): Record<string, string> => ({
  token: session.accessToken,
  id_token: session.idToken,
  username: account.username,
  password: account.passwordMd5,
});
