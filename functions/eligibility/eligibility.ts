import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { IdempotencyStore } from '../adapters/dynamodb/idempotency.ts';
import type { FirstCheck } from '../adapters/dynamodb/visits.ts';
import type { VneidVerifier } from '../adapters/tokens/vneid-token.ts';
import { localDate } from '../core/calendar.ts';
import { followUp, type LookupPorts, lookUp } from '../core/eligibility/lookup.ts';
import type { UsableWindows } from '../core/eligibility/freshness.ts';
import type { Lookup, Visit } from '../core/eligibility/lookup-record.ts';
import type { VerifyChip } from '../core/identity/chip.ts';
import type { Operator } from '../core/registry/answer.ts';
import { answerLookup, type AnswerPorts } from '../http/answer-lookup.ts';
import type { Authenticate, Caller } from '../http/caller.ts';
import { eligibilityRequest, type EligibilityRequest } from '../http/contract/eligibility-request.ts';
import type { StartCopay } from '../http/compose-copay.ts';
import type { Watch } from '../http/compose-recheck.ts';
import { refuseContradictions } from '../http/contradictions.ts';
import { json } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { presentRecheck } from '../http/present-lookup.ts';
import { bodyText, idempotencyKey, parseBody } from '../http/request.ts';
import { MAX_BODY_BYTES, refuseOversize } from './body-size.ts';
import { readSubject, type SubjectPorts, unsupported } from './subject.ts';

export interface EligibilityPorts extends LookupPorts, AnswerPorts {
  readonly authenticate: Authenticate;
  readonly verifyVneid: VneidVerifier;
  readonly verifyChip: VerifyChip;
  readonly idempotency: IdempotencyStore;
  readonly firstCheck: FirstCheck;
  readonly startCopay: StartCopay;
  readonly watch: Watch;
  readonly newId: () => string;
}

export interface Limits {
  readonly budgetMs: number;
  readonly freshForMs: number;
  readonly usable: UsableWindows;
}

/** Kept back from the budget for storing and sending the answer. */
const RESERVE_MS = 100;
/** Kept back from the proof of a chip for starting to ask the registry. */
const ASKING_MS = 200;

/** `POST /v1/eligibility`. */
export const createEligibility =
  (ports: EligibilityPorts, limits: Limits) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const until = new Date(ports.now().getTime() + limits.budgetMs - RESERVE_MS);
    const caller = await ports.authenticate(event, 'eligibility:check');
    const body = bodyText(event, MAX_BODY_BYTES);
    refuseOversize(body);
    const request = parseBody(body, eligibilityRequest);
    const operator = operatorOf(request, caller);
    refuseWhatIsNotServed(request);
    const today = localDate(ports.now());
    const visit: Visit = {
      ...request.visit,
      id: request.visit?.id ?? null,
      date: request.visit?.date ?? today,
    };
    refuseContradictions(visit, null, TOLERATED);

    const id = ports.newId();
    const claimed = await claimKey(ports, event, { facility: caller.facility, body, lookupId: id });
    if (claimed?.earlierId !== undefined) {
      const known = { until, usable: limits.usable };
      const earlier = await earlierLookup(ports, caller, claimed.earlierId, known);
      return json(200, await answerLookup(ports, earlier));
    }
    try {
      const subjects = subjectPorts(ports, { facility: caller.facility, visit, until });
      const presented = await readSubject(request.subject, subjects, today);
      const question = {
        id,
        facility: caller.facility,
        ...presented,
        visit: await sinceArrival(ports, visit, caller.facility),
        wantsCopay: request.include?.includes('copay') === true,
        operator,
      };
      const [lookup] = await Promise.all([
        lookUp(ports, question, { until, usable: limits.usable, freshForMs: freshFor(visit, limits) }),
        question.wantsCopay ? ports.startCopay(question, until) : null,
      ]);
      const [recheck, shown] = await Promise.all([ports.watch(lookup, until), answerLookup(ports, lookup)]);
      return json(200, { ...shown, recheck: presentRecheck({ ...lookup, recheck: recheck ?? undefined }) });
    } catch (error) {
      // What came to nothing may be made again under the same key.
      if (claimed !== null) await ports.idempotency.release(claimed);
      throw error;
    }
  };

/** Closing a visit rests on what the registry says now (NĐ 188/2025 Đ21). */
const freshFor = ({ purpose }: Visit, { freshForMs }: Limits): number =>
  purpose === 'closing' ? 0 : freshForMs;

/** A visit that the tables of the law do not reach is still looked up; its benefit then asks for review. */
const TOLERATED = ['date-outside-known-law'] as const;

function subjectPorts(
  ports: EligibilityPorts,
  { facility, visit, until }: { facility: string; visit: Visit; until: Date },
): SubjectPorts {
  const provenUntil = new Date(until.getTime() - ASKING_MS);
  return {
    verifyVneid: (token) => ports.verifyVneid(token, facility),
    proveChip: (chip) => ports.verifyChip(chip, provenUntil),
    accept: ({ dateOfBirth }) => {
      refuseContradictions(visit, dateOfBirth, TOLERATED);
    },
  };
}

/** Treatment and closing belong to the visit that began with its first check: its day is the one the patient came. */
async function sinceArrival(
  { firstCheck }: EligibilityPorts,
  visit: Visit,
  facility: string,
): Promise<Visit> {
  if (visit.id === null) return visit;
  const { id: visitId, date } = visit;
  const arrivedOn = await firstCheck({ facility, visitId, date });
  if ((visit.purpose ?? 'arrival') === 'arrival' || arrivedOn >= date) return visit;
  return { ...visit, date: arrivedOn, endsOn: visit.endsOn ?? date };
}

function operatorOf(request: EligibilityRequest, caller: Caller): Operator {
  const operator = request.operator ?? caller.operator;
  if (operator !== null) return operator;
  throw new ProblemError('operator-required', {
    errors: [{ pointer: '/operator', message: 'is missing, and the access token names no person' }],
  });
}

function refuseWhatIsNotServed(request: EligibilityRequest): void {
  if (request.include?.includes('history') === true) throw unsupported('/include', 'Visit history');
}

interface ClaimedKey {
  readonly facility: string;
  readonly key: string;
  readonly lookupId: string;
  /** The lookup that the key already stands for. */
  readonly earlierId?: string;
}

/** Claims the request's idempotency key, where it has one, for this lookup. */
async function claimKey(
  { idempotency }: EligibilityPorts,
  event: APIGatewayProxyEvent,
  { facility, body, lookupId }: { facility: string; body: string; lookupId: string },
): Promise<ClaimedKey | null> {
  const key = idempotencyKey(event);
  if (key === null) return null;
  const claim = await idempotency.claim({ facility, key, body, lookupId });
  if (claim.kind === 'other-body') throw new ProblemError('idempotency-key-reused');
  return { facility, key, lookupId, ...(claim.kind === 'repeat' && { earlierId: claim.lookupId }) };
}

/** The lookup that an earlier request under the same key has made, or is making. */
async function earlierLookup(
  ports: EligibilityPorts,
  { facility }: Caller,
  id: string,
  limits: { readonly until: Date; readonly usable: UsableWindows },
): Promise<Lookup> {
  for (;;) {
    const lookup = await followUp(ports, facility, id, limits);
    if (lookup !== null) return lookup;
    // The first request has claimed the key and not stored its lookup yet.
    if (ports.now() >= limits.until)
      throw new ProblemError('request-in-progress', {}, { 'retry-after': '1' });
    await ports.pause(20);
  }
}
