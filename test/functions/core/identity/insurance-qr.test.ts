import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { InsuranceQr } from '../../../../functions/core/identity/insurance-qr.ts';
import { readQr } from '../../../../functions/core/identity/scan.ts';
import { people } from '../../../../local/people/people.ts';
import { cardQr, cardSubject } from '../../../../local/people/scans.ts';
import { insuranceCard } from './payloads.ts';

const hex = (text: string, encoding: BufferEncoding = 'utf8'): string =>
  Buffer.from(text, encoding).toString('hex');

const fields = [
  'DN4999900000017',
  hex('Đỗ Thị Mẫu'),
  '17/02/1990',
  '2',
  hex('Xã Ví Dụ, Tỉnh Thử'),
  '99 - 001',
  '01/01/2026',
  '31/12/2026',
  '20/12/2025',
  '99000000000017',
  '-',
  '4',
  '01/01/2027',
  '0123456789abcdef-0101',
  '$',
];
const payload = (changes: Record<number, string> = {}): string =>
  fields.map((field, index) => changes[index] ?? field).join('|');

function read(scanned: string): InsuranceQr | string {
  const qr = readQr(scanned);
  if (!qr.ok) return qr.error;
  return qr.value.kind === 'card-qr' ? qr.value.card : qr.value.kind;
}

const holder: InsuranceQr = {
  number: { form: 'code', number: 'DN4999900000017', warnings: [] },
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
  sex: 'female',
  warnings: [],
};

