import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { reasons } from '../../../../functions/core/eligibility/reasons.ts';
import {
  isAboutThePatient,
  type Meaning,
  meaningOf,
  resultCodes,
} from '../../../../functions/core/registry/result-codes.ts';

/** Gateway protocol §3.1 and, below the official table, §3.2 and §3.3. The last column: may the answer be kept? */
const table: readonly (readonly [string, Meaning, boolean])[] = [
  ['000', 'dates', true],
  ['001', 'inspect-paper', true],
  ['002', 'inspect-paper', true],
  ['003', 'dates-of-newer', true],
  ['004', 'dates', true],
  ['010', 'card-expired', true],
  ['050', 'card-not-found', true],
  ['051', 'card-number-wrong', true],
  ['052', 'card-number-wrong', true],
  ['053', 'card-number-wrong', true],
  ['054', 'operator-not-registered', false],
  ['055', 'operator-not-registered', false],
  ['060', 'identity-mismatch', false],
  ['061', 'identity-mismatch', false],
  ['070', 'identity-mismatch', false],
  ['100', 'registry-fault', false],
  ['101', 'registry-fault', false],
  ['110', 'card-withdrawn', true],
  ['120', 'ended-unless-newer', true],
  ['121', 'ended-unless-newer', true],
  ['122', 'ended-unless-newer', true],
  ['123', 'ended-unless-newer', true],
  ['124', 'ended-unless-newer', true],
  ['130', 'child-without-card', false],
  ['205', 'registry-fault', false],
  ['401', 'facility-credentials-rejected', false],
  ['403', 'facility-credentials-rejected', false],
  ['500', 'registry-fault', false],
  ['501', 'facility-credentials-rejected', false],
  ['999', 'registry-fault', false],
  ['080', 'identity-mismatch', false],
  ['090', 'identity-mismatch', false],
];

/** The only codes by which the registry itself says no. */
const refusing = new Set('010 050 051 052 053 110 120 121 122 123 124'.split(' '));

describe('a result code', () => {
  it.each(table)('%s means %s', (code, meaning, isKept) => {
    expect(meaningOf(code)).toBe(meaning);
    expect(isAboutThePatient(code)).toBe(isKept);
    expect(resultCodes.get(code)?.text).toMatch(/\p{L}/u);
  });

  it('is in this table if and only if it is in the product', () => {
    expect([...resultCodes.keys()].sort()).toStrictEqual(table.map(([code]) => code).sort());
  });

  it.each(['777', '8888', '9999', '003.1', '00', '0', '', ' 000', 'OOO', '__proto__', 'constructor'])(
    'that nobody published says nothing about the patient: %j',
    (code) => {
      expect(meaningOf(code)).toBe('registry-unknown-code');
      expect(isAboutThePatient(code)).toBe(false);
    },
  );

  it('refuses nobody unless the official table says so', () => {
    const digit = fc.constantFrom(...Array.from('0123456789'));
    const digits = fc.string({ unit: digit, minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.oneof(digits, fc.string({ minLength: 3, maxLength: 3 })), (code) => {
        const meaning = meaningOf(code);
        const mayRefuse =
          meaning === 'ended-unless-newer' ||
          (meaning !== 'dates' &&
            meaning !== 'dates-of-newer' &&
            meaning !== 'inspect-paper' &&
            reasons[meaning].verdict === 'not-eligible');
        expect(mayRefuse).toBe(refusing.has(code));
      }),
      { numRuns: 1000 },
    );
  });
});
