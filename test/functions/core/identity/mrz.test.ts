import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkDigit, looksLikeMrz, parseMrz } from '../../../../functions/core/identity/mrz.ts';
import { personFromScan } from '../../../../functions/core/identity/person.ts';
import { people } from '../../../../local/people/people.ts';
import { mrz } from '../../../../local/people/scans.ts';
import { type Lines, machineReadable } from './payloads.ts';

const today = '2026-11-21';

/** A woman of 1990, with some fields replaced and the check digits computed anew, unless they are what is replaced. */
function lines(
  changes: Partial<Record<'tail' | 'id' | 'birth' | 'expiry' | 'name' | 'composite', string>> = {},
): string {
  const { tail = '190000017', id = '001190000017', birth = '900217', expiry = '350217' } = changes;
  const checked = (text: string): string => text + checkDigit(text);
  const upper = checked(tail) + checked(`${id}<<`);
  const fill = '<'.repeat(11);
  const composite = checkDigit(upper + checked(birth) + checked(expiry) + fill);
  return [
    `IDVNM${upper}`,
    `${checked(birth)}F${checked(expiry)}VNM${fill}${changes.composite ?? composite}`,
    (changes.name ?? 'DO<<THI<MAU').padEnd(30, '<'),
  ].join('\n');
}

const holder = { personalId: '001190000017', dateOfBirth: '1990-02-17', sex: 'female' };

describe('machine-readable lines', () => {
  it.each([
    ['in three lines', lines()],
    ['with CR', lines().replaceAll('\n', '\r')],
    ['with CR and LF', lines().replaceAll('\n', '\r\n')],
    ['with tabs', lines().replaceAll('\n', '\t')],
    ['without line ends', lines().replaceAll('\n', '')],
    ['in small letters', lines().toLowerCase()],
    ['of a name that is cut off', lines({ name: 'NGUYEN<<THI<NGHIEM<THU<MAU<VID' })],
    ['of a single name', lines({ name: 'THIM' })],
  ])('are read %s', (_how, text) => {
    expect(parseMrz(text)).toStrictEqual({ ok: true, value: holder });
    expect(looksLikeMrz(text)).toBe(true);
  });

  it.each([
    ['900217', '1990-02-17'],
    ['9002<<', '1990-02'],
    ['90<<<<', '1990'],
    // The number was kept after a correction: the year nearest to the one in the number.
    ['890217', '1989-02-17'],
    ['000217', '2000-02-17'],
    ['390217', '2039-02-17'],
    ['400217', '1940-02-17'],
  ])('tell the birth date %s as %s', (birth, dateOfBirth) => {
    expect(parseMrz(lines({ birth }))).toStrictEqual({ ok: true, value: { ...holder, dateOfBirth } });
  });

  it.each([
    ['MRZ_LENGTH', 'a line too short', lines().slice(0, -1)],
    ['MRZ_LENGTH', 'two lines', lines().slice(0, 61)],
    ['MRZ_LENGTH', 'four lines', `${lines()}\n<`],
    ['MRZ_LENGTH', 'nothing', ''],
    ['MRZ_DOCUMENT', 'the card of another country', lines().replace('IDVNM', 'IDUTO')],
    ['MRZ_CHARSET', 'a letter in the number', lines().replace('001190', '00119O')],
    ['MRZ_CHARSET', 'a sex that is none', lines().replace('F3', '<3')],
    ['MRZ_CHARSET', 'a digit in the name', lines({ name: 'DO<<TH1' })],
    [
      'MRZ_COMPOSITE',
      'a wrong last digit',
      lines({ composite: String((Number(lines().charAt(60)) + 1) % 10) }),
    ],
    ['MRZ_NUMBER_DISAGREE', 'two numbers', lines({ tail: '190000025' })],
    ['MRZ_DOB', 'a birth date that does not exist', lines({ birth: '900231' })],
    ['MRZ_DOB', 'a birth day without a month', lines({ birth: '90<<17' })],
  ])('are refused with %s for %s', (error, _what, text) => {
    expect(parseMrz(text)).toStrictEqual({ ok: false, error });
  });

  it.each(people)('of $id are read back', (someone) => {
    const { personalId, dateOfBirth, sex } = someone;
    expect(parseMrz(mrz(someone))).toStrictEqual({ ok: true, value: { personalId, dateOfBirth, sex } });
  });

  it('are recognised, and refused all the same: their name is not what the registry compares', () => {
    expect(personFromScan(lines(), today)).toStrictEqual({
      ok: false,
      error: [{ field: 'payload', code: 'MRZ_NAME_WITHOUT_DIACRITICS' }],
    });
  });
});

describe('any machine-readable lines', () => {
  it('are read back', () => {
    fc.assert(
      fc.property(machineReadable, ({ holder: { number, ...person }, lines: text }) => {
        expect(parseMrz(text.join('\r'))).toStrictEqual({
          ok: true,
          value: { ...person, personalId: number },
        });
      }),
    );
  });

  // Sex and name have no check digit; a wrong sex is seen against the number, and the name is not used.
  it('with any one character of number or birth date changed are refused', () => {
    const unchecked = new Set([37]);
    const position = fc.nat({ max: 59 }).filter((at) => !unchecked.has(at));
    const character = fc.constantFrom(...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<'));
    fc.assert(
      fc.property(machineReadable, position, character, ({ lines: text }, at, char) => {
        fc.pre(text.join('').charAt(at) !== char);
        const changed = text.join('').slice(0, at) + char + text.join('').slice(at + 1);
        expect(parseMrz(changed).ok).toBe(false);
        expect(personFromScan(changed, today).ok).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('never make a person, whatever single character is changed', () => {
    fc.assert(
      fc.property(
        machineReadable,
        fc.nat({ max: 91 }),
        fc.string({ unit: 'binary', maxLength: 1 }),
        changedIsRefused,
      ),
      { numRuns: 2000 },
    );
  });
});

function changedIsRefused({ lines: text }: Lines, at: number, char: string): void {
  const joined = text.join('\n');
  expect(personFromScan(joined.slice(0, at) + char + joined.slice(at + 1), today).ok).toBe(false);
}
