import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { IdempotencyStore } from '../adapters/dynamodb/idempotency.ts';
import type { VneidVerifier } from '../adapters/tokens/vneid-token.ts';
import { localDate } from '../core/calendar.ts';
import { followUp, type LookupPorts, lookUp } from '../core/eligibility/lookup.ts';
import type { Lookup } from '../core/eligibility/lookup-record.ts';
import type { Operator } from '../core/registry/answer.ts';
import type { Authenticate, Caller } from '../http/caller.ts';
import { eligibilityRequest, type EligibilityRequest } from '../http/contract/eligibility-request.ts';
import { json } from '../http/endpoint.ts';
import { presentLookup } from '../http/present-lookup.ts';
import { ProblemError } from '../http/problem.ts';
import { bodyText, header, parseBody } from '../http/request.ts';
import { readSubject, unsupported } from './subject.ts';

export interface EligibilityPorts extends LookupPorts {
  readonly authenticate: Authenticate;
  readonly verifyVneid: VneidVerifier;
  readonly idempotency: IdempotencyStore;
  readonly newId: () => string;
}

export interface Limits {
  readonly budgetMs: number;
  readonly freshForMs: number;
}

/** Kept back from the budget for storing and sending the answer. */
const RESERVE_MS = 100;

/** `POST /v1/eligibility`. */
export const createEligibility =
  (ports: EligibilityPorts, limits: Limits) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const until = new Date(ports.now().getTime() + limits.budgetMs - RESERVE_MS);
    const caller = await ports.authenticate(event, 'eligibility:check');
    const body = bodyText(event);
    const request = parseBody(body, eligibilityRequest);
    const operator = operatorOf(request, caller);
    refuseWhatIsNotServed(request);

    const today = localDate(ports.now());
    const person = await readSubject(request.subject, ports.verifyVneid, today);
    const question = {
      id: ports.newId(),
      facility: caller.facility,
      person,
      visit: { id: request.visit?.id ?? null, date: request.visit?.date ?? today },
      operator,
    };
    const repeated = await earlierLookup(ports, event, caller, { body, lookupId: question.id, until });
    const lookup = repeated ?? (await lookUp(ports, question, { until, freshForMs: limits.freshForMs }));
    return json(200, presentLookup(lookup, ports.now()));
  };

function operatorOf(request: EligibilityRequest, caller: Caller): Operator {
  const operator = request.operator ?? caller.operator;
  if (operator !== null) return operator;
  throw new ProblemError('operator-required', {
    errors: [{ pointer: '/operator', message: 'is missing, and the access token names no person' }],
  });
}

function refuseWhatIsNotServed(request: EligibilityRequest): void {
  if (request.include !== undefined && request.include.length > 0) {
    throw unsupported('/include', 'Asking for co-payment or history');
  }
}

/** The lookup this idempotency key already stands for; null when the request is to be carried out. */
async function earlierLookup(
  ports: EligibilityPorts,
  event: APIGatewayProxyEvent,
  { facility }: Caller,
  { body, lookupId, until }: { body: string; lookupId: string; until: Date },
): Promise<Lookup | null> {
  const key = header(event, 'idempotency-key');
  if (key === null) return null;
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw new ProblemError('bad-request', {
      detail: 'Idempotency-Key must be 1 to 128 printable ASCII characters.',
    });
  }
  const claim = await ports.idempotency.claim({ facility, key, body, lookupId });
  if (claim.kind === 'first') return null;
  if (claim.kind === 'other-body') throw new ProblemError('idempotency-key-reused');
  for (;;) {
    const lookup = await followUp(ports, facility, claim.lookupId, until);
    if (lookup !== null) return lookup;
    // The first request has claimed the key and not stored its lookup yet.
    if (ports.now() >= until) throw new ProblemError('request-in-progress', {}, { 'retry-after': '1' });
    await ports.pause(20);
  }
}
