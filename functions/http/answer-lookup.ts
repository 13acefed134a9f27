import type { UseSlip } from '../adapters/dynamodb/follow-up-slips.ts';
import type { Decision } from '../core/benefit/segments.ts';
import type { Copay } from '../core/benefit/visit.ts';
import { benefitOf } from '../core/eligibility/benefit.ts';
import type { CopayState } from '../core/eligibility/copay.ts';
import type { Lookup } from '../core/eligibility/lookup-record.ts';
import type { FindFacility } from '../core/facility/profile.ts';
import type { ReadCopay } from './compose-copay.ts';
import type { EligibilityResponse } from './contract/eligibility-response.ts';
import { presentLookup } from './present-lookup.ts';

export interface AnswerPorts {
  readonly now: () => Date;
  readonly findFacility: FindFacility;
  readonly readCopay: ReadCopay;
  readonly useSlip: UseSlip;
}

/** A lookup as it stands, with what its card pays. The co-payment is waited for only where it is said until when. */
export async function answerLookup(
  ports: AnswerPorts,
  lookup: Lookup,
  copayUntil?: Date,
): Promise<EligibilityResponse> {
  const copay = lookup.wantsCopay ? await ports.readCopay(lookup, copayUntil) : null;
  const decision = await decisionOf(ports, lookup, figureOf(copay));
  return presentLookup(lookup, { decision, copay }, ports.now());
}

/**
 * A follow-up slip is used by the visit that is paid by it, and by that alone (TT 01/2025 Đ11 k2): one that was shown to no
 * avail, or in an emergency, still counts on its day.
 */
async function decisionOf(
  { findFacility, useSlip }: AnswerPorts,
  lookup: Lookup,
  copay: Copay | null,
): Promise<Decision | null> {
  const decision = await benefitOf(lookup, findFacility, copay);
  const { facility, person, visit } = lookup;
  const { appointment } = visit;
  if (decision?.benefit.row !== 'R06' || appointment?.number === undefined) return decision;
  const { number } = appointment;
  const isOurs = await useSlip({ facility, number, visitId: visit.id, patient: person.number });
  if (isOurs) return decision;
  const used = { ...lookup, visit: { ...visit, appointment: { ...appointment, used: true } } };
  return benefitOf(used, findFacility, copay);
}

const figureOf = (copay: CopayState | null): Copay | null => (copay?.status === 'ready' ? copay : null);
