import { contradictions, type ContradictionCode } from '../core/benefit/contradictions.ts';
import type { BenefitVisit } from '../core/benefit/visit.ts';
import type { BirthDate } from '../core/calendar.ts';
import { ProblemError } from './problem.ts';

/** Refuses a visit that cannot be as stated, naming each field and the rule; `but` lets some pass. */
export function refuseContradictions(
  visit: BenefitVisit,
  dateOfBirth: BirthDate | null,
  but: readonly ContradictionCode[] = [],
): void {
  const found = contradictions({ visit, dateOfBirth }).filter(({ code }) => !but.includes(code));
  if (found.length === 0) return;
  throw new ProblemError('contradictory-visit', {
    errors: found.map(({ field, code, message }) => ({ pointer: `/visit/${field}`, code, message })),
  });
}
