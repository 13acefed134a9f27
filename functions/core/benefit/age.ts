import { ageOn } from '../calendar.ts';
import type { Case } from './visit.ts';

/** In completed years on arrival; null where the birth date is not known. */
export const ageOnVisit = ({ visit, dateOfBirth }: Case): number | null =>
  dateOfBirth === null ? null : ageOn(visit.date, dateOfBirth);
