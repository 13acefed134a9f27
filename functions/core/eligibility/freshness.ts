import { assessment, type Basis, type Lookup } from './lookup-record.ts';
import type { Reason } from './reasons.ts';

/**
 * For how long an answer may stand in for the one that the registry does not give, in milliseconds. A no is worth minutes:
 * the patient may have a new card, and must not be turned away because the registry is down (NĐ 188/2025 Đ38 k2).
 */
export interface UsableWindows {
  readonly eligible: number;
  readonly notEligible: number;
  readonly withdrawn: number;
}

/** What yields to an older answer: no answer yet, or none that is about the patient, by a fault that is nobody's at the desk. */
const silent: ReadonlySet<Reason> = new Set([
  'registry-pending',
  'registry-unreachable',
  'registry-fault',
  'facility-credentials-rejected',
] as const);

export const isSilent = (lookup: Lookup): boolean => silent.has(assessment(lookup).reason);

/** The registry has yet to speak: it is asked again until it does, or the day of the visit ends (NĐ 188/2025 Đ38 k2). */
export const isUnsettled = (lookup: Lookup): boolean => lookup.basis?.source === 'stale' || isSilent(lookup);

/** Whether an older answer may still be shown for this lookup. */
export function isUsable(lookup: Lookup, old: Basis, now: Date, windows: UsableWindows): boolean {
  const { reason, verdict } = assessment({ ...lookup, basis: old });
  if (verdict === 'undetermined') return false;
  return now.getTime() - old.asOf.getTime() < windowOf(reason, verdict === 'eligible', windows);
}

const windowOf = (reason: Reason, isEligible: boolean, windows: UsableWindows): number => {
  if (reason === 'card-withdrawn') return windows.withdrawn;
  return isEligible ? windows.eligible : windows.notEligible;
};
