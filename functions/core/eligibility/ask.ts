import type { AskOutcome } from '../registry/answer.ts';
import type {
  AskRequest,
  Attempt,
  Attempting,
  Circuit,
  Inquiry,
  InquiryStore,
  RegistryCall,
  RegistryGateway,
  Time,
} from './ports.ts';

/**
 * How long an asking is waited for before it counts as lost. Longer than the asking function may run, so that
 * nobody asks the registry a second time while the first may still answer.
 */
export const ASK_LEASE_MS = 45_000;

/** Enough for a check every quarter of an hour through a day, and small beside what one item may hold. */
const ATTEMPTS_KEPT = 100;

export interface AskPorts extends Pick<Time, 'now'> {
  readonly inquiries: InquiryStore;
  readonly registry: RegistryGateway;
  readonly circuit: Pick<Circuit, 'record'>;
  /** A store that does not answer keeps nobody from asking the registry. */
  readonly attempt: Attempting;
  /** The same for a desk that has waited for the store already. */
  readonly glance?: Attempting | undefined;
}

const UNREACHABLE = { kind: 'failed', reason: 'registry-unreachable' } as const;

/** Asks the registry and ends the inquiry, so that every lookup waiting for it has the answer. */
export async function askRegistry(ports: AskPorts, request: AskRequest): Promise<AskOutcome> {
  const turn = await turnOf(ports, request);
  if (!turn.isOurs) return UNREACHABLE;
  const startedAt = ports.now();
  const calls: RegistryCall[] = [];

  const end = async (outcome: AskOutcome, said: string): Promise<void> => {
    const attempt = { startedAt, endedAt: ports.now(), outcome: said, calls };
    const attempts = [...turn.attempts, attempt].slice(-ATTEMPTS_KEPT);
    await ports.attempt(() =>
      ports.inquiries.end(request, request.askId, outcome, attempt.endedAt, attempts),
    );
  };

  try {
    const outcome = await ports.registry.check(request, (call) => calls.push(call));
    // The store is away: there is nobody to tell but the desk that waits.
    if (!turn.isKnown && request.isUnclaimed === true) return outcome;
    await Promise.all([
      end(outcome, outcome.kind === 'answered' ? outcome.answer.code : outcome.reason),
      ports.circuit.record(request, outcome),
    ]);
    return outcome;
  } catch (defect) {
    // Nobody should wait out the lease because of a fault of ours.
    await end(UNREACHABLE, 'internal');
    throw defect;
  }
}

interface AskTurn {
  readonly isOurs: boolean;
  /** False where the store did not say: then it is taken for ours. */
  readonly isKnown: boolean;
  readonly attempts: readonly Attempt[];
}

/**
 * One that waited in a queue past its lease has been given up, and perhaps another asks by now. Without a store nobody can
 * tell: then the patient's answer counts for more than a second question.
 */
async function turnOf(ports: AskPorts, request: AskRequest): Promise<AskTurn> {
  const attempt = request.isUnclaimed === true ? (ports.glance ?? ports.attempt) : ports.attempt;
  const turn = await attempt(async () => {
    const seen = await ports.inquiries.read(request);
    const isTaken = seen.askId === request.askId && seen.ended === null && seen.leaseUntil > ports.now();
    const isOurs = isTaken || (request.isUnclaimed === true && (await take(ports, request, seen)));
    return { isOurs, isKnown: true, attempts: seen.attempts };
  });
  return turn.ok ? turn.value : { isOurs: true, isKnown: false, attempts: [] };
}

const take = ({ inquiries, now }: AskPorts, request: AskRequest, seen: Inquiry): Promise<boolean> =>
  inquiries.begin(request, seen, {
    id: request.askId,
    at: now(),
    leaseUntil: new Date(now().getTime() + ASK_LEASE_MS),
  });
