import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type CitizenQr, parseCitizenQr } from '../../../../functions/core/identity/citizen-qr.ts';
import { people } from '../../../../local/people/people.ts';
import { citizenQr } from '../../../../local/people/scans.ts';
import { personalNumber, plainDate, vietnameseName } from '../../../support/arbitraries.ts';

const fields = ['001190000017', '', 'Đỗ Thị Mẫu', '17021990', 'Nữ', 'Xã Ví Dụ, Tỉnh Thử', '15012026'];
const holder: CitizenQr = {
  personalId: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
  sex: 'female',
};

/** The payload with some of its fields replaced, by index. */
const payload = (changes: Record<number, string> = {}): string =>
  fields.map((field, index) => changes[index] ?? field).join('|');

const read = (scanned: string): CitizenQr | string => {
  const parsed = parseCitizenQr(scanned);
  return parsed.ok ? parsed.value : parsed.error;
};

describe('a citizen card QR', () => {
  it.each([
    ['as printed', payload()],
    ['with an old nine-digit number', payload({ 1: '990000017' })],
    ['with a cancelled twelve-digit number', payload({ 1: '001090000017' })],
    ['of 2024, with eleven parts', `${payload()}||||`],
    ['of 2024, with parents and an old number', `${payload()}|001090000017|Đỗ Văn Cha|Tạ Thị Mẹ|`],
    ['with a carriage return behind', `${payload()}\r`],
    ['with a line end behind', `${payload()}\r\n`],
    ['with a tab behind', `${payload()}\t`],
    ['with a NUL behind', `${payload()}\0`],
    ['with a byte-order mark before', `\uFEFF${payload()}`],
    ['with blanks around its parts', fields.join(' | ')],
    ['in decomposed letters', payload().normalize('NFD')],
    ['with the sex in capitals', payload({ 4: 'NỮ' })],
  ])('is read %s', (_how, scanned) => {
    expect(read(scanned)).toStrictEqual(holder);
  });

  it.each([
    ['1990', '1990'],
    ['021990', '1990-02'],
    ['00021990', '1990-02'],
    ['00001990', '1990'],
  ])('may know less of the birth date: %s', (birth, dateOfBirth) => {
    expect(read(payload({ 3: birth }))).toStrictEqual({ ...holder, dateOfBirth });
  });

  it.each([
    ['QR_NOT_DELIMITED', 'nothing', ''],
    ['QR_NOT_DELIMITED', 'a bare number', '001190000017'],
    ['QR_NOT_DELIMITED', 'other separators', fields.join('~')],
    ['QR_CC_FIELD_COUNT', 'six parts', fields.slice(0, 6).join('|')],
    ['QR_CC_FIELD_COUNT', 'the slot of the old number missing', payload().replace('||', '|')],
    ['QR_CC_ID', 'eleven digits', payload({ 0: '00119000001' })],
    ['QR_CC_ID', 'a letter in the number', payload({ 0: '00119000001O' })],
    ['QR_CC_ID', 'no number', payload({ 0: '' })],
    ['QR_CC_NAME_EMPTY', 'no name', payload({ 2: '' })],
    ['QR_CC_NAME_EMPTY', 'a blank name', payload({ 2: '   ' })],
    ['QR_CC_NAME_EMPTY', 'mojibake for a name', payload({ 2: 'Tráº§n Thá»‹ Máº«u' })],
    ['QR_CC_DOB', 'a day no month has', payload({ 3: '31021990' })],
    ['QR_CC_DOB', 'no birth date', payload({ 3: '' })],
    ['QR_CC_DOB', 'a date with slashes', payload({ 3: '17/02/1990' })],
    ['QR_CC_SEX', 'a sex that is none', payload({ 4: 'X' })],
    ['QR_CC_SEX', 'a sex without its mark', payload({ 4: 'Nu' })],
    ['QR_CC_SEX', 'no sex', payload({ 4: '' })],
    [
      'QR_CC_NAME_EMPTY',
      'the QR of a paper insurance card',
      `001190000017|4e67|15/01/1990|1|c3|99 - 001${'|-'.repeat(9)}|$`,
    ],
  ])('is refused with %s for %s', (fault, _what, scanned) => {
    expect(read(scanned)).toBe(fault);
  });

  it.each(people)('of $id is read back', (someone) => {
    const { personalId, fullName, dateOfBirth, sex } = someone;
    expect(read(citizenQr(someone))).toStrictEqual({ personalId, fullName, dateOfBirth, sex });
  });
});

