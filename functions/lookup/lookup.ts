import { createHash } from 'node:crypto';

import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import { within } from '../adapters/patience.ts';
import type { UsableWindows } from '../core/eligibility/freshness.ts';
import { followUp, type LookupPorts } from '../core/eligibility/lookup.ts';
import type { Attempting } from '../core/eligibility/ports.ts';
import { answerLookup, type AnswerPorts } from '../http/answer-lookup.ts';
import type { EligibilityResponse } from '../http/contract/eligibility-response.ts';
import type { Authenticate } from '../http/caller.ts';
import { json } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { header } from '../http/request.ts';

export interface FollowUpPorts extends Omit<LookupPorts, 'asker' | 'circuit'>, AnswerPorts {
  readonly authenticate: Authenticate;
  readonly usable: UsableWindows;
  readonly patience: (until: Date) => Attempting;
}

/** The contract's longest wait; API Gateway itself hangs up after 29 s. */
const LONGEST_WAIT_S = 20;

/** What an answer may take beyond the wait that was asked for. */
export const ANSWER_MS = 800;

/** `GET /v1/lookups/{lookupId}`. */
export const createFollowUp =
  (ports: FollowUpPorts) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const caller = await within(ANSWER_MS, ports.authenticate(event, 'eligibility:check'));
    const waitMs = waitOf(event) * 1000;
    const id = event.pathParameters?.['lookupId'] ?? '';
    const until = new Date(ports.now().getTime() + waitMs);
    const attempt = ports.patience(new Date(until.getTime() + ANSWER_MS));
    const followed = await followUp(ports, caller.facility, id, { until, usable: ports.usable, attempt });
    if (!followed.ok) throw new ProblemError('unavailable', {}, { 'retry-after': '5' });
    const lookup = followed.value;
    if (lookup === null) {
      throw new ProblemError('not-found', {
        detail: 'This facility has no such lookup, or it is over a day old.',
      });
    }
    const shown = await answerLookup(ports, lookup, { attempt, copayUntil: until });
    return conditional(event, shown, ports.now());
  };

/**
 * With a tag of the state, so that whoever looks again gets 304 until something has changed (RFC 9110 §13.1.2). Weak, as the
 * age of an answer and the time of its evidence change by themselves. While the lookup is open, when to look again.
 */
function conditional(
  event: APIGatewayProxyEvent,
  shown: EligibilityResponse,
  now: Date,
): APIGatewayProxyResult {
  const state = {
    ...shown,
    freshness: { ...shown.freshness, ageSeconds: null },
    evidence: shown.evidence && { ...shown.evidence, preparedAt: null },
  };
  const etag = `W/"${createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, 22)}"`;
  const seconds = secondsUntilMore(shown, now);
  const headers = { etag, ...(seconds !== null && { 'retry-after': String(seconds) }) };
  const known = (header(event, 'if-none-match') ?? '').split(',').map((tag) => tag.trim());
  if (known.includes(etag) || known.includes('*')) return { statusCode: 304, headers, body: '' };
  const answer = json(200, shown);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

const OVERDUE_S = 5;

/** A lookup that was not rechecked yet may still be asked about: its answer can be there any moment. */
function secondsUntilMore({ reason, freshness, recheck }: EligibilityResponse, now: Date): number | null {
  const { attempts, nextAt } = recheck ?? { attempts: 0, nextAt: null };
  if (reason === 'registry-pending' || (freshness.source === 'stale' && attempts === 0)) return 1;
  if (nextAt === null) return null;
  const seconds = Math.ceil((Date.parse(nextAt) - now.getTime()) / 1000);
  // One that is overdue comes when it can, and nobody has to look for it every second.
  return seconds > 0 ? seconds : OVERDUE_S;
}

function waitOf(event: APIGatewayProxyEvent): number {
  const wait = event.queryStringParameters?.['wait'] ?? '0';
  if (/^\d{1,2}$/.test(wait) && Number(wait) <= LONGEST_WAIT_S) return Number(wait);
  throw new ProblemError('bad-request', {
    detail: `The query parameter wait must be a whole number of seconds from 0 to ${LONGEST_WAIT_S}.`,
  });
}
