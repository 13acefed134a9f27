import type { BirthDate } from '../calendar.ts';
import { failed, ok, type Result } from '../result.ts';
import { registrationPlaces } from './registration-places.ts';

export type Sex = 'male' | 'female';

export interface PersonalNumber {
  readonly digits: string;
  /** Encoded at birth registration; the law lets a citizen keep it after a correction (NĐ 70/2024 Đ11 k8). */
  readonly birthYear: number;
  readonly sex: Sex;
  readonly registrationPlace: string;
}

export type PersonalNumberFault = 'PID_LENGTH' | 'PID_CHARSET';
export type PersonalNumberWarning =
  'PID_FUTURE_YEAR' | 'PID_PPP_UNLISTED' | 'PID_YEAR_MISMATCH' | 'PID_SEX_MISMATCH';

/** Structure `PPP G YY NNNNNN` (NĐ 137/2015 Đ13). There is no check digit. */
export function parsePersonalNumber(digits: string): Result<PersonalNumber, PersonalNumberFault> {
  if (!/^[0-9]*$/.test(digits)) return failed('PID_CHARSET');
  if (digits.length !== 12) return failed('PID_LENGTH');
  const century = Number(digits.charAt(3));
  return ok({
    digits,
    birthYear: 1900 + 100 * Math.floor(century / 2) + Number(digits.slice(4, 6)),
    sex: century % 2 === 0 ? 'male' : 'female',
    registrationPlace: digits.slice(0, 3),
  });
}

/**
 * As typed by hand: a birth year to come is then a slip of the finger; read off a card, the law may allow it
 * (identity §1.4).
 */
export function parseTypedPersonalNumber(
  digits: string,
  currentYear: number,
): Result<PersonalNumber, PersonalNumberFault | 'PID_FUTURE_YEAR'> {
  const number = parsePersonalNumber(digits);
  return number.ok && number.value.birthYear > currentYear ? failed('PID_FUTURE_YEAR') : number;
}

interface Stated {
  readonly dateOfBirth: BirthDate;
  readonly sex: Sex | null;
}

/** What the number contradicts. Allowed by law, so it warns and never refuses (NĐ 70/2024 Đ11 k7–8). */
export function contradictions(
  number: PersonalNumber,
  stated: Stated,
  currentYear: number,
): PersonalNumberWarning[] {
  const warnings: PersonalNumberWarning[] = [];
  if (!registrationPlaces.codes.has(number.registrationPlace)) warnings.push('PID_PPP_UNLISTED');
  if (number.birthYear > currentYear) warnings.push('PID_FUTURE_YEAR');
  else if (number.birthYear !== yearOf(stated)) warnings.push('PID_YEAR_MISMATCH');
  if (stated.sex !== null && stated.sex !== number.sex) warnings.push('PID_SEX_MISMATCH');
  return warnings;
}

/** Whether this is a personal number and its digits tell the birth year and sex stated. */
export function agrees(digits: string, stated: Stated): boolean {
  const number = parsePersonalNumber(digits);
  return number.ok && number.value.birthYear === yearOf(stated) && number.value.sex === stated.sex;
}

const yearOf = ({ dateOfBirth }: Stated): number => Number(dateOfBirth.slice(0, 4));

/** `001190000017` as `001*****0017`: what may be shown where presence is not proven. */
export const maskPersonalNumber = (digits: string): string => `${digits.slice(0, 3)}*****${digits.slice(-4)}`;
