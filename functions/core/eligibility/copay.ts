import { localDate, type PlainDate } from '../calendar.ts';
import type { CopayFailure, CopayOutcome } from '../registry/copay-answer.ts';
import type {
  CopayAsker,
  CopayGateway,
  CopayInquiry,
  CopayInquiryStore,
  CopayRequest,
  CopaySubject,
  InquirySubject,
  Time,
} from './ports.ts';

/** Whose co-payment, and of which day's year. A lookup is such a question. */
export interface CopayQuestion extends InquirySubject {
  readonly visit: { readonly date: PlainDate };
}

export type CopayState =
  | {
      readonly status: 'ready';
      readonly cumulative: number;
      readonly beforeJuly2026: number | null;
      readonly asOf: string | null;
    }
  | { readonly status: 'pending' }
  | { readonly status: 'unavailable'; readonly reason: CopayUnavailable };

/**
 * Why there is no figure. `other-year`: the registry tells this calendar year's total only, and the visit is in
 * another; `not-asked`: nobody has asked lately, or something of ours failed.
 */
export const copayUnavailable = [
  'registry-unreachable',
  'registry-fault',
  'facility-credentials-rejected',
  'restricted-account',
  'other-year',
  'not-asked',
] as const satisfies readonly (CopayFailure | 'other-year' | 'not-asked')[];
export type CopayUnavailable = (typeof copayUnavailable)[number];

export interface CopayPorts extends Time {
  readonly copays: CopayInquiryStore;
  readonly copayAsker: CopayAsker;
  readonly newId: () => string;
  /** Told of what failed on our side: to the desk it is one of the reasons why there is no figure. */
  readonly onDefect: (error: unknown) => void;
}

/** The registry's totals lag by hours to days, and grow only when a visit is billed: twice a working day is enough. */
const FRESH_MS = 6 * 3_600_000;
/** A failure is told again for so long, so that pressing the button again does not ask again (protocol §4.4). */
const FAILURE_STANDS_MS = 30_000;
/**
 * The longest wait in the queue (60 s) and the longest run of the asking function (75 s), and some: nobody asks a
 * second time while the first may still answer.
 */
const ASK_LEASE_MS = 150_000;

/** The registry takes 5 to 60 s: looking soon pays only where it is fast, later looks are for who can wait. */
const FIRST_PAUSE_MS = 60;
const LONGEST_PAUSE_MS = 500;

/**
 * Sees to it that the registry is asked, unless something fresh is there or the asking under way. Runs beside the
 * lookup, waits for no answer, and takes no longer than `until`, or than a request needs to leave.
 */
export async function startCopay(ports: CopayPorts, question: CopayQuestion, until: Date): Promise<void> {
  const subject = subjectOf(question);
  try {
    const seen = await ports.copays.read(subject);
    if (isFresh(seen, ports.now()) || !isThisYear(subject, ports.now())) return;
    await begin(ports, subject, seen, until);
  } catch (defect) {
    // The verdict does not hang on this figure, so nothing that goes wrong with it may reach the lookup.
    ports.onDefect(defect);
  }
}

/** The co-payment as far as it is known. Asks nobody; waits for an asking that is under way, until `until`. */
export async function readCopay(
  ports: Pick<CopayPorts, 'copays' | 'onDefect' | 'now' | 'pause'>,
  question: CopayQuestion,
  until: Date,
): Promise<CopayState> {
  try {
    return await awaitEnd(ports, subjectOf(question), until);
  } catch (defect) {
    ports.onDefect(defect);
    return unavailable('not-asked');
  }
}

/** Asks the registry and ends the asking, for everybody who waits. Null: it was given up while in the queue. */
export async function answerCopay(
  ports: Pick<Time, 'now'> & {
    readonly copays: CopayInquiryStore;
    readonly registry: CopayGateway;
  },
  request: CopayRequest,
): Promise<CopayOutcome | null> {
  const end = (outcome: CopayOutcome): Promise<void> =>
    ports.copays.end(request, request.askId, outcome, ports.now());
  const { askId, ended, leaseUntil } = await ports.copays.read(request);
  if (askId !== request.askId || ended !== null || leaseUntil <= ports.now()) return null;
  try {
    const outcome = await ports.registry.copayOf(request);
    await end(outcome);
    return outcome;
  } catch (defect) {
    // Nobody should wait out the lease because of a fault of ours.
    await end({ kind: 'failed', reason: 'registry-unreachable' });
    throw defect;
  }
}

/** By year, so that no figure outlives its 31 December; and of the person only what the registry is told. */
const subjectOf = ({ facility, person, visit }: CopayQuestion): CopaySubject => ({
  facility,
  person: { number: person.number, fullName: person.fullName, dateOfBirth: person.dateOfBirth },
  year: Number(visit.date.slice(0, 4)),
});

const isThisYear = ({ year }: CopaySubject, now: Date): boolean => localDate(now).startsWith(String(year));

async function begin(
  ports: CopayPorts,
  subject: CopaySubject,
  seen: CopayInquiry,
  until: Date,
): Promise<void> {
  const [askId, at] = [ports.newId(), ports.now()];
  const leaseUntil = new Date(at.getTime() + ASK_LEASE_MS);
  const isOurs = await ports.copays.begin(subject, seen, { id: askId, at, leaseUntil });
  if (!isOurs || (await ports.copayAsker.start({ ...subject, askId }, until)) === 'under-way') return;
  await ports.copays.end(subject, askId, { kind: 'failed', reason: 'registry-unreachable' }, ports.now());
}

async function awaitEnd(
  { copays, now, pause }: Pick<CopayPorts, 'copays' | 'now' | 'pause'>,
  subject: CopaySubject,
  until: Date,
): Promise<CopayState> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const state = stateOf(await copays.read(subject), subject, now());
    const leftMs = until.getTime() - now().getTime();
    if (state.status !== 'pending' || leftMs <= 0) return state;
    await pause(Math.min(pauseMs, leftMs));
  }
}

/** An answer of today's work, or a failure of just now. */
function isFresh({ ended }: CopayInquiry, now: Date): boolean {
  if (ended === null) return false;
  const standsMs = ended.outcome.kind === 'answered' ? FRESH_MS : FAILURE_STANDS_MS;
  return now.getTime() - ended.at.getTime() < standsMs;
}

function stateOf({ askId, ended, leaseUntil }: CopayInquiry, subject: CopaySubject, now: Date): CopayState {
  if (askId === null) return unavailable(isThisYear(subject, now) ? 'not-asked' : 'other-year');
  if (ended === null) return leaseUntil > now ? { status: 'pending' } : unavailable('registry-unreachable');
  const { outcome } = ended;
  return outcome.kind === 'answered' ? { status: 'ready', ...outcome.totals } : unavailable(outcome.reason);
}

const unavailable = (reason: CopayUnavailable): CopayState => ({ status: 'unavailable', reason });
