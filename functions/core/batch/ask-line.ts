import { ASK_LEASE_MS, askRegistry } from '../eligibility/ask.ts';
import { isSilent } from '../eligibility/freshness.ts';
import { assessment, type Basis } from '../eligibility/lookup-record.ts';
import { freshBasis } from '../eligibility/lookup.ts';
import type { Inquiry, Refusal } from '../eligibility/ports.ts';
import { type Batch, type BatchLine, lookupOf } from './batch.ts';
import type { Pace } from './pace.ts';
import type { WorkPorts } from './ports.ts';

export interface LineLimits {
  readonly until: Date;
  readonly freshForMs: number;
  readonly pace: Pace;
}

/** What came of a line; or that the circuit refused it, or the time was over. */
export type LineOutcome = Basis | { readonly refusal: Refusal } | 'later';

/** How often an asking that a desk has under way is looked at. */
const LOOK_AGAIN_MS = 500;

/** From what the facility knows if that is fresh, so that nobody is asked about twice; else from the registry. */
export async function askLine(
  ports: WorkPorts,
  batch: Batch,
  line: BatchLine,
  limits: LineLimits,
): Promise<LineOutcome> {
  const subject = { facility: batch.facility, person: line.person };
  for (;;) {
    const seen = await ports.inquiries.read(subject);
    const known = knownBasis(seen, batch, line, ports.now(), limits.freshForMs);
    if (known !== null) return known;
    if (!isUnderWay(seen, ports.now())) {
      if (!(await limits.pace(limits.until))) return 'later';
      const refusal = await ports.circuit.refusal({ ...subject, operator: line.operator });
      if (refusal !== null) return { refusal };
      const outcome = await ask(ports, batch, line, seen);
      if (outcome !== 'taken') return outcome;
    }
    if (ports.now().getTime() + LOOK_AGAIN_MS >= limits.until.getTime()) return 'later';
    await ports.pause(LOOK_AGAIN_MS);
  }
}

const isUnderWay = ({ askId, ended, leaseUntil }: Inquiry, now: Date): boolean =>
  askId !== null && ended === null && leaseUntil > now;

/**
 * An answer about the patient while it is fresh; and a mismatch alike, which lookups ask about anew: a batch that was
 * interrupted would. But not that the operator is unknown, which may be another operator's.
 */
function knownBasis(
  inquiry: Inquiry,
  batch: Batch,
  line: BatchLine,
  now: Date,
  freshForMs: number,
): Basis | null {
  const fresh = freshBasis(inquiry, now, freshForMs);
  const { ended } = inquiry;
  if (fresh !== null || ended === null) return fresh;
  if (now.getTime() - ended.at.getTime() >= freshForMs) return null;
  const basis: Basis = { outcome: ended.outcome, source: 'cache', asOf: ended.at };
  const lookup = lookupOf(batch, line, basis);
  return isSilent(lookup) || assessment(lookup).reason === 'operator-not-registered' ? null : basis;
}

async function ask(ports: WorkPorts, batch: Batch, line: BatchLine, seen: Inquiry): Promise<Basis | 'taken'> {
  const { inquiries, now } = ports;
  const at = now();
  const askId = ports.newId();
  const request = { facility: batch.facility, person: line.person, operator: line.operator, askId };
  const leaseUntil = new Date(at.getTime() + ASK_LEASE_MS);
  if (!(await inquiries.begin(request, seen, { id: askId, at, leaseUntil }))) return 'taken';
  try {
    const outcome = await askRegistry(ports, request);
    return { outcome, source: 'registry', asOf: now() };
  } catch (defect) {
    ports.onDefect(defect);
    return { outcome: { kind: 'failed', reason: 'registry-unreachable' }, source: 'registry', asOf: now() };
  }
}
