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
}

/** A lookup as it stands, with what its card pays. The co-payment is waited for only where it is said until when. */
export async function answerLookup(
  ports: AnswerPorts,
  lookup: Lookup,
  copayUntil?: Date,
): Promise<EligibilityResponse> {
  const copay = lookup.wantsCopay ? await ports.readCopay(lookup, copayUntil) : null;
  const decision = await benefitOf(lookup, ports.findFacility, figureOf(copay));
  return presentLookup(lookup, { decision, copay }, ports.now());
}

const figureOf = (copay: CopayState | null): Copay | null => (copay?.status === 'ready' ? copay : null);
