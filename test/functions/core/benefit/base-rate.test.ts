import { describe, expect, it } from 'vitest';

import { copayThreshold } from '../../../../functions/core/benefit/base-rate.ts';
import { decide } from '../../../../functions/core/benefit/decide.ts';
import { card, caseOf, copaid, F1, F3, F5, F8, today } from './cases.ts';

const atHome = (groupAndDigit: string, details = {}) => ({
  card: card(groupAndDigit, F3, details),
  at: F3,
});

describe('the card', () => {
  it.each([
    ['CC1', 100],
    ['HN2', 100],
    ['HT3', 95],
    ['GD4', 80],
    ['QN5', 100],
  ])('%s pays %s %%', (groupAndDigit, percent) => {
    expect(decide(caseOf(atHome(groupAndDigit)))).toMatchObject({
      basePercent: percent,
      coveredPermille: percent * 10,
    });
  });

  it.each(['', '0', '9', 'A'])('with the digit “%s” needs review', (digit) => {
    const benefit = decide(caseOf(atHome(`GD${digit}`)));
    expect(benefit).toMatchObject({ needsReview: true, coveredPermille: null, code: null });
    expect(benefit.reason.en).toContain('benefit digit');
  });

  it('whose digit nobody knows needs review', () => {
    expect(decide(caseOf(atHome('GD4', { benefitDigit: null }))).needsReview).toBe(true);
  });
});

describe('a child whose card is still to come', () => {
  const noCard = card('', null, { group: null, benefitDigit: null });

  it('N14: a newborn is treated as TE1', () => {
    const given = caseOf({ card: noCard, at: F8, visit: { newborn: true }, dateOfBirth: null });
    expect(decide(given)).toMatchObject({ code: '1.7', basePercent: 100, coveredPermille: 1000 });
  });

  it.each([
    ['N13: aged 3', '2023-05-02', 1000],
    ['the day before the 6th birthday', '2020-11-22', 1000],
    ['on the 6th birthday', '2020-11-21', null],
    ['of an unknown birth date', null, null],
  ])('%s', (_age, dateOfBirth, permille) => {
    const given = caseOf({ card: noCard, at: F3, dateOfBirth });
    expect(decide(given).coveredPermille).toBe(permille);
  });
});

describe('B1: a group that the law has raised', () => {
  it.each([
    ['CN3', '2025-12-31', 950],
    ['CN3', '2026-01-01', 1000],
    ['LH4', '2025-12-31', 800],
    ['LH4', '2026-01-01', 1000],
  ])('%s on %s pays %s ‰', (groupAndDigit, date, permille) => {
    expect(decide(caseOf({ ...atHome(groupAndDigit), visit: { date } })).coveredPermille).toBe(permille);
  });

  it('cites the law that did it', () => {
    expect(decide(caseOf(atHome('CN3'))).citations).toContain('NQ 261/2025/QH15 Đ2 k1 a');
  });
});

describe('B2: a listed primary facility', () => {
  it.each(['HT3', 'GD4'])('pays all with %s', (groupAndDigit) => {
    expect(decide(caseOf({ card: card(groupAndDigit, F3), at: F1 }))).toMatchObject({
      basePercent: 100,
      coveredPermille: 1000,
    });
  });
});

