import type { UseSlip } from '../adapters/dynamodb/follow-up-slips.ts';
import { within } from '../adapters/patience.ts';
import type { Decision } from '../core/benefit/segments.ts';
import type { Copay } from '../core/benefit/visit.ts';
import { benefitOf } from '../core/eligibility/benefit.ts';
import type { CopayState } from '../core/eligibility/copay.ts';
import { isUnsettled } from '../core/eligibility/freshness.ts';
import type { Lookup } from '../core/eligibility/lookup-record.ts';
import type { Attempt, Attempting, InquiryStore } from '../core/eligibility/ports.ts';
import type { FindFacility } from '../core/facility/profile.ts';
import type { ReadCopay } from './compose-copay.ts';
import type { EligibilityResponse } from './contract/eligibility-response.ts';
import { presentLookup } from './present-lookup.ts';

export interface AnswerPorts {
  readonly now: () => Date;
  readonly inquiries: InquiryStore;
  readonly findFacility: FindFacility;
  readonly readCopay: ReadCopay;
  readonly useSlip: UseSlip;
}

/** A lookup as it stands, with what its card pays. The co-payment is waited for only where it is said until when. */
export async function answerLookup(
  ports: AnswerPorts,
  lookup: Lookup,
  { attempt, copayUntil }: { readonly attempt: Attempting; readonly copayUntil?: Date },
): Promise<EligibilityResponse> {
  const [copay, attempts] = await Promise.all([
    lookup.wantsCopay ? copayOf(ports, lookup, copayUntil ?? ports.now()) : null,
    needsEvidence(lookup) ? attemptsFor(ports, lookup, attempt) : null,
  ]);
  const decision = await decisionOf(ports, lookup, figureOf(copay), attempt);
  return presentLookup(lookup, { decision, copay, attempts }, ports.now());
}

/** A visit that closes without the registry's word: what was tried takes its place (NĐ 188/2025 Đ38 k2 b). */
const needsEvidence = (lookup: Lookup): boolean => lookup.visit.purpose === 'closing' && isUnsettled(lookup);

async function attemptsFor(
  { inquiries }: AnswerPorts,
  lookup: Lookup,
  attempt: Attempting,
): Promise<readonly Attempt[]> {
  const inquiry = await attempt(() => inquiries.read(lookup));
  return inquiry.ok ? inquiry.value.attempts : [];
}

/** Enough for one look; a store that hangs leaves the figure to a later one. */
const LOOK_MS = 100;

async function copayOf({ readCopay, now }: AnswerPorts, lookup: Lookup, until: Date): Promise<CopayState> {
  const waitMs = until.getTime() - now().getTime() + LOOK_MS;
  return within(waitMs, readCopay(lookup, until)).catch((): CopayState => ({ status: 'pending' }));
}

/**
 * A follow-up slip is used by the visit that is paid by it, and by that alone (TT 01/2025 Đ11 k2): one that was shown to no
 * avail, or in an emergency, still counts on its day.
 */
async function decisionOf(
  { findFacility, useSlip }: AnswerPorts,
  lookup: Lookup,
  copay: Copay | null,
  attempt: Attempting,
): Promise<Decision | null> {
  const decision = await benefitOf(lookup, findFacility, copay);
  const { facility, person, visit } = lookup;
  const { appointment } = visit;
  if (decision?.benefit.row !== 'R06' || appointment?.number === undefined) return decision;
  const { number } = appointment;
  const isOurs = await attempt(() =>
    useSlip({ facility, number, visitId: visit.id, patient: person.number }),
  );
  // A fault of ours does not cost the patient the slip.
  if (!isOurs.ok || isOurs.value) return decision;
  const used = { ...lookup, visit: { ...visit, appointment: { ...appointment, used: true } } };
  return benefitOf(used, findFacility, copay);
}

const figureOf = (copay: CopayState | null): Copay | null => (copay?.status === 'ready' ? copay : null);
