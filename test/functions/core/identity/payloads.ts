import * as fc from 'fast-check';

import type { Person } from '../../../../functions/core/identity/person.ts';
import { checkDigit } from '../../../../functions/core/identity/mrz.ts';
import { plainDate } from '../../../support/arbitraries.ts';

/** Valid payloads of invented people, and who they are: what every damage starts from. */

export interface Holder {
  /** As the QR carries it: personal number, card code or social-insurance number. */
  readonly number: string;
  readonly fullName: string;
  readonly dateOfBirth: string;
  readonly sex: NonNullable<Person['sex']>;
}

export interface Payload {
  readonly holder: Holder;
  readonly parts: readonly string[];
}

const pick = (words: string): fc.Arbitrary<string> => fc.constantFrom(...words.normalize('NFC').split(' '));

const surname = pick('Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Ừng Lừu Siu Rơ');
const middle = pick('Văn Thị Hữu Đức Ngọc Thanh Minh Xuân Thế Công Đình Tú Lê A Y Khắc Bảo Ánh Như');
const given = pick(
  'Thử Mẫu Ví Dụ Nghiệm Đào Đoàn Lợi Tự Sự Mỹ Thúy Quỳnh Yến Ân Út Ẩn Ổn Ý An Anh Nam Ngữ Phượng Thỉm Ẫm Hòa Hoà Khuê Ưng Hĩ Ly Niê',
);
const asPrinted = (name: string): string => name;
const inCapitals = (name: string): string => name.toUpperCase();

/** In Vietnamese syllables, in capitals and small letters or in capitals only. */
export const printedName = (styles = [asPrinted, inCapitals]): fc.Arbitrary<string> =>
  fc
    .tuple(surname, fc.array(middle, { maxLength: 2 }), given, fc.constantFrom(...styles))
    .map(([first, between, last, style]) => style([first, ...between, last].join(' ')));

/** With at least one of the marks that nearly every address has. */
const address = fc
  .tuple(pick('Xã Phường Thôn Ấp Tổ'), given, pick('Tỉnh Thành_phố'), given)
  .map(([unit, one, province, other]) => `${unit} ${one}, ${province.replace('_', ' ')} ${other}`);

const digits = (count: number): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: 10 ** count - 1 }).map((value) => String(value).padStart(count, '0'));

const born = fc.record({
  date: plainDate('1900-01-01', '2026-11-21'),
  precision: fc.constantFrom(10, 10, 10, 7, 4),
  sex: fc.constantFrom('male' as const, 'female' as const),
});

/** Agrees with birth year and sex, as all but a few lawful exceptions do. */
const numberOf = (date: string, sex: Holder['sex'], place: string, serial: string): string => {
  const century = 2 * (Number(date.slice(0, 2)) - 19) + (sex === 'female' ? 1 : 0);
  return `${place}${century}${date.slice(2, 4)}${serial}`;
};

export const citizenCard = (names = printedName()): fc.Arbitrary<Payload> =>
  fc
    .record({
      born,
      fullName: names,
      address,
      place: fc.constantFrom('001', '031', '079', '096'),
      serial: digits(6),
      // A cancelled number was cancelled because year or sex was wrong in it (identity §1.4).
      old: fc.constantFrom('', '', '990000017', '001899000017'),
      extras: fc.constantFrom([], [], ['', '', '', ''], ['', 'Đỗ Văn Cha', 'Tạ Thị Mẹ', '']),
    })
    .map(({ born: { date, precision, sex }, fullName, place, serial, old, extras, ...card }) => {
      const number = numberOf(date, sex, place, serial);
      const dateOfBirth = date.slice(0, precision);
      const birth = dateOfBirth.split('-').reverse().join('');
      const parts = [
        number,
        old,
        fullName,
        birth,
        sex === 'male' ? 'Nam' : 'Nữ',
        card.address,
        '15012026',
        ...extras,
      ];
      return { holder: { number, fullName, dateOfBirth, sex }, parts };
    });

const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');

export const insuranceCard = (names = printedName()): fc.Arbitrary<Payload> =>
  fc
    .record({
      born,
      fullName: names,
      address,
      group: fc.constantFrom('DN4', 'HT3', 'TE1', 'GD4', 'CC1', ''),
      place: fc.constantFrom('01', '79', '97'),
      serial: digits(10),
      validTo: fc.constantFrom('31/12/2026', '-', ''),
      region: fc.constantFrom('4', '5', '6', '7'),
      check: fc.constantFrom('0123456789abcdef-0101', 'a1e1d9aa6e20ffee-0001'),
    })
    .map(({ born: { date, precision, sex }, fullName, group, place, serial, region, check, ...card }) => {
      const number = group === '' ? serial : `${group}${place}${serial}`;
      const dateOfBirth = date.slice(0, precision);
      const parts = [
        number,
        hex(fullName),
        dateOfBirth.split('-').reverse().join('/'),
        sex === 'male' ? '1' : '2',
        hex(card.address),
        '99 - 001',
        '01/01/2026',
        card.validTo,
        '20/12/2025',
        '01000000000000',
        '-',
        region,
        '01/01/2027',
        check,
        '$',
      ];
      return { holder: { number, fullName, dateOfBirth, sex }, parts };
    });

export interface Lines {
  readonly holder: Pick<Holder, 'number' | 'dateOfBirth' | 'sex'>;
  readonly lines: readonly [string, string, string];
}

export const machineReadable: fc.Arbitrary<Lines> = fc
  .record({ born, place: digits(3), serial: digits(6), expiry: plainDate('2027-01-01', '2050-01-01') })
  .map(({ born: { date, precision, sex }, place, serial, expiry }) => {
    const packed = (day: string): string => day.slice(2).replaceAll('-', '').padEnd(6, '<');
    const checked = (text: string): string => text + checkDigit(text);
    const number = numberOf(date, sex, place, serial);
    const dateOfBirth = date.slice(0, precision);
    const upper = checked(number.slice(3)) + checked(`${number}<<`);
    const [birth, until] = [checked(packed(dateOfBirth)), checked(packed(expiry))];
    const fill = '<'.repeat(11);
    return {
      holder: { number, dateOfBirth, sex },
      lines: [
        `IDVNM${upper}`,
        `${birth}${sex === 'male' ? 'M' : 'F'}${until}VNM${fill}${checkDigit(upper + birth + until + fill)}`,
        'NGUYEN<<VAN<THU'.padEnd(30, '<'),
      ],
    };
  });
