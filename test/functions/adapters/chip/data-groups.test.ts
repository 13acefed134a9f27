import { describe, expect, it } from 'vitest';

import { agrees, parseDg1 } from '../../../../functions/adapters/chip/dg1.ts';
import { parseDg13 } from '../../../../functions/adapters/chip/dg13.ts';
import { checkDigit } from '../../../../functions/core/identity/mrz.ts';
import { dg1, dg13 } from '../../../../local/chips/data-groups.ts';
import {
  application,
  applicationBytes,
  encode,
  encoded,
  integer,
  octets,
  oid,
  printable,
  sequence,
  setOf,
  utf8,
} from '../../../../local/chips/der.ts';
import { people } from '../../../../local/people/people.ts';
import { mrz } from '../../../../local/people/scans.ts';
import { holder, person } from './chips.ts';

type Block = ReturnType<typeof sequence>;

const malformed = { ok: false, error: 'CHIP_DG_MALFORMED' };
const proven = { ok: true, value: holder };

const field = (number: number, value: string | Block): Block =>
  sequence(integer(number), typeof value === 'string' ? utf8(value) : value);
const group13 = (...fields: readonly Block[]): Buffer =>
  encode(application(13, sequence(integer(1), oid('1.0.10646.1.0.8'), setOf(...fields))));

const id = field(1, '001190000017');
const name = field(2, 'Đỗ Thị Mẫu');
const birth = field(3, '17/02/1990');
const sex = field(4, 'Nữ');

describe('DG13', () => {
  it('is read whatever the order, and the rest of it left', () => {
    expect(parseDg13(dg13(person))).toEqual(proven);
    expect(parseDg13(group13(sex, field(6, 'Kinh'), birth, name, id))).toEqual(proven);
    expect(parseDg13(group13(id, name, birth, sex, field(200, sequence(octets(Buffer.alloc(9))))))).toEqual(
      proven,
    );
  });

  it('may write text as PrintableString, or decomposed, or with blanks around', () => {
    const number = field(1, printable('001190000017'));
    expect(parseDg13(group13(number, field(2, ' Đỗ Thị  Mẫu '.normalize('NFD')), birth, sex))).toEqual(
      proven,
    );
  });

  it.each([
    ['17/02/1990', '1990-02-17'],
    ['7/2/1990', '1990-02-07'],
    ['02/1990', '1990-02'],
    ['1990', '1990'],
    ['00/02/1990', '1990-02'],
    ['00/00/1990', '1990'],
    ['29/02/2024', '2024-02-29'],
  ])('may know a birth date as %s', (written, dateOfBirth) => {
    expect(parseDg13(group13(id, name, field(3, written), sex))).toEqual({
      ok: true,
      value: { ...holder, dateOfBirth },
    });
  });

  it.each([
    ['Nam', 'male'],
    ['NỮ', 'female'],
    ['nữ'.normalize('NFD'), 'female'],
    ['Không rõ', null],
  ])('may say %s', (written, read) => {
    expect(parseDg13(group13(id, name, birth, field(4, written)))).toMatchObject({ value: { sex: read } });
  });

  it('may say nothing of the sex', () => {
    expect(parseDg13(group13(id, name, birth))).toEqual({ ok: true, value: { ...holder, sex: null } });
  });

  it.each<[string, Buffer]>([
    ['no number', group13(name, birth, sex)],
    ['no name', group13(id, birth, sex)],
    ['no birth date', group13(id, name, sex)],
    ['two numbers', group13(id, field(1, '031056000001'), name, birth)],
    ['two names', group13(id, name, field(2, 'Nguyễn Hữu Thử'), birth)],
    ['eleven digits', group13(field(1, '00119000001'), name, birth)],
    ['letters among the digits', group13(field(1, '00119000001O'), name, birth)],
    ['digits of another script', group13(field(1, '٠٠١١٩٠٠٠٠٠١٧'), name, birth)],
    ['a name of digits', group13(id, field(2, '12345'), birth)],
    ['a name with a line break', group13(id, field(2, 'Đỗ\u0000Thị'), birth)],
    ['31 February', group13(id, name, field(3, '31/02/1990'))],
    ['a date of another form', group13(id, name, field(3, '1990-02-17'))],
    ['a number as INTEGER', group13(field(1, integer(1190)), name, birth)],
    ['a name that is not UTF-8', group13(id, field(2, encoded(Buffer.from('0c02c3ff', 'hex'))), birth)],
    ['another tag', encode(application(14, sequence(setOf(id, name, birth))))],
    ['a list instead of a set', encode(application(13, sequence(integer(1), sequence(id, name, birth))))],
    ['nothing', Buffer.alloc(0)],
    ['a tag alone', Buffer.from('6d', 'hex')],
  ])('with %s is malformed', (_what, bytes) => {
    expect(parseDg13(bytes)).toEqual(malformed);
  });

  it('cut off anywhere is malformed', () => {
    const whole = dg13(person);
    for (let length = 0; length < whole.length; length++) {
      expect(parseDg13(whole.subarray(0, length))).toEqual(malformed);
    }
  });
});

