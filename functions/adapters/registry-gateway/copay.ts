import { localDate } from '../../core/calendar.ts';
import type { CopayGateway } from '../../core/eligibility/ports.ts';
import type { CopayFailure, CopayTotals } from '../../core/registry/copay-answer.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import { copayBody, readCopayAnswer } from './copay-protocol.ts';
import type { Credentials } from './credentials.ts';
import type { RegistrySession } from './protocol.ts';
import { parseJson } from './sessions.ts';
import type { Reply } from './transport.ts';
import { askWithinSession, type RegistryAccess, type SessionRefused, spokenReply } from './within-session.ts';

/** CV 1839/CNTT-PM (2026), protocol §2.5. */
const COPAY_TOTAL = '/api/TraCuuCCT/TraCuuTienMCCT';

export const createCopayGateway = (access: RegistryAccess): CopayGateway => ({
  async copayOf(subject) {
    // Waited in the queue over New Year: what the registry says now is about another year.
    if (!localDate(access.now()).startsWith(String(subject.year))) {
      return { kind: 'failed', reason: 'registry-unreachable' };
    }
    const result = await askWithinSession(access, subject.facility, {
      put: (session, account) => ({
        path: COPAY_TOTAL,
        headers: sessionHeaders(session, account),
        contentType: 'application/json; charset=utf-8',
        body: copayBody(subject, account.username),
      }),
      read: (reply) => readReply(reply, subject.year),
    });
    return result.ok ? { kind: 'answered', totals: result.value } : { kind: 'failed', reason: result.error };
  },
});

/** The code is read before the HTTP status: whether 400 and 500 are also the status is not said (protocol §2.5). */
function readReply(reply: Reply, year: number): Result<CopayTotals, CopayFailure | SessionRefused> {
  const spoken = spokenReply(reply);
  if (!spoken.ok) return spoken;
  const answer = readCopayAnswer(parseJson(spoken.value.body), year);
  switch (answer.kind) {
    case 'totals':
      return spoken.value.status < 400 ? ok(answer.totals) : failed('registry-fault');
    case 'session-refused':
      return failed({ meaning: 'facility-credentials-rejected' });
    case 'restricted':
      return failed('restricted-account');
    case 'fault':
      return failed('registry-fault');
  }
}

const sessionHeaders = (session: RegistrySession, account: Credentials): Record<string, string> => ({
  accessToken: session.accessToken,
  tokenId: session.idToken,
  passwordHash: account.passwordMd5,
});
