import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  agrees,
  contradictions,
  maskPersonalNumber,
  parsePersonalNumber,
  parseTypedPersonalNumber,
  type PersonalNumber,
} from '../../../../functions/core/identity/personal-number.ts';
import { personalNumber } from '../../../support/arbitraries.ts';

function read(digits: string): PersonalNumber {
  const parsed = parsePersonalNumber(digits);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

describe('the structure of a personal number', () => {
  it.each([
    ['001090000017', 1990, 'male'],
    ['001190000017', 1990, 'female'],
    ['079224000017', 2024, 'male'],
    ['079324000017', 2024, 'female'],
    ['001400000017', 2100, 'male'],
    ['001599000017', 2199, 'female'],
    ['001600000017', 2200, 'male'],
    ['001799000017', 2299, 'female'],
    ['001800000017', 2300, 'male'],
    ['001999000017', 2399, 'female'],
  ])('%s tells birth year %i and sex %s', (digits, birthYear, sex) => {
    expect(read(digits)).toStrictEqual({ digits, birthYear, sex, registrationPlace: digits.slice(0, 3) });
  });

  it.each([
    ['00109000001', 'PID_LENGTH'],
    ['0010900000170', 'PID_LENGTH'],
    ['', 'PID_LENGTH'],
    ['00109000O017', 'PID_CHARSET'],
    ['001 090 000 017', 'PID_CHARSET'],
    ['٠٠١٠٩٠٠٠٠٠١٧', 'PID_CHARSET'],
    ['００１０９０００００１７', 'PID_CHARSET'],
    ['-01090000017', 'PID_CHARSET'],
  ])('%j is refused: %s', (digits, error) => {
    expect(parsePersonalNumber(digits)).toStrictEqual({ ok: false, error });
  });

  it('is read from every twelve digits, without a check digit and without an age limit', () => {
    const digit = fc.constantFrom(...Array.from('0123456789'));
    const twelve = fc.string({ unit: digit, minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(twelve, (digits) => {
        const { birthYear, sex } = read(digits);
        const century = 2 * Math.floor((birthYear - 1900) / 100) + (sex === 'female' ? 1 : 0);
        expect(`${century}${String(birthYear % 100).padStart(2, '0')}`).toBe(digits.slice(3, 6));
      }),
    );
  });
});

describe('a personal number typed by hand', () => {
  it.each(['001227000017', '001490000017'])('%s is refused: nobody is born in a year to come', (digits) => {
    expect(parseTypedPersonalNumber(digits, 2026)).toStrictEqual({ ok: false, error: 'PID_FUTURE_YEAR' });
  });

  it.each(['001226000017', '001090000017', '1', 'x'])('%s is judged as any other', (digits) => {
    expect(parseTypedPersonalNumber(digits, 2026)).toStrictEqual(parsePersonalNumber(digits));
  });
});

describe('a number and a person', () => {
  it.each([
    ['001190000017', '1990-02-17', 'female', true],
    ['001190000017', '1990', 'female', true],
    ['001190000017', '1991-02-17', 'female', false],
    ['001190000017', '1990-02-17', 'male', false],
    ['990000017', '1990-02-17', 'female', false],
    ['', '1990', 'male', false],
  ] as const)('%j agrees with %s, %s: %s', (digits, dateOfBirth, sex, expected) => {
    expect(agrees(digits, { dateOfBirth, sex })).toBe(expected);
  });
});

describe('what a number contradicts', () => {
  it.each([
    ['nothing', '001190000017', '1990-02-17', 'female', []],
    ['nothing, of a year-only birth date', '001190000017', '1990', 'female', []],
    ['nothing, where no sex is stated', '001190000017', '1990-02-17', null, []],
    ['the birth year', '001190000017', '1991-02-17', 'female', ['PID_YEAR_MISMATCH']],
    ['the sex', '001190000017', '1990-02-17', 'male', ['PID_SEX_MISMATCH']],
    ['both', '001190000017', '1991', 'male', ['PID_YEAR_MISMATCH', 'PID_SEX_MISMATCH']],
    ['the calendar', '001490000017', '1990-02-17', 'male', ['PID_FUTURE_YEAR']],
    ['the calendar by a year', '001227000017', '2026-01-01', 'male', ['PID_FUTURE_YEAR']],
    ['nothing in the current year', '001226000017', '2026-01-01', 'male', []],
    ['the list of places', '003190000017', '1990-02-17', 'female', ['PID_PPP_UNLISTED']],
    [
      'everything at once',
      '003490000017',
      '1990',
      'female',
      ['PID_PPP_UNLISTED', 'PID_FUTURE_YEAR', 'PID_SEX_MISMATCH'],
    ],
  ] as const)('is only warned of: %s', (_what, digits, dateOfBirth, sex, warnings) => {
    expect(contradictions(read(digits), { dateOfBirth, sex }, 2026)).toStrictEqual(warnings);
  });
});

describe('a masked number', () => {
  it('shows place and last four digits', () => {
    expect(maskPersonalNumber('001190000017')).toBe('001*****0017');
  });

  it('never shows century, year and the first serial digits', () => {
    fc.assert(
      fc.property(personalNumber, (digits) => {
        expect(maskPersonalNumber(digits)).toBe(`${digits.slice(0, 3)}*****${digits.slice(8)}`);
        expect(maskPersonalNumber(digits)).not.toContain(digits.slice(3, 8));
      }),
    );
  });
});
