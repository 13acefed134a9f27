import type { Benefit } from '../core/benefit/decide.ts';
import { ambiguities } from '../core/benefit/law/ambiguities.ts';
import type { Decision } from '../core/benefit/segments.ts';
import type { BenefitResponse, BenefitShown } from './contract/benefit.ts';

/** A decision as the contract shows it. */
export const presentDecision = ({ benefit, segments }: Decision): BenefitResponse => ({
  benefit: presentBenefit(benefit),
  segments: segments.map(({ from, to, benefit: part }) => ({ from, to, benefit: presentBenefit(part) })),
});

const presentBenefit = (benefit: Benefit): BenefitShown => ({
  code: benefit.code,
  row: benefit.row,
  route: benefit.route,
  basePercent: benefit.basePercent,
  factor: benefit.factorTenths === null ? null : benefit.factorTenths / 10,
  coveredPercent: percentOrNull(benefit.coveredPermille),
  certainty: benefit.certainty,
  needsReview: benefit.needsReview,
  reason: benefit.reason,
  citations: [...benefit.citations],
  readings: benefit.readings.map(({ ambiguity, code, coveredPermille }) => ({
    ambiguity,
    note: ambiguities[ambiguity],
    code,
    coveredPercent: percent(coveredPermille),
  })),
  wouldChangeIf: benefit.wouldChangeIf.map(({ coveredPermille, ...change }) => ({
    ...change,
    coveredPercent: percent(coveredPermille),
  })),
  evidenceRequired: [...benefit.evidenceRequired],
  slips: benefit.slips.map(({ slip, accepted, reason, citation, validUntil }) => ({
    slip,
    accepted,
    reason,
    citation,
    validUntil,
  })),
  attested: benefit.attested,
});

/** A whole number of tenths, divided once: JSON prints it exactly. */
const percent = (permille: number): number => permille / 10;
const percentOrNull = (permille: number | null): number | null =>
  permille === null ? null : percent(permille);
