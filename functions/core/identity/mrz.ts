import { type BirthDate, calendarDate } from '../calendar.ts';
import { failed, ok, type Result } from '../result.ts';
import { parsePersonalNumber, type Sex } from './personal-number.ts';

export interface Mrz {
  readonly personalId: string;
  readonly dateOfBirth: BirthDate;
  readonly sex: Sex;
}

export type MrzFault =
  | 'MRZ_LENGTH'
  | 'MRZ_CHARSET'
  | 'MRZ_DOCUMENT'
  | 'MRZ_CHECK_DIGIT'
  | 'MRZ_COMPOSITE'
  | 'MRZ_NUMBER_DISAGREE'
  | 'MRZ_DOB';

const WIDTH = 30;

/** Whether a text without separators is meant to be machine-readable lines: no other scan holds `<` and no small print. */
export const looksLikeMrz = (text: string): boolean => text.includes('<') && /^[A-Z0-9<\s]+$/i.test(text);

/**
 * The three lines on the back of a citizen card (identity §3.2). Number and birth date are proven by check digits; sex
 * and name have none. The name is left where it is: it has no diacritics, which the registry needs, and may be cut.
 */
export function parseMrz(text: string): Result<Mrz, MrzFault> {
  const lines = text
    .toUpperCase()
    .split(/\s+/)
    .filter((line) => line !== '');
  const [upper = '', middle = '', lower = ''] = lines.length === 1 ? thirds(lines[0] ?? '') : lines;
  if (lines.length > 3 || [upper, middle, lower].some((line) => line.length !== WIDTH))
    return failed('MRZ_LENGTH');
  const fields = /^IDVNM([0-9]{9})([0-9])([0-9]{12})<<([0-9])$/.exec(upper);
  const dates = /^([0-9]{2}(?:[0-9]{2}|<<){2})([0-9])([MF])([0-9]{6})([0-9])VNM<{11}([0-9])$/.exec(middle);
  if (!upper.startsWith('IDVNM')) return failed('MRZ_DOCUMENT');
  if (fields === null || dates === null || !/^[A-Z]+(?:<{1,2}[A-Z]+)*<*$/.test(lower))
    return failed('MRZ_CHARSET');
  const [, tail = '', tailCheck = '', personalId = '', idCheck = ''] = fields;
  const [, birth = '', birthCheck = '', sex = '', expiry = '', expiryCheck = '', composite = ''] = dates;
  const checked = [
    [tail, tailCheck],
    [`${personalId}<<`, idCheck],
    [birth, birthCheck],
    [expiry, expiryCheck],
  ] as const;
  if (checked.some(([value, check]) => checkDigit(value) !== check)) return failed('MRZ_CHECK_DIGIT');
  const all = upper.slice(5) + middle.slice(0, 7) + middle.slice(8, 15) + middle.slice(18, 29);
  if (checkDigit(all) !== composite) return failed('MRZ_COMPOSITE');
  if (!personalId.endsWith(tail)) return failed('MRZ_NUMBER_DISAGREE');
  const dateOfBirth = birthDate(birth, personalId);
  if (dateOfBirth === null) return failed('MRZ_DOB');
  return ok({ personalId, dateOfBirth, sex: sex === 'M' ? 'male' : 'female' });
}

const thirds = (text: string): string[] => [
  text.slice(0, WIDTH),
  text.slice(WIDTH, 2 * WIDTH),
  text.slice(2 * WIDTH),
];

const WEIGHTS = [7, 3, 1] as const;

/** ICAO 9303-3 §4.9: weights 7, 3, 1; `<` counts 0, A to Z count 10 to 35. */
export function checkDigit(text: string): string {
  const values = Array.from(text, (char) => (char === '<' ? 0 : Number.parseInt(char, 36)));
  return String(values.reduce((sum, value, index) => sum + value * (WEIGHTS[index % 3] ?? 0), 0) % 10);
}

/**
 * YYMMDD, unknown parts as `<<`. The century is the one that comes closest to the year in the number: its own, except
 * after a correction from 1999 to 2000, where the citizen may keep the number (identity §1.4, §3.2).
 */
function birthDate(digits: string, personalId: string): BirthDate | null {
  const number = parsePersonalNumber(personalId);
  if (!number.ok) return null;
  const { birthYear } = number.value;
  const apart = ((((Number(digits.slice(0, 2)) - birthYear) % 100) + 150) % 100) - 50;
  const [month, day] = [known(digits.slice(2, 4)), known(digits.slice(4, 6))];
  return calendarDate(birthYear + apart, month, day);
}

const known = (digits: string): number | undefined => (digits === '<<' ? undefined : Number(digits));
