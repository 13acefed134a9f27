import { ageOn, latestDay } from '../calendar.ts';
import type { Case } from './visit.ts';

/** In completed years on arrival; null where the birth date is not known. */
export const ageOnVisit = ({ visit, dateOfBirth }: Case): number | null =>
  dateOfBirth === null ? null : ageOn(visit.date, dateOfBirth);

/** The least and the most that is possible, where the birth date is partial or not known. */
export const agesOnVisit = (given: Case): { readonly least: number; readonly most: number } => ({
  least: given.dateOfBirth === null ? 0 : ageOn(given.visit.date, latestDay(given.dateOfBirth)),
  most: ageOnVisit(given) ?? Infinity,
});
