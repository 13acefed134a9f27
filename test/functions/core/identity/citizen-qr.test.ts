import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { CitizenQr } from '../../../../functions/core/identity/citizen-qr.ts';
import { readQr } from '../../../../functions/core/identity/scan.ts';
import { people } from '../../../../local/people/people.ts';
import { citizenQr } from '../../../../local/people/scans.ts';
import { citizenCard } from './payloads.ts';

const fields = ['001190000017', '', 'Đỗ Thị Mẫu', '17021990', 'Nữ', 'Xã Ví Dụ, Tỉnh Thử', '15012026'];
const holder: CitizenQr = {
  personalId: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
  sex: 'female',
  warnings: [],
};

/** The payload with some of its fields replaced, by index. */
const payload = (changes: Record<number, string> = {}): string =>
  fields.map((field, index) => changes[index] ?? field).join('|');

function read(scanned: string): CitizenQr | string {
  const qr = readQr(scanned);
  if (!qr.ok) return qr.error;
  return qr.value.kind === 'citizen-qr' ? qr.value.card : qr.value.kind;
}

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
    ['without its day of issue', payload({ 6: '' })],
    ['with abbreviations in the address', payload({ 5: 'Số 2/1 KĐT Ví Dụ, P.3, TP ĐắkLắk' })],
  ])('is read %s', (_how, scanned) => {
    expect(read(scanned)).toStrictEqual(holder);
  });

  it.each([
    ['QR_CC_6PART', 'without the slot of the old number', payload().replace('||', '|')],
    ['QR_CC_EXTRA_PARTS', 'with eight parts', `${payload()}|`],
    ['QR_CC_EXTRA_PARTS', 'with twelve parts', `${payload()}|||||`],
    ['QR_SEPARATOR_REPAIRED', 'with ~ between its parts', fields.join('~')],
    ['QR_SEPARATOR_REPAIRED', 'with \\ between its parts', fields.join('\\')],
    ['QR_SEPARATOR_REPAIRED', 'with ¦ between its parts', fields.join('¦')],
    ['QR_SEPARATOR_REPAIRED', 'with º between its parts', fields.join('º')],
    ['QR_NFC_REPAIRED', 'in decomposed letters', payload().normalize('NFD')],
    ['QR_ETH_REPAIRED', 'with Ð for Đ', payload().replaceAll('Đ', '\u00D0')],
    ['QR_CASE_REPAIRED', 'with the sex in capitals', payload({ 4: 'NỮ' })],
    ['QR_CASE_REPAIRED', 'with Caps Lock on', payload({ 2: 'đỖ tHỊ mẪU', 4: 'nỮ', 5: 'xÃ vÍ dỤ' })],
  ])('is read, with %s, %s', (warning, _how, scanned) => {
    expect(read(scanned)).toStrictEqual({ ...holder, warnings: [warning] });
  });

  it('has its repairs told in the order in which they are made', () => {
    const changed = payload({ 2: 'Đỗ Thị Mẫu'.normalize('NFD') }).replaceAll('|', '~');
    const scanned = Buffer.from(changed, 'utf8').toString('latin1');
    const warnings = ['QR_SEPARATOR_REPAIRED', 'QR_MOJIBAKE_REPAIRED', 'QR_NFC_REPAIRED'];
    expect(read(scanned)).toStrictEqual({ ...holder, warnings });
  });

  it('keeps capitals as the card has them', () => {
    expect(read(payload({ 2: 'ĐỖ THỊ MẪU' }))).toStrictEqual({ ...holder, fullName: 'ĐỖ THỊ MẪU' });
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
    ['QR_NOT_DELIMITED', 'separators that are lost', fields.join(' ')],
    ['QR_UNKNOWN_KIND', 'eleven digits', payload({ 0: '00119000001' })],
    ['QR_UNKNOWN_KIND', 'a letter in the number', payload({ 0: '00119000001O' })],
    ['QR_UNKNOWN_KIND', 'no number', payload({ 0: '' })],
    ['QR_CC_FIELD_COUNT', 'no day of issue', fields.slice(0, 6).join('|')],
    ['QR_CC_FIELD_COUNT', 'nothing behind the number', '001190000017|'],
    ['QR_CC_FIELD_COUNT', 'parts behind the form with six', `${payload().replace('||', '|')}|`],
    ['QR_CC_FIELD_COUNT', 'two sexes', `${payload()}|||Nam`],
    ['QR_CC_OLDNUM', 'an old number of eight digits', payload({ 1: '99000001' })],
    [
      'QR_CC_OLDNUM',
      'the number of another before its own',
      payload({ 0: '001090000025', 1: '001190000017' }),
    ],
    [
      'QR_CC_OLDNUM',
      'its beginning lost before a cancelled number',
      payload({ 0: '001090000017' }).replace('||', '|'),
    ],
    ['QR_CC_NAME_EMPTY', 'no name', payload({ 2: '' })],
    ['QR_CC_NAME_EMPTY', 'a blank name', payload({ 2: '   ' })],
    ['QR_CC_NAME_DAMAGED', 'mojibake in the name alone', payload({ 2: 'Tráº§n Thá»‹ Máº«u' })],
    ['QR_CC_NAME_DAMAGED', 'a hard blank in the name', payload({ 2: 'Đỗ Th\u00A0ch Mẫu' })],
    ['QR_CC_DOB', 'a day no month has', payload({ 3: '31021990' })],
    ['QR_CC_DOB', 'no birth date', payload({ 3: '' })],
    ['QR_CC_DOB', 'a date with slashes', payload({ 3: '17/02/1990' })],
    ['QR_CC_SEX', 'a sex that is none', payload({ 4: 'X' })],
    ['QR_CC_SEX', 'a sex without its mark', payload({ 4: 'Nu' })],
    ['QR_CC_SEX', 'no sex', payload({ 4: '' })],
    ['QR_CC_ISSUE_DATE', 'a day of issue cut off', payload().slice(0, -1)],
    ['QR_CC_ISSUE_DATE', 'an issue without a day', payload({ 6: '012026' })],
    ['QR_CC_TEXT_DAMAGED', 'wrong letters in the address', payload({ 5: 'Xã Ví Då, TÉnh Thí' })],
    ['QR_CC_TEXT_DAMAGED', 'question marks in the address', payload({ 5: 'Xã Ví D?, T?nh Th?' })],
    ['QR_ACCENTS_LOST', 'no accent anywhere', payload({ 2: 'Do Thi Mau', 4: 'Nam', 5: 'Xa Vi Du' })],
    ['QR_CONTROL_CHARACTER', 'Enter inside', payload({ 2: 'Đỗ Thị\rMẫu' })],
    ['QR_CONTROL_CHARACTER', 'an ă cut to eight bits', payload({ 2: 'Đỗ V\u0003n Mẫu' })],
    [
      'card-qr',
      'the QR of a paper insurance card',
      `001190000017|4e616d|17/02/1990|2|c3a3|99 - 001|01/01/2026|-|${'|'.repeat(6)}$`,
    ],
  ])('gives %s for %s', (fault, _what, scanned) => {
    expect(read(scanned)).toBe(fault);
  });

  it.each(people)('of $id is read back', (someone) => {
    const { personalId, fullName, dateOfBirth, sex } = someone;
    expect(read(citizenQr(someone))).toStrictEqual({ personalId, fullName, dateOfBirth, sex, warnings: [] });
  });
});

describe('any citizen card QR', () => {
  it('is read back to the same person, with any terminator', () => {
    const endings = fc.constantFrom('', '\r', '\n', '\r\n', '\t', '\0');
    fc.assert(
      fc.property(citizenCard(), endings, ({ holder: { number, ...person }, parts }, ending) => {
        const expected = { ...person, personalId: number, warnings: [] };
        expect(read(parts.join('|') + ending)).toStrictEqual(expected);
      }),
    );
  });

  it('with any digit of the number, or any letter of the sex, lost is refused', () => {
    fc.assert(
      fc.property(citizenCard(), fc.constantFrom(0, 4), fc.nat({ max: 11 }), ({ parts }, index, at) => {
        const part = parts[index] ?? '';
        const cut = part.slice(0, at % part.length);
        expect(read(parts.map((known, i) => (i === index ? cut : known)).join('|'))).toBeTypeOf('string');
      }),
    );
  });
});
