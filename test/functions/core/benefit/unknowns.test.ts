import { describe, expect, it } from 'vitest';

import { decide } from '../../../../functions/core/benefit/decide.ts';
import { card, caseOf, F3, F5, F7, F8 } from './cases.ts';

describe('a diagnosis that is listed under 18 only', () => {
  const visit = { mainDiagnosis: 'C50.9' };

  it.each([null, '2008', '2008-11'])('of somebody born %s must be looked at', (dateOfBirth) => {
    const benefit = decide(caseOf({ at: F8, visit, dateOfBirth }));
    expect(benefit).toMatchObject({ needsReview: true, code: '3.1', coveredPermille: 0 });
    expect(benefit.reason.en).toContain('birth date');
  });

  it.each([
    ['2008-11-22', '1.17', 800],
    ['2008-11-21', '3.1', 0],
    ['2007', '3.1', 0],
  ])('of somebody born %s is certain: %s', (dateOfBirth, code, coveredPermille) => {
    const benefit = decide(caseOf({ at: F8, visit, dateOfBirth }));
    expect(benefit).toMatchObject({ needsReview: false, code, coveredPermille, certainty: 'certain' });
  });

  it('does not hang on the age where the facility attests it', () => {
    const attested = { ...visit, listedDisease: 'I' } as const;
    expect(decide(caseOf({ at: F7, visit: attested, dateOfBirth: null }))).toMatchObject({
      code: '1.17',
      needsReview: false,
      attested: true,
    });
  });
});

describe('a visit outside the law’s data', () => {
  it.each([{ date: '2024-12-31' }, { date: '2028-01-01' }, { date: '2026-11-22', endsOn: '2028-06-01' }])(
    'is for BHXH to judge: %j',
    (visit) => {
      expect(decide(caseOf({ visit }))).toMatchObject({ needsReview: true, coveredPermille: null });
    },
  );
});

describe('a facility of which something is not known', () => {
  it('still has what is certain without it, as the least', () => {
    const here = caseOf({ card: card('GD4', F3), at: F5, visit: { emergency: true } });
    const unknown = { ...here, facility: { code: F5.code, profile: null } };
    expect(decide(unknown)).toMatchObject({ needsReview: true, code: '2', coveredPermille: 800 });
    const poor = { ...unknown, card: card('HN2', F3) };
    expect(decide(poor)).toMatchObject({ needsReview: false, code: '2', coveredPermille: 1000 });
  });
});

describe('a co-payment of which the part before July is not known', () => {
  const given = (cumulative: number, beforeJuly2026: number | null) =>
    caseOf({
      card: card('DN4', F3, { fiveYearsFrom: '2025-03-01' }),
      at: F3,
      copay: { cumulative, beforeJuly2026 },
    });

  it.each([
    [14_040_000, 800, 'certain'],
    [14_040_001, 800, 'probable'],
    [15_180_000, 800, 'probable'],
    [15_180_001, 1000, 'certain'],
  ] as const)('of %i: %i, %s', (cumulative, coveredPermille, certainty) => {
    expect(decide(given(cumulative, null))).toMatchObject({ coveredPermille, certainty });
  });

  it('is certain once it is known', () => {
    expect(decide(given(14_610_001, 7_020_000))).toMatchObject({ coveredPermille: 1000 });
    expect(decide(given(14_610_000, 7_020_000))).toMatchObject({
      coveredPermille: 800,
      certainty: 'certain',
    });
  });
});
