import { describe, expect, it } from 'vitest';

import { decideVisit } from '../../../../functions/core/benefit/segments.ts';
import type { Case } from '../../../../functions/core/benefit/visit.ts';
import { card, caseOf, copaid, F3, F8, today, type Told } from './cases.ts';

/** Treated where the card is registered, so that only the card's dates and money matter. */
const stay = (date: string, endsOn: string, details: Omit<Told, 'at' | 'visit'> = {}) =>
  caseOf({ card: card('GD4', F3), at: F3, visit: { date, endsOn, setting: 'inpatient' }, ...details });

const runsOf = (given: Case) =>
  decideVisit(given).segments.map(({ from, to, benefit }) => [from, to, benefit.coveredPermille]);

const endsOn10th = card('GD4', F3, { validFrom: '2026-01-01', validTo: '2026-11-10' });

describe('a card that ends during treatment (NĐ 188/2025 Đ50 k4)', () => {
  it('N01: is paid to the end of the stay', () => {
    expect(runsOf(stay('2026-11-05', '2026-11-20', { card: endsOn10th }))).toStrictEqual([
      ['2026-11-05', '2026-11-20', 800],
    ]);
  });

  it.each([
    ['2026-11-25', [['2026-11-05', '2026-11-25', 800]]],
    [
      '2026-11-26',
      [
        ['2026-11-05', '2026-11-25', 800],
        ['2026-11-26', '2026-11-26', 0],
      ],
    ],
  ])('is paid for 15 days at most: discharged on %s', (endsOn, runs) => {
    expect(runsOf(stay('2026-11-05', endsOn, { card: endsOn10th }))).toStrictEqual(runs);
  });

  it('says why nothing is paid then', () => {
    const { segments } = decideVisit(stay('2026-11-05', '2026-12-05', { card: endsOn10th }));
    expect(segments.at(-1)?.benefit).toMatchObject({
      route: 'none',
      certainty: 'certain',
      needsReview: false,
      citations: ['NĐ 188/2025 Đ50 k4'],
    });
  });

  it('is followed by its successor, after a gap at the old rate', () => {
    const successor = card('HT3', F3, { validFrom: '2026-11-15' });
    const given = stay('2026-11-05', '2026-11-20', { card: endsOn10th, otherCards: [successor] });
    expect(runsOf(given)).toStrictEqual([
      ['2026-11-05', '2026-11-14', 800],
      ['2026-11-15', '2026-11-20', 950],
    ]);
  });

  it('is announced to an inpatient whose discharge is not known', () => {
    const given = caseOf({
      card: endsOn10th,
      at: F3,
      visit: { date: '2026-11-05', setting: 'inpatient' },
    });
    expect(decideVisit(given).benefit.wouldChangeIf).toContainEqual({
      condition: 'card-changes',
      on: '2026-11-26',
      coveredPermille: 0,
    });
  });

  it.each([
    ['an outpatient', { date: '2026-11-05' }],
    ['a stay that ends before', { date: '2026-11-05', endsOn: '2026-11-25' }],
  ])('is not announced to %s', (_who, visit) => {
    const { wouldChangeIf } = decideVisit(caseOf({ card: endsOn10th, at: F3, visit })).benefit;
    expect(wouldChangeIf.map(({ condition }) => condition)).not.toContain('card-changes');
  });
});

describe('a card that does not cover the arrival', () => {
  it('N03: has ended', () => {
    const { benefit, segments } = decideVisit(caseOf({ card: endsOn10th, at: F3 }));
    expect(benefit).toMatchObject({ coveredPermille: 0, route: 'none', needsReview: false, code: null });
    expect(benefit.reason.en).toContain('has ended');
    expect(benefit.citations).toStrictEqual(['Luật BHYT Đ16 k4']);
    expect(segments).toHaveLength(1);
  });

  it.each([true, false])('has not begun; an emergency (%s) does not change that', (emergency) => {
    const upcoming = card('GD4', F3, { validFrom: '2026-12-01' });
    const { benefit } = decideVisit(caseOf({ card: upcoming, at: F3, visit: { emergency } }));
    expect(benefit.coveredPermille).toBe(0);
    expect(benefit.reason.en).toContain('not valid yet');
    expect(benefit.wouldChangeIf).toStrictEqual([
      { condition: 'card-changes', on: '2026-12-01', coveredPermille: 800 },
    ]);
  });

  it('has begun by the second day', () => {
    const given = stay('2026-11-30', '2026-12-03', { card: card('GD4', F3, { validFrom: '2026-12-01' }) });
    expect(runsOf(given)).toStrictEqual([
      ['2026-11-30', '2026-11-30', 0],
      ['2026-12-01', '2026-12-03', 800],
    ]);
  });
});

describe('another card (NĐ 188/2025 Đ21 k2)', () => {
  const veteran = card('CB2', F3, { validFrom: '2026-12-01' });

  it('N17: does not count before its first day, and is announced', () => {
    const { benefit } = decideVisit(caseOf({ card: card('DN4', F3), at: F3, otherCards: [veteran] }));
    expect(benefit.coveredPermille).toBe(800);
    expect(benefit.wouldChangeIf).toContainEqual({
      condition: 'card-changes',
      on: '2026-12-01',
      coveredPermille: 1000,
    });
  });

  it('N18: takes over on its day in the middle of a stay', () => {
    const given = stay('2026-11-28', '2026-12-04', { card: card('DN4', F3), otherCards: [veteran] });
    expect(runsOf(given)).toStrictEqual([
      ['2026-11-28', '2026-11-30', 800],
      ['2026-12-01', '2026-12-04', 1000],
    ]);
  });

  it('of two that cover the day, the higher rate counts (Luật BHYT Đ22 k2)', () => {
    const given = caseOf({ card: card('DN4', F3), at: F3, otherCards: [card('HT3', F3)] });
    expect(decideVisit(given).benefit.coveredPermille).toBe(950);
  });

  it('that pays the same does not split the stay', () => {
    const renewed = card('GD4', F3, { validFrom: '2026-11-11' });
    const given = stay('2026-11-05', '2026-11-20', { card: endsOn10th, otherCards: [renewed] });
    expect(runsOf(given)).toHaveLength(1);
  });
});

