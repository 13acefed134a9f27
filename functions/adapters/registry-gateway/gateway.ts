import type { RegistryGateway } from '../../core/eligibility/ports.ts';
import type { AskFailure, RegistryAnswer } from '../../core/registry/answer.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import type { Credentials } from './credentials.ts';
import { cardCheckBody, readAnswer, type RegistrySession } from './protocol.ts';
import { parseJson } from './sessions.ts';
import type { Reply } from './transport.ts';
import {
  askWithinSession,
  type Question,
  type RegistryAccess,
  type SessionRefused,
  spokenReply,
} from './within-session.ts';

/** The only card check in force since 01/08/2024 (CV 1923/BHXH-CNTT; protocol §0.1). */
const CARD_CHECK = '/api/egw/KQNhanLichSuKCB2024';

/** The gateway refuses the session in the body (protocol §§1.3, 3.2). */
const SESSION_REFUSED = new Set(['401', '403', '501']);

export const createRegistryGateway = (access: RegistryAccess): RegistryGateway => ({
  async check(request, onCall) {
    const question: Question<RegistryAnswer, AskFailure> = {
      put: (session, account) => ({
        path: CARD_CHECK,
        query: sessionQuery(session, account),
        contentType: 'application/json; charset=utf-8',
        body: cardCheckBody(request),
      }),
      read: (reply) => readReply(reply, request.person.number),
    };
    const result = await askWithinSession(access, request.facility, question, onCall);
    return result.ok ? { kind: 'answered', answer: result.value } : { kind: 'failed', reason: result.error };
  },
});

function readReply(reply: Reply, askedNumber: string): Result<RegistryAnswer, AskFailure | SessionRefused> {
  const spoken = spokenReply(reply);
  if (!spoken.ok) return spoken;
  if (spoken.value.status >= 500) return failed('registry-fault');
  const answer = readAnswer(parseJson(spoken.value.body), askedNumber);
  if (answer === null) return failed('registry-fault');
  return SESSION_REFUSED.has(answer.code) ? failed({ meaning: 'facility-credentials-rejected' }) : ok(answer);
}

const sessionQuery = (session: RegistrySession, account: Credentials): Record<string, string> => ({
  token: session.accessToken,
  id_token: session.idToken,
  username: account.username,
  password: account.passwordMd5,
});