const group1 = (text: string): Buffer => encode(application(1, applicationBytes(0x1f, Buffer.from(text))));
const whole = mrz(person).replaceAll('\n', '');
/** The MRZ with what stands at this place replaced, check digits left as they were. */
const altered = (at: number, by: string): Buffer => {
  return group1(whole.slice(0, at) + by + whole.slice(at + by.length));
};

describe('DG1', () => {
  it('of every synthetic person agrees with DG13', () => {
    for (const each of people) {
      const read = parseDg1(dg1(each));
      const holderOf = parseDg13(dg13(each));
      expect([read.ok, holderOf.ok]).toEqual([true, true]);
      expect(read.ok && holderOf.ok && agrees(read.value, holderOf.value)).toBe(true);
    }
  });

  it('has the lines of identity §3.2, by position', () => {
    expect(whole.match(/.{30}/g)).toEqual([
      `IDVNM190000017${checkDigit('190000017')}001190000017<<${checkDigit('001190000017<<')}`,
      expect.stringMatching(/^900217\dF351231\dVNM<{11}\d$/),
      'DO<<THI<MAU<<<<<<<<<<<<<<<<<<<',
    ]);
    expect(parseDg1(group1(whole))).toEqual({
      ok: true,
      value: { personalId: '001190000017', dateOfBirth: '1990-02-17', sex: 'female' },
    });
  });

  it.each<[string, Buffer]>([
    ['number', altered(5, '2')],
    ['number’s digit', altered(14, '0')],
    ['optional data', altered(15, '9')],
    ['birth', altered(30, '8')],
    ['expiry', altered(38, '4')],
    ['digit of everything', altered(59, 'A')],
    ['character set', altered(65, 'đ'.normalize('NFC').slice(0, 1))],
    ['lower case', altered(65, 'a')],
    ['lines', group1(mrz(person))],
    ['length', group1(whole.slice(0, 89))],
    ['form of a passport', group1(whole.slice(0, 88))],
    ['tag inside', encode(application(1, applicationBytes(0x1e, Buffer.from(whole))))],
    ['tag outside', encode(application(2, applicationBytes(0x1f, Buffer.from(whole))))],
    ['nesting', encode(application(1, application(0x1f, utf8(whole))))],
  ])('with a wrong %s is malformed', (_what, bytes) => {
    expect(parseDg1(bytes)).toEqual(malformed);
  });

  it('cut off anywhere is malformed', () => {
    const bytes = dg1(person);
    for (let length = 0; length < bytes.length; length++) {
      expect(parseDg1(bytes.subarray(0, length))).toEqual(malformed);
    }
  });

  it.each<[string, Partial<typeof holder>, boolean]>([
    ['another number', { personalId: '001190000018' }, false],
    ['another year', { dateOfBirth: '1991-02-17' }, false],
    ['another day', { dateOfBirth: '1990-02-18' }, false],
    ['a day the other does not know', { dateOfBirth: '1990-02' }, true],
    ['another sex', { sex: 'male' }, false],
    ['another name, which DG1 has without its diacritics', { fullName: 'Đỗ Thị Mầu' }, true],
  ])('and DG13 with %s: agreement %s', (_what, other, expected) => {
    const read = parseDg1(dg1(person));
    const { personalId, fullName, dateOfBirth, sex: said } = { ...holder, ...other };
    const other13 = {
      personalId,
      fullName,
      dateOfBirth,
      sex: said === 'male' ? ('male' as const) : ('female' as const),
    };
    expect(read.ok && agrees(read.value, other13)).toBe(expected);
  });
});