describe('money during a stay', () => {
  const member = { card: card('DN4', F3, { fiveYearsFrom: '2020-01-01' }) };

  it('N19: is split on the day on which the threshold is crossed', () => {
    const copay = { ...copaid(15_500_000), exceededOn: '2026-11-18' };
    expect(runsOf(stay('2026-11-15', '2026-11-20', { ...member, copay }))).toStrictEqual([
      ['2026-11-15', '2026-11-17', 800],
      ['2026-11-18', '2026-11-20', 1000],
    ]);
  });

  it('N19: is split on the day on which five years are complete', () => {
    const soon = { card: card('DN4', F3, { fiveYearsFrom: '2026-11-18' }) };
    expect(runsOf(stay('2026-11-15', '2026-11-20', { ...soon, copay: copaid(20_000_000) }))).toStrictEqual([
      ['2026-11-15', '2026-11-17', 800],
      ['2026-11-18', '2026-11-20', 1000],
    ]);
  });

  it('N19: of a walk-in becomes an open question on that day (A4)', () => {
    const copay = { ...copaid(15_500_000), exceededOn: '2026-11-18' };
    const given = caseOf({ ...member, visit: { date: '2026-11-15', endsOn: '2026-11-20' }, copay });
    expect(decideVisit(given).segments.map(({ from, benefit }) => [from, benefit.certainty])).toStrictEqual([
      ['2026-11-15', 'certain'],
      ['2026-11-18', 'ambiguous'],
    ]);
  });

  it('N20: begins anew on 1 January', () => {
    const given = stay('2026-12-28', '2027-01-04', { ...member, copay: copaid(20_000_000) });
    expect(runsOf(given)).toStrictEqual([
      ['2026-12-28', '2026-12-31', 1000],
      ['2027-01-01', '2027-01-04', 800],
    ]);
  });

  it('is split where a law raises the rate of the group (B1)', () => {
    expect(runsOf(stay('2025-12-30', '2026-01-02', { card: card('CN3', F3) }))).toStrictEqual([
      ['2025-12-30', '2025-12-31', 950],
      ['2026-01-01', '2026-01-02', 1000],
    ]);
  });

  it('follows the law of arrival: a stay over 1 July 2026 is not split by the new factor', () => {
    const given = caseOf({ visit: { date: '2026-06-29', endsOn: '2026-07-03' } });
    expect(runsOf(given)).toStrictEqual([['2026-06-29', '2026-07-03', 0]]);
  });
});

describe("a child's card without a printed end (Luật BHYT Đ16 k3 d)", () => {
  const child = { card: card('TE1', F3), at: F3 };

  it.each([
    ['N26: born in August, to 30 September', '2020-08-12', '2026-09-30', 1000],
    ['N26: not beyond', '2020-08-12', '2026-10-01', 0],
    ['N26: expired in November', '2020-08-12', today, 0],
    ['born in January, to 30 September all the same', '2020-01-05', '2026-09-30', 1000],
    ['born in December, to the birthday', '2020-12-10', '2026-12-10', 1000],
    ['born in December, not beyond', '2020-12-10', '2026-12-11', 0],
    ['born on 29 February', '2020-02-29', '2026-09-30', 1000],
    ['whose year alone is known, to its end', '2020', '2026-12-31', 1000],
    ['whose year alone is known, not beyond', '2020', '2027-01-01', 0],
    ['whose month is known, to the end of the year', '2020-02', '2026-12-31', 1000],
    ['whose birth date is not known', null, '2027-01-01', 1000],
  ])('%s', (_child, dateOfBirth, date, permille) => {
    const { benefit } = decideVisit(caseOf({ ...child, dateOfBirth, visit: { date } }));
    expect(benefit.coveredPermille).toBe(permille);
  });

  it('keeps the end that is printed', () => {
    const printed = card('TE1', F3, { validTo: '2026-08-31' });
    const { benefit } = decideVisit(
      caseOf({ card: printed, at: F3, dateOfBirth: '2020-08-12', visit: { date: '2026-09-15' } }),
    );
    expect(benefit.coveredPermille).toBe(0);
  });

  it('is paid for 15 days more during treatment', () => {
    const given = stay('2026-09-29', '2026-10-16', { card: card('TE1', F3), dateOfBirth: '2020-08-12' });
    expect(runsOf(given)).toStrictEqual([
      ['2026-09-29', '2026-10-15', 1000],
      ['2026-10-16', '2026-10-16', 0],
    ]);
  });
});

it('N16: a card shown on the third day of an emergency pays the whole stay', () => {
  const visit = { date: '2026-11-18', endsOn: '2026-11-24', setting: 'inpatient', emergency: true } as const;
  expect(runsOf(caseOf({ at: F8, visit }))).toStrictEqual([['2026-11-18', '2026-11-24', 800]]);
});