describe('B3: a visit below 15 % of base salary', () => {
  it.each([
    ['2026-11-21', 379_499, 1000],
    ['2026-11-21', 379_500, 800],
    ['2026-07-01', 379_499, 1000],
    ['2026-06-30', 350_999, 1000],
    ['2026-06-30', 351_000, 800],
    ['2025-12-31', 350_999, 1000],
    ['2025-12-31', 351_000, 800],
    ['2026-11-21', 0, 1000],
  ])('on %s, %s đồng: %s ‰', (date, inScopeCost, permille) => {
    expect(decide(caseOf({ ...atHome('GD4'), visit: { date, inScopeCost } })).coveredPermille).toBe(permille);
  });

  it('counts by the base salary of the day on which the visit ends (A8)', () => {
    const stay = { date: '2026-06-28', endsOn: '2026-07-02', inScopeCost: 379_499 };
    expect(decide(caseOf({ ...atHome('GD4'), visit: stay })).coveredPermille).toBe(1000);
  });

  it('cites the threshold and the salary', () => {
    const { citations } = decide(caseOf({ ...atHome('GD4'), visit: { inScopeCost: 1 } }));
    expect(citations).toContain('Luật BHYT Đ22 k1 b');
    expect(citations).toContain('NĐ 161/2026 Đ3 k2');
  });

  it('does not hold for a cost that nobody knows', () => {
    expect(decide(caseOf(atHome('GD4'))).coveredPermille).toBe(800);
  });
});

describe('B4: five years and enough co-paid', () => {
  const longMember = atHome('DN4', { fiveYearsFrom: '2025-03-01' });

  it.each([
    [15_180_000, 0, 800],
    [15_180_001, 0, 1000],
    [14_610_000, 7_020_000, 800],
    [14_610_001, 7_020_000, 1000],
    [15_066_588, 1_396_758, 800],
    [15_066_589, 1_396_758, 1000],
    [14_040_000, 14_040_000, 800],
    [14_040_001, 14_040_001, 1000],
    [15_180_000, null, 800],
    [15_180_001, null, 1000],
  ])('%s đồng, %s of it before July: %s ‰', (cumulative, before, permille) => {
    const benefit = decide(caseOf({ ...longMember, copay: copaid(cumulative, before) }));
    expect(benefit.coveredPermille).toBe(permille);
  });

  it.each([
    ['2025-12-31', 14_040_000, 800],
    ['2025-12-31', 14_040_001, 1000],
    ['2026-06-30', 14_040_001, 1000],
    ['2027-03-01', 15_180_000, 800],
    ['2027-03-01', 15_180_001, 1000],
  ])('on %s: %s đồng, %s ‰', (date, cumulative, permille) => {
    const given = caseOf({ ...longMember, visit: { date }, copay: copaid(cumulative) });
    expect(decide(given).coveredPermille).toBe(permille);
  });

  it.each([
    ['2026-11-21', 1000],
    ['2026-11-22', 800],
    [null, 800],
  ])('five years complete on %s: %s ‰ today', (fiveYearsFrom, permille) => {
    const given = caseOf({ ...atHome('DN4', { fiveYearsFrom }), copay: copaid(20_000_000) });
    expect(decide(given).coveredPermille).toBe(permille);
  });

  it('asks for the figure that BHXH publishes, and cites the exemption', () => {
    const benefit = decide(caseOf({ ...longMember, copay: copaid(20_000_000) }));
    expect(benefit.citations).toContain('Luật BHYT Đ22 k1 d');
    expect(benefit.evidenceRequired.join()).toContain('co-pay total');
  });

  it('reaches emergencies, which are no walk-ins', () => {
    const member = card('GD4', F1, { fiveYearsFrom: '2020-01-01' });
    const given = caseOf({ card: member, at: F5, visit: { emergency: true }, copay: copaid(20_000_000) });
    expect(decide(given).coveredPermille).toBe(1000);
  });
});

describe('the threshold of co-payment', () => {
  it.each([
    ['2025-06-01', 0, 14_040_000],
    ['2026-06-30', 5_000_000, 14_040_000],
    ['2026-07-01', 0, 15_180_000],
    ['2026-07-01', 7_020_000, 14_610_000],
    [today, 1_396_758, 15_066_588],
    [today, 20_000_000, 14_040_000],
    ['2027-01-01', 7_020_000, 15_180_000],
  ])('on %s with %s đồng paid before is %s', (on, before, threshold) => {
    expect(copayThreshold(on, before)).toBe(threshold);
  });

  it('is not known before the tables begin', () => {
    expect(copayThreshold('2020-01-01', 0)).toBeNull();
  });
});
