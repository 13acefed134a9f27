import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { IdempotencyStore } from '../adapters/dynamodb/idempotency.ts';
import type { FirstCheck } from '../adapters/dynamodb/visits.ts';
import { within } from '../adapters/patience.ts';
import { isUnavailable } from '../adapters/unavailable.ts';
import type { VneidVerifier } from '../adapters/tokens/vneid-token.ts';
import { localDate } from '../core/calendar.ts';
import { followUp, type LookupLimits, type LookupPorts, lookUp } from '../core/eligibility/lookup.ts';
import type { UsableWindows } from '../core/eligibility/freshness.ts';
import type { Lookup, Visit } from '../core/eligibility/lookup-record.ts';
import type { Attempting } from '../core/eligibility/ports.ts';
import type { VerifyChip } from '../core/identity/chip.ts';
import type { Operator } from '../core/registry/answer.ts';
import { answerLookup, type AnswerPorts } from '../http/answer-lookup.ts';
import type { Authenticate, Caller } from '../http/caller.ts';
import { eligibilityRequest, type EligibilityRequest } from '../http/contract/eligibility-request.ts';
import type { EligibilityResponse } from '../http/contract/eligibility-response.ts';
import type { StartCopay } from '../http/compose-copay.ts';
import type { Watch } from '../http/compose-recheck.ts';
import { refuseContradictions } from '../http/contradictions.ts';
import { json } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { presentLookup, presentRecheck } from '../http/present-lookup.ts';
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
  readonly patience: (until: Date) => Attempting;
}

export interface Limits {
  readonly budgetMs: number;
  readonly freshForMs: number;
  readonly usable: UsableWindows;
}

/** Kept back from the budget for storing the answer and putting it up for a recheck, and for sending it. */
const STORING_MS = 170;
const SENDING_MS = 30;
/** Kept back from the proof of a chip for starting to ask the registry. */
const ASKING_MS = 200;

/** `POST /v1/eligibility`: an answer within the budget, whatever else answers. */
export const createEligibility =
  (ports: EligibilityPorts, limits: Limits) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const end = new Date(ports.now().getTime() + limits.budgetMs - SENDING_MS);
    const until = new Date(end.getTime() - STORING_MS);
    const attempt = ports.patience(end);
    // Who asks, and who is asked about, has no fallback: out of time it is 503, admit.
    const inBudget = <T>(work: Promise<T>): Promise<T> => within(end.getTime() - ports.now().getTime(), work);
    const caller = await inBudget(ports.authenticate(event, 'eligibility:check'));
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
    const keyed = { facility: caller.facility, body, lookupId: id };
    const claimed = await claimKey(ports, event, keyed, attempt);
    if (claimed?.earlierId !== undefined) {
      const known = { until, usable: limits.usable, attempt };
      const earlier = await earlierLookup(ports, caller, claimed.earlierId, known);
      return json(200, await answerLookup(ports, earlier, { attempt }));
    }
    try {
      const subjects = subjectPorts(ports, { facility: caller.facility, visit, until });
      const presented = await inBudget(readSubject(request.subject, subjects, today));
      const question = {
        id,
        facility: caller.facility,
        ...presented,
        visit: await sinceArrival(ports, visit, caller.facility, attempt),
        wantsCopay: request.include?.includes('copay') === true,
        operator,
      };
      const asking = { until, usable: limits.usable, attempt, ...howToAsk(visit, limits) };
      const unseen = { ...question, requestedAt: ports.now(), basis: null, isWithoutStore: true };
      const [lookup] = await Promise.all([
        inTime(ports, end, lookUp(ports, question, asking), () => unseen),
        question.wantsCopay ? attempt(() => ports.startCopay(question, until)) : null,
      ]);
      const bare = (): EligibilityResponse =>
        presentLookup(lookup, { decision: null, copay: null, attempts: null }, ports.now());
      const [recheck, shown] = await Promise.all([
        ports.watch(lookup, end),
        inTime(ports, end, answerLookup(ports, lookup, { attempt }), bare),
      ]);
      return json(200, { ...shown, recheck: presentRecheck({ ...lookup, recheck: recheck ?? undefined }) });
    } catch (error) {
      // What came to nothing may be made again under the same key.
      if (claimed !== null) await attempt(() => ports.idempotency.release(claimed));
      throw error;
    }
  };

/** The last rung: a step that would overrun the budget is left, and what is known without it is the answer. */
async function inTime<T>(
  { now }: EligibilityPorts,
  end: Date,
  work: Promise<T>,
  fallback: () => T,
): Promise<T> {
  try {
    return await within(end.getTime() - now().getTime(), work);
  } catch (error) {
    if (isUnavailable(error)) return fallback();
    throw error;
  }
}

/** Closing a visit rests on what the registry says now (NĐ 188/2025 Đ21), or on the proof of having asked. */
const howToAsk = (
  { purpose }: Visit,
  { freshForMs }: Limits,
): Pick<LookupLimits, 'freshForMs' | 'insists'> =>
  purpose === 'closing' ? { freshForMs: 0, insists: true } : { freshForMs, insists: false };

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
  attempt: Attempting,
): Promise<Visit> {
  if (visit.id === null) return visit;
  const { id: visitId, date } = visit;
  const first = await attempt(() => firstCheck({ facility, visitId, date }));
  const arrivedOn = first.ok ? first.value : date;
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
  attempt: Attempting,
): Promise<ClaimedKey | null> {
  const key = idempotencyKey(event);
  if (key === null) return null;
  const claim = await attempt(() => idempotency.claim({ facility, key, body, lookupId }));
  // Without a store nothing can be repeated: the patient is looked up once more.
  if (!claim.ok) return null;
  const { value } = claim;
  if (value.kind === 'other-body') throw new ProblemError('idempotency-key-reused');
  return { facility, key, lookupId, ...(value.kind === 'repeat' && { earlierId: value.lookupId }) };
}

/** The lookup that an earlier request under the same key has made, or is making. */
async function earlierLookup(
  ports: EligibilityPorts,
  { facility }: Caller,
  id: string,
  limits: Pick<LookupLimits, 'until' | 'usable' | 'attempt'>,
): Promise<Lookup> {
  for (;;) {
    const lookup = await followUp(ports, facility, id, limits);
    if (!lookup.ok) throw new ProblemError('unavailable', {}, { 'retry-after': '5' });
    if (lookup.value !== null) return lookup.value;
    // The first request has claimed the key and not stored its lookup yet.
    if (ports.now() >= limits.until)
      throw new ProblemError('request-in-progress', {}, { 'retry-after': '1' });
    await ports.pause(20);
  }
}
