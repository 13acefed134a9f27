import { describe, expect, it } from 'vitest';

import { contradictions } from '../../../../functions/core/benefit/contradictions.ts';
import type { BenefitVisit } from '../../../../functions/core/benefit/visit.ts';
import { F3, F8, today } from './cases.ts';

const found = (visit: Partial<BenefitVisit>, dateOfBirth: string | null = '1986-05-02') =>
  contradictions({ visit: { date: today, ...visit }, dateOfBirth }).map(({ field, code }) => [field, code]);

describe('a visit that cannot be so', () => {
  it.each([
    ['before the law that is known', { date: '2024-12-31' }, 'date', 'date-outside-known-law'],
    ['after it', { date: '2028-01-01' }, 'date', 'date-outside-known-law'],
    ['ending after it', { endsOn: '9999-12-31' }, 'endsOn', 'date-outside-known-law'],
    ['ending before it begins', { endsOn: '2026-11-20' }, 'endsOn', 'end-before-begin'],
    ['a newborn of 40', { newborn: true }, 'newborn', 'newborn-too-old'],
    [
      'a slip of tomorrow',
      { referral: { from: F3.code, signedOn: '2026-11-22' } },
      'referral/signedOn',
      'referral-from-the-future',
    ],
  ])('%s', (_what, visit, field, code) => {
    expect(found(visit)).toStrictEqual([[field, code]]);
  });

  it('a newborn that gives an organ', () => {
    expect(found({ newborn: true, organDonor: true }, today)).toStrictEqual([
      ['organDonor', 'newborn-and-organ-donor'],
    ]);
  });

  it.each([
    ['2025-11-21', 1],
    ['2025-11-22', 0],
    ['2025-10', 1],
    ['2025-11', 0],
    ['2024', 1],
    ['2025', 0],
    [null, 0],
  ])('a newborn born %s: %s; of a partial date, the youngest', (dateOfBirth, count) => {
    expect(found({ newborn: true }, dateOfBirth)).toHaveLength(count);
  });

  it('says each of several, and the rule', () => {
    const all = contradictions({
      visit: {
        date: today,
        endsOn: '2026-11-20',
        newborn: true,
        referral: { from: F3.code, signedOn: '2027-01-01' },
      },
      dateOfBirth: '1986-05-02',
    });
    expect(all.map(({ code }) => code)).toStrictEqual([
      'end-before-begin',
      'newborn-too-old',
      'referral-from-the-future',
    ]);
    expect(all.map(({ message }) => message).join(' ')).toContain('NĐ 188/2025 Đ37 k2');
  });
});

describe('a visit that can', () => {
  it.each([
    ['on the first day of the law', { date: '2025-01-01' }],
    ['on its last', { date: '2027-12-31', endsOn: '2027-12-31' }],
    ['with a slip of the same day', { referral: { from: F3.code, signedOn: today } }],
    ['with a slip that lapsed', { referral: { from: F3.code, signedOn: '2026-01-01' } }],
    ['with an appointment of another day', { appointment: { issuedBy: F8.code, on: '2026-12-01' } }],
    ['with an attested disease and another code', { mainDiagnosis: 'J45.0', listedDisease: 'I' }],
    ['of an organ donor', { organDonor: true }],
  ] as const)('%s', (_what, visit) => {
    expect(found(visit)).toStrictEqual([]);
  });
});
