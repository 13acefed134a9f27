import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Person, personFromCitizenQr } from '../../../../functions/core/identity/person.ts';
import { people } from '../../../../local/people/people.ts';
import { citizenQr } from '../../../../local/people/scans.ts';
import { citizenCard } from './payloads.ts';

const fields = ['001190000017', '', 'Đỗ Thị Mẫu', '17021990', 'Nữ', 'Xã Ví Dụ, Tỉnh Thử', '15012026'];
type Holder = Pick<Person, 'personalId' | 'fullName' | 'dateOfBirth' | 'sex'>;

const today = '2026-11-21';
const holder: Holder = {
  personalId: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
  sex: 'female',
};

/** The payload with some of its fields replaced, by index. */
const payload = (changes: Record<number, string> = {}): string =>
  fields.map((field, index) => changes[index] ?? field).join('|');

const read = (scanned: string): Holder | string => {
  const person = personFromCitizenQr(scanned, today);
  if (!person.ok) return person.error.map(({ code }) => code).join();
  const { personalId, fullName, dateOfBirth, sex } = person.value;
  return { personalId, fullName, dateOfBirth, sex };
};

describe('a citizen card QR', () => {
  it.each([
    ['as printed', payload()],
    ['with another separator', fields.join('~')],
    ['without the slot of the old number', payload().replace('||', '|')],
    ['in mojibake', new TextDecoder('windows-1252').decode(new TextEncoder().encode(payload()))],
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
    ['QR_CC_FIELD_COUNT', 'six parts', fields.slice(0, 6).join('|')],
    ['QR_UNKNOWN_KIND', 'eleven digits', payload({ 0: '00119000001' })],
    ['QR_UNKNOWN_KIND', 'a letter in the number', payload({ 0: '00119000001O' })],
    ['QR_UNKNOWN_KIND', 'no number', payload({ 0: '' })],
    ['QR_CC_NAME_EMPTY', 'no name', payload({ 2: '' })],
    ['QR_CC_NAME_EMPTY', 'a blank name', payload({ 2: '   ' })],
    ['QR_CC_NAME_DAMAGED', 'mojibake for a name', payload({ 2: 'Tráº§n Thá»‹ Máº«u' })],
    ['QR_CC_DOB', 'a day no month has', payload({ 3: '31021990' })],
    ['QR_CC_DOB', 'no birth date', payload({ 3: '' })],
    ['QR_CC_DOB', 'a date with slashes', payload({ 3: '17/02/1990' })],
    ['QR_CC_SEX', 'a sex that is none', payload({ 4: 'X' })],
    ['QR_CC_SEX', 'a sex without its mark', payload({ 4: 'Nu' })],
    ['QR_CC_SEX', 'no sex', payload({ 4: '' })],
    [
      'QR_BHYT_FIELD_COUNT',
      'the QR of a paper insurance card, cut',
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

describe('any citizen card QR', () => {
  const expectSameOrRefused = (scanned: string, number: string): void => {
    const person = read(scanned);
    expect(typeof person === 'string' ? number : person.personalId).toBe(number);
  };

  it('cut off anywhere, or with its beginning lost, is refused or still the same number', () => {
    fc.assert(
      fc.property(citizenCard(), fc.nat({ max: 200 }), ({ holder: { number }, parts }, at) => {
        expectSameOrRefused(parts.join('|').slice(0, at), number);
        expectSameOrRefused(parts.join('|').slice(at), number);
      }),
      { numRuns: 500 },
    );
  });

  it('with any one field removed or emptied is refused or still the same number', () => {
    fc.assert(
      fc.property(citizenCard(), fc.nat({ max: 10 }), ({ holder: { number }, parts }, index) => {
        expectSameOrRefused(parts.filter((_, at) => at !== index).join('|'), number);
        expectSameOrRefused(parts.map((part, at) => (at === index ? '' : part)).join('|'), number);
      }),
      { numRuns: 500 },
    );
  });
});
