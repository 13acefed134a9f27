import { describe, expect, it } from 'vitest';

import { decide } from '../../../../functions/core/benefit/decide.ts';
import { card, caseOf, copaid, F1, F10, F3, F5, F7, F8, today } from './cases.ts';

const inpatient = { setting: 'inpatient' } as const;

describe('what would change the decision', () => {
  it('of a walk-in at 62 points: cost, admission, diagnosis, slip', () => {
    expect(decide(caseOf()).wouldChangeIf).toStrictEqual([
      { condition: 'in-scope-cost-below', amount: 379_500, coveredPermille: 500 },
      { condition: 'admitted', coveredPermille: 800 },
      { condition: 'listed-diagnosis', list: 'II', coveredPermille: 800 },
      { condition: 'valid-referral', coveredPermille: 800 },
    ]);
  });

  it('of an outpatient at an ex-central hospital: not the cost', () => {
    expect(decide(caseOf({ at: F8 })).wouldChangeIf).toStrictEqual([
      { condition: 'admitted', coveredPermille: 320 },
      { condition: 'listed-diagnosis', list: 'I', coveredPermille: 800 },
      { condition: 'valid-referral', coveredPermille: 800 },
    ]);
  });

  it('of an inpatient there', () => {
    expect(decide(caseOf({ at: F8, visit: inpatient })).wouldChangeIf).toStrictEqual([
      { condition: 'in-scope-cost-below', amount: 379_500, coveredPermille: 400 },
      { condition: 'listed-diagnosis', list: 'I', coveredPermille: 800 },
      { condition: 'valid-referral', coveredPermille: 800 },
    ]);
  });

  it('names the threshold of the day', () => {
    const given = caseOf({ card: card('GD4', F3), at: F3, visit: { date: '2026-06-30' } });
    expect(decide(given).wouldChangeIf).toStrictEqual([
      { condition: 'in-scope-cost-below', amount: 351_000, coveredPermille: 1000 },
    ]);
  });

  it('names co-payment to somebody whose five years are complete', () => {
    const member = card('DN4', F3, { fiveYearsFrom: '2020-01-01' });
    const given = caseOf({ card: member, at: F3, copay: copaid(9_000_000, 7_020_000) });
    expect(decide(given).wouldChangeIf).toContainEqual({
      condition: 'copay-above',
      amount: 14_610_000,
      coveredPermille: 1000,
    });
  });

  it('of a case to be confirmed: what would settle it', () => {
    expect(decide(caseOf({ at: F10 })).wouldChangeIf).toStrictEqual([
      { condition: 'listed-diagnosis', list: 'I', coveredPermille: 800 },
      { condition: 'valid-referral', coveredPermille: 800 },
    ]);
  });

  it.each([
    ['all is paid', caseOf({ at: F1 })],
    ['there is no contract', caseOf({ at: { ...F5, contract: false } })],
  ])('is nothing where %s', (_why, given) => {
    expect(decide(given).wouldChangeIf).toStrictEqual([]);
  });

  it.each([
    ['admitted', inpatient],
    ['listed-diagnosis', { listedDisease: 'I' }],
    ['valid-referral', { referral: { from: F3.code, signedOn: today } }],
    ['in-scope-cost-below', { inScopeCost: 379_499 }],
  ] as const)('comes true: %s', (condition, visit) => {
    const before = decide(caseOf({ at: F7 }));
    const promised = before.wouldChangeIf.find((change) => change.condition === condition);
    expect(promised?.coveredPermille).toBeGreaterThan(before.coveredPermille ?? 0);
    expect(decide(caseOf({ at: F7, visit })).coveredPermille).toBe(promised?.coveredPermille);
  });
});
