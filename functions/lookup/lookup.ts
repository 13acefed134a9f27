import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import { followUp, type LookupPorts } from '../core/eligibility/lookup.ts';
import { answerLookup, type AnswerPorts } from '../http/answer-lookup.ts';
import type { Authenticate } from '../http/caller.ts';
import { ProblemError } from '../http/problem.ts';

export interface FollowUpPorts extends Omit<LookupPorts, 'asker'>, AnswerPorts {
  readonly authenticate: Authenticate;
}

/** The contract's longest wait; API Gateway itself hangs up after 29 s. */
const LONGEST_WAIT_S = 20;

/** `GET /v1/lookups/{lookupId}`. */
export const createFollowUp =
  (ports: FollowUpPorts) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const caller = await ports.authenticate(event, 'eligibility:check');
    const waitMs = waitOf(event) * 1000;
    const id = event.pathParameters?.['lookupId'] ?? '';
    const until = new Date(ports.now().getTime() + waitMs);
    const lookup = await followUp(ports, caller.facility, id, until);
    if (lookup === null) {
      throw new ProblemError('not-found', {
        detail: 'This facility has no such lookup, or it is over a day old.',
      });
    }
    return answerLookup(ports, lookup, until);
  };

function waitOf(event: APIGatewayProxyEvent): number {
  const wait = event.queryStringParameters?.['wait'] ?? '0';
  if (/^\d{1,2}$/.test(wait) && Number(wait) <= LONGEST_WAIT_S) return Number(wait);
  throw new ProblemError('bad-request', {
    detail: `The query parameter wait must be a whole number of seconds from 0 to ${LONGEST_WAIT_S}.`,
  });
}