describe('an insurance card QR', () => {
  it.each([
    ['as printed', payload()],
    ['with hex in capitals', payload({ 1: hex('Đỗ Thị Mẫu').toUpperCase() })],
    ['with a hyphen in the facility', payload({ 5: '99-001' })],
    ['with a dash in the facility', payload({ 5: '99 – 001' })],
    ['with a letter in the facility', payload({ 5: '99 - C01' })],
    ['of a child', payload({ 10: hex('Đỗ Văn Cha') })],
    ['without an address', payload({ 4: '' })],
    ['with a birth date in single digits', payload({ 2: '17/2/1990' })],
    ['with a terminator behind', `${payload()} \r\n`],
    ['years after it was printed to end', payload({ 6: '01/01/2020', 7: '31/12/2020' })],
  ])('is read %s', (_how, scanned) => {
    expect(read(scanned)).toStrictEqual(holder);
  });

  it.each([
    ['QR_CASE_REPAIRED', 'in small letters', payload().toLowerCase()],
    ['QR_SEPARATOR_REPAIRED', 'with ~ between its parts', fields.join('~')],
    ['QR_MOJIBAKE_REPAIRED', 'as mojibake', payload({ 5: '99 â€“ 001' })],
    ['QR_UTF16_NAME', 'with a name in UTF-16', payload({ 1: hex('Đỗ Thị Mẫu', 'utf16le') })],
    ['QR_NFC_REPAIRED', 'with a decomposed name', payload({ 1: hex('Đỗ Thị Mẫu'.normalize('NFD')) })],
    ['QR_ETH_REPAIRED', 'with Ð for Đ', payload({ 1: hex('\u00D0ỗ Thị Mẫu') })],
    ['QR_TELEX_REPAIRED', 'with Telex on', payload({ 1: hex('Đỗ Thị Mẫu').replaceAll('aa', 'â') })],
    ['CARD_OPEN_ENDED', 'with a dash for its end', payload({ 7: '-' })],
    ['CARD_OPEN_ENDED', 'without its end', payload({ 7: '' })],
    ['QR_BHYT_REGION', 'with an unknown region', payload({ 11: '9' })],
  ])('is read, with %s, %s', (warning, _how, scanned) => {
    expect(read(scanned)).toStrictEqual({ ...holder, warnings: [warning] });
  });

  it.each([
    ['9900000017', 'social-insurance'],
    ['001190000017', 'personal'],
  ])('may carry a number of another form: %s', (number, form) => {
    const card = { ...holder, number: { form, number, warnings: [] } };
    expect(read(payload({ 0: number }))).toStrictEqual(card);
  });

  it.each([
    ['1990', '1990'],
    ['02/1990', '1990-02'],
    ['2/1990', '1990-02'],
    ['00/02/1990', '1990-02'],
    ['00/00/1990', '1990'],
  ])('may know less of the birth date: %s', (birth, dateOfBirth) => {
    expect(read(payload({ 2: birth }))).toStrictEqual({ ...holder, dateOfBirth });
  });

  it('keeps a name as it was printed, whatever its case: digits do not suffer from a keyboard', () => {
    expect(read(payload({ 1: hex('đỗ THị Mẫu') }))).toStrictEqual({ ...holder, fullName: 'đỗ THị Mẫu' });
  });

  it.each([
    ['QR_BHYT_NO_TERMINATOR', 'the end cut off', payload().slice(0, -2)],
    ['QR_BHYT_NO_TERMINATOR', 'most of it cut off', payload().slice(0, 60)],
    ['QR_BHYT_FIELD_COUNT', 'a part missing', payload().replace('|-|', '|')],
    ['QR_BHYT_FIELD_COUNT', 'a part too many', payload().replace('|-|', '|-|-|')],
    ['QR_BHYT_FIELD_COUNT', 'two cards in one', payload() + payload()],
    ['QR_CONTROL_CHARACTER', 'two cards in two lines', `${payload()}\r${payload()}`],
    ['CARD_LENGTH', 'a number of fourteen characters', payload({ 0: 'DN499990000001' })],
    ['CARD_LEVEL', 'a benefit digit that is none', payload({ 0: 'DN6999900000017' })],
    ['CARD_CHARSET', 'a number that an input method changed', payload({ 0: 'TÉ999900000017' })],
    ['QR_BHYT_NUMBER', 'a personal number of somebody else', payload({ 0: '001085000017' })],
    ['QR_BHYT_HEX_NAME', 'no name', payload({ 1: '' })],
    ['QR_BHYT_HEX_NAME', 'a name that is no hex', payload({ 1: 'Đỗ Thị Mẫu' })],
    ['QR_BHYT_HEX_NAME', 'a name without its last digit', payload({ 1: hex('Đỗ Thị Mẫu').slice(0, -1) })],
    ['QR_BHYT_HEX_NAME', 'a name without its last byte', payload({ 1: hex('Lê').slice(0, -2) })],
    ['QR_BHYT_HEX_NAME', 'a name of digits', payload({ 1: hex('12345') })],
    ['QR_BHYT_HEX_NAME', 'letters of no keyboard', payload({ 1: `ơ${hex('Đỗ Thị Mẫu')}` })],
    ['QR_BHYT_HEX_TEXT', 'an address that is no hex', payload({ 4: 'Xã Ví Dụ' })],
    ['QR_BHYT_HEX_TEXT', 'an address that is no text', payload({ 4: 'c3c3' })],
    ['QR_BHYT_HEX_TEXT', 'a parent without the last digit', payload({ 10: hex('Đỗ Văn Cha').slice(1) })],
    ['QR_BHYT_DOB', 'a day no month has', payload({ 2: '31/02/1990' })],
    ['QR_BHYT_DOB', 'no birth date', payload({ 2: '' })],
    ['QR_BHYT_DOB', 'a birth date without slashes', payload({ 2: '17021990' })],
    ['QR_BHYT_SEX', 'a sex that is none', payload({ 3: '0' })],
    ['QR_BHYT_SEX', 'a sex in letters', payload({ 3: 'Nữ' })],
    ['QR_BHYT_FACILITY', 'a facility of four characters', payload({ 5: '99 - 01' })],
    ['QR_BHYT_PERIOD', 'no beginning', payload({ 6: '-' })],
    ['QR_BHYT_PERIOD', 'an end before its beginning', payload({ 7: '31/12/2025' })],
    ['QR_BHYT_PERIOD', 'an end that does not exist', payload({ 7: '31/02/2026' })],
    ['QR_BHYT_PERIOD', 'an end without a day', payload({ 7: '12/2026' })],
  ])('gives %s for %s', (fault, _what, scanned) => {
    expect(read(scanned)).toBe(fault);
  });

  it.each(people)('of $id is read back', (someone) => {
    const { fullName, dateOfBirth, sex } = someone;
    const { cardNumber: number } = cardSubject(someone);
    expect(read(cardQr(someone))).toMatchObject({ number: { number }, fullName, dateOfBirth, sex });
  });
});

describe('any insurance card QR', () => {
  it('is read back to the same person', () => {
    fc.assert(
      fc.property(insuranceCard(), ({ holder: { number, ...person }, parts }) => {
        expect(read(parts.join('|'))).toMatchObject({ ...person, number: { number } });
      }),
    );
  });

  it('with any one digit of the name lost is refused', () => {
    fc.assert(
      fc.property(insuranceCard(), fc.nat(), ({ parts }, at) => {
        const name = parts[1] ?? '';
        const lost = name.slice(0, at % name.length) + name.slice((at % name.length) + 1);
        expect(read(parts.map((part, index) => (index === 1 ? lost : part)).join('|'))).toBe(
          'QR_BHYT_HEX_NAME',
        );
      }),
    );
  });
});
