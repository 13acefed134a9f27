import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { identityFaultCodes, identityWarnings } from '../../../../functions/core/identity/codes.ts';
import {
  personFromCardQr,
  personFromCitizenQr,
  personFromScan,
} from '../../../../functions/core/identity/person.ts';
import { people, personById } from '../../../../local/people/people.ts';
import { cardQr, citizenQr, mrz } from '../../../../local/people/scans.ts';
import { citizenCard, insuranceCard, machineReadable } from './payloads.ts';

const today = '2026-11-21';
const outcome = (payload: string): string => {
  const person = personFromScan(payload, today);
  return person.ok ? 'read' : person.error.map(({ code }) => code).join();
};

describe('a scan is told apart by its shape', () => {
  it.each(people)('either QR of $id', (someone) => {
    expect(personFromScan(citizenQr(someone), today)).toStrictEqual(
      personFromCitizenQr(citizenQr(someone), today),
    );
    expect(personFromScan(cardQr(someone), today)).toStrictEqual(personFromCardQr(cardQr(someone), today));
    expect(personFromScan(cardQr(someone), today).ok).toBe(true);
  });

  it.each([
    ['MRZ_NAME_WITHOUT_DIACRITICS', mrz(personById('valid-employee'))],
    ['MRZ_DOCUMENT', 'P<UTODO<<THI<MAU'.padEnd(30, '<') + '<'.repeat(60)],
    ['SCAN_PERSONAL_NUMBER_ONLY', '001190000017'],
    ['SCAN_PERSONAL_NUMBER_ONLY', '001 190 000 017\r\n'],
    ['SCAN_CARD_NUMBER_ONLY', 'DN4999900000017'],
    ['SCAN_CARD_NUMBER_ONLY', 'dn-4-99-9900000017'],
    ['SCAN_CARD_NUMBER_ONLY', 'DN499990000001799001'],
    ['SCAN_SOCIAL_NUMBER_ONLY', '9900000017'],
    ['SCAN_OLD_ID_NUMBER', '990.000.017'],
    ['SCAN_CHIP_ID', '0123456789ABCDEF'],
    ['SCAN_PASSPORT_NUMBER', 'C1234567'],
    ['CARD_LENGTH', '00119000001'],
    ['CARD_LENGTH', '0011900000171'],
    ['CARD_LENGTH', 'DN499990000001'],
    ['CARD_LEVEL', 'DN6999900000017'],
    ['CARD_GROUP_FORM', '004999900000017'],
    ['QR_NOT_DELIMITED', ''],
    ['QR_NOT_DELIMITED', 'Đỗ Thị Mẫu'],
    ['QR_NOT_DELIMITED', 'https://example.org/001190000017'],
    ['QR_NOT_DELIMITED', citizenQr(personById('valid-employee')).replaceAll('|', '')],
    ['QR_UNKNOWN_KIND', 'SDV1|001190000017|Đỗ Thị Mẫu'],
    ['QR_UNKNOWN_KIND', '{"id":"001190000017"}|'],
    ['QR_UNKNOWN_KIND', '00020101021138~5802VN'],
    ['QR_PC_COVID', '001190000017|Đỗ Thị Mẫu|1990-02-17|1|0123456789|'],
    ['QR_PC_COVID', '990000017|Đỗ Thị Mẫu|1990-02-17|2|0123456789|'],
    ['QR_BHYT_NO_TERMINATOR', 'DN4999900000017|c490'],
    ['QR_CC_FIELD_COUNT', '001190000017||Đỗ Thị'],
    ['DOB_FUTURE', citizenQr(personById('valid-employee')).replace('17021990', '22112026')],
  ])('%s: %j', (code, payload) => {
    expect(outcome(payload)).toBe(code);
  });
});

describe('a QR sent as the wrong kind', () => {
  const someone = personById('valid-employee');

  it.each([
    ['an insurance card as citizen-qr', personFromCitizenQr(cardQr(someone), today)],
    ['a citizen card as card-qr', personFromCardQr(citizenQr(someone), today)],
  ])('is refused: %s', (_what, read) => {
    expect(read).toStrictEqual({ ok: false, error: [{ field: 'payload', code: 'QR_OTHER_KIND' }] });
  });

  it('is no bare number: that has a kind of its own', () => {
    const error = [{ field: 'payload', code: 'QR_NOT_DELIMITED' }];
    expect(personFromCardQr('DN4999900000017', today)).toStrictEqual({ ok: false, error });
    expect(personFromCitizenQr('001190000017', today)).toStrictEqual({ ok: false, error });
  });
});

describe('codes', () => {
  it('are each listed once', () => {
    expect(new Set(identityWarnings).size).toBe(identityWarnings.length);
    expect(new Set(identityFaultCodes).size).toBe(identityFaultCodes.length);
  });
});

/** A valid payload with a stretch of it replaced by anything. */
const mangled = fc
  .tuple(
    fc.oneof(
      fc.oneof(citizenCard(), insuranceCard()).map(({ parts }) => parts.join('|')),
      machineReadable.map(({ lines }) => lines.join('\n')),
    ),
    fc.nat({ max: 300 }),
    fc.nat({ max: 20 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  .map(([text, at, length, inserted]) => text.slice(0, at) + inserted + text.slice(at + length));

describe('any text', () => {
  const listed: ReadonlySet<string> = new Set(identityFaultCodes);

  it.each([
    ['at random', fc.string({ unit: 'binary', maxLength: 200 })],
    [
      'of the characters of payloads',
      fc.string({ unit: fc.constantFrom(...Array.from('|~<$0149aeNamữÐĐ \u00A0\r')), maxLength: 200 }),
    ],
    ['like a payload', mangled],
  ])('%s is read or refused with a listed code, and never throws', (_what, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const person = personFromScan(text, today);
        expect(person.ok || person.error.every(({ code }) => listed.has(code))).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });

  // Fifty times what a request may hold: what were not linear would not end before the test's time does.
  const long = 200_000;
  const insured = (name: string): string =>
    cardQr(personById('valid-employee')).replace(/\|[0-9a-f]+\|/, `|${name}|`);
  it.each([
    ['blanks', ' '.repeat(long - 1) + 'x'],
    ['blanks in a part', `|${' '.repeat(long)}x`],
    ['separators', '|'.repeat(long)],
    ['fillers', 'A<'.repeat(long / 2)],
    ['fillers in lines', `IDVNM${'<'.repeat(25)}\n${'A<'.repeat(15)}\n${'A<'.repeat(15)}`],
    ['digits', '0'.repeat(long)],
    ['separators of numbers', '0-'.repeat(long / 2)],
    ['one name', citizenQr(personById('valid-employee')).replace('Mẫu', 'a'.repeat(long))],
    ['one address', citizenQr(personById('valid-employee')).replace('Xã', 'É'.repeat(long))],
    // As long as a request may be: the platform's own sorting of marks on one letter is not linear.
    [
      'combining marks',
      citizenQr(personById('valid-employee')).replace('Mẫu', `a${'\u0300\u0323'.repeat(1950)}`),
    ],
    ['mojibake', 'á»'.repeat(long / 2)],
    ['eth', `${'\u00D0'.repeat(long)}|`],
    ['hex', insured('e1baa7'.repeat(long / 6))],
    ['Telex', insured('e1bâ'.repeat(long / 4))],
    ['VNI in many ways', insured('ấ0'.repeat(long / 2))],
  ])('long and made of %s is judged without delay', (_what, text) => {
    expect(outcome(text)).toMatch(/^(?:read|[A-Z_]+[A-Z0-9]+)/);
  });
});