interface Card {
  readonly person: CitizenQr;
  readonly parts: readonly string[];
}

const cards: fc.Arbitrary<Card> = fc
  .record({
    personalId: personalNumber,
    old: fc.constantFrom('', '990000017', '001090000017'),
    fullName: vietnameseName.map((name) => name.normalize('NFC')),
    date: plainDate('1900-01-01', '2026-11-21'),
    precision: fc.constantFrom(4, 7, 10),
    isMale: fc.boolean(),
    extras: fc.constantFrom([], ['', '', '', ''], ['001090000017', 'Đỗ Văn Cha', 'Tạ Thị Mẹ', '']),
  })
  .map(({ personalId, old, fullName, date, precision, isMale, extras }) => {
    const dateOfBirth = date.slice(0, precision);
    const birth = dateOfBirth.split('-').reverse().join('');
    const sex = isMale ? 'Nam' : 'Nữ';
    return {
      person: { personalId, fullName, dateOfBirth, sex: isMale ? 'male' : 'female' },
      parts: [personalId, old, fullName, birth, sex, 'Xã Ví Dụ, Tỉnh Thử', '15012026', ...extras],
    };
  });

/** Refused, or the very same person: a damaged scan must never become somebody else. */
const expectSameOrRefused = (scanned: string, person: CitizenQr): void => {
  const parsed = parseCitizenQr(scanned);
  expect(parsed.ok ? parsed.value : person).toStrictEqual(person);
};

describe('any citizen card QR', () => {
  it('is read back to the same person, with any terminator, composed or not', () => {
    const endings = fc.constantFrom('', '\r', '\n', '\r\n', '\t', '\0');
    fc.assert(
      fc.property(cards, endings, fc.constantFrom('NFC', 'NFD'), ({ person, parts }, ending, form) => {
        expect(read(parts.join('|').normalize(form) + ending)).toStrictEqual(person);
      }),
    );
  });

  it('cut off anywhere is refused or still the same person', () => {
    fc.assert(
      fc.property(cards, fc.nat({ max: 200 }), ({ person, parts }, end) => {
        expectSameOrRefused(parts.join('|').slice(0, end), person);
      }),
      { numRuns: 500 },
    );
  });

  it('with its beginning lost is refused or still the same person', () => {
    fc.assert(
      fc.property(cards, fc.nat({ max: 200 }), ({ person, parts }, start) => {
        expectSameOrRefused(parts.join('|').slice(start), person);
      }),
      { numRuns: 500 },
    );
  });

  it('with any one field removed or emptied is refused or still the same person', () => {
    fc.assert(
      fc.property(cards, fc.nat({ max: 10 }), ({ person, parts }, index) => {
        expectSameOrRefused(parts.filter((_, at) => at !== index).join('|'), person);
        expectSameOrRefused(parts.map((part, at) => (at === index ? '' : part)).join('|'), person);
      }),
      { numRuns: 500 },
    );
  });

  it('with any digit of the number, or any letter of the sex, lost is refused', () => {
    fc.assert(
      fc.property(cards, fc.constantFrom(0, 4), fc.nat({ max: 11 }), ({ parts }, index, at) => {
        const part = parts[index] ?? '';
        const cut = part.slice(0, at % part.length);
        expect(parseCitizenQr(parts.map((known, i) => (i === index ? cut : known)).join('|')).ok).toBe(false);
      }),
    );
  });
});
