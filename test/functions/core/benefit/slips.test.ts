import { describe, expect, it } from 'vitest';

import { decide } from '../../../../functions/core/benefit/decide.ts';
import type { SlipJudgement } from '../../../../functions/core/benefit/slips.ts';
import { type BenefitVisit, stayPapers } from '../../../../functions/core/benefit/visit.ts';
import { card, caseOf, F1, F3, F5, F6, F7, F8, today } from './cases.ts';

/** At the ex-central hospital, where nothing is paid without a slip. */
function judged(visit: Partial<BenefitVisit>): { slip: SlipJudgement | undefined; permille: number | null } {
  const { slips, coveredPermille } = decide(caseOf({ card: card('GD4', F3), at: F8, visit }));
  return { slip: slips[0], permille: coveredPermille };
}

const referral = (signedOn: string, details = {}) => ({ from: F3.code, signedOn, ...details });

describe('a transfer slip', () => {
  it.each([
    ['its first day', '2026-11-09', '2026-11-09'],
    ['the 10th working day', '2026-11-09', '2026-11-23'],
    ['a Saturday within', '2026-11-09', '2026-11-21'],
    ['the last day over Tết', '2026-02-13', '2026-03-06'],
    ['the last day over New Year', '2025-12-29', '2026-01-13'],
  ])('counts on %s', (_day, signedOn, date) => {
    const { slip, permille } = judged({ date, referral: referral(signedOn) });
    expect(slip).toMatchObject({ slip: 'referral', accepted: true, citation: 'TT 01/2025 Đ12 k1' });
    expect(permille).toBe(800);
  });

  it.each([
    ['the 11th working day', '2026-11-09', '2026-11-24', 'good until 2026-11-23'],
    ['the day after the last, over Tết', '2026-02-13', '2026-03-07', 'good until 2026-03-06'],
    ['N27: the old form of 2025, “to 31 December”', '2025-03-03', '2026-01-05', 'good until 2025-03-17'],
    ['the day before it was signed', '2026-11-22', '2026-11-21', 'signed on 2026-11-22'],
  ])('does not count on %s, and says why and what remains', (_day, signedOn, date, why) => {
    const { slip, permille } = judged({ date, referral: referral(signedOn) });
    expect(slip?.accepted).toBe(false);
    expect(slip?.reason.en).toContain(why);
    expect(slip?.reason.en).toContain('walk-in');
    expect(permille).toBe(0);
  });

  it('does not count where it was issued', () => {
    const { slip, permille } = judged({ referral: referral(today, { from: F8.code }) });
    expect(slip?.reason.en).toContain('by this facility itself');
    expect(permille).toBe(0);
  });

  it.each([
    ['2025-11-21', 800],
    ['2025-11-20', 0],
    ['2026-11-20', 800],
  ])('of an Appendix III disease is good for one year: signed on %s, %s ‰', (signedOn, permille) => {
    const { slip, permille: paid } = judged({ referral: referral(signedOn, { oneYear: true }) });
    expect(paid).toBe(permille);
    expect(slip).toMatchObject({ attested: true, citation: 'TT 01/2025 Đ12 k2' });
  });

  it('of 29 February is good until 28 February', () => {
    const { slip } = judged({ date: '2028-03-01', referral: referral('2028-02-29', { oneYear: true }) });
    expect(slip?.validUntil).toBe('2029-02-28');
  });

  it('that decides gives its own last day as the reason, and how sure its count is', () => {
    const benefit = decide(caseOf({ at: F8, visit: { referral: referral('2026-11-09') } }));
    expect(benefit.reason).toStrictEqual({
      vi: 'Phiếu chuyển còn hiệu lực đến 23/11/2026.',
      en: 'The transfer slip is good until 2026-11-23.',
    });
    expect(benefit.certainty).toBe('probable');
  });

  it('that lapses during the stay holds to its end', () => {
    const { permille } = judged({
      date: '2026-11-23',
      endsOn: '2026-12-10',
      referral: referral('2026-11-09'),
    });
    expect(permille).toBe(800);
  });
});

describe('a follow-up slip', () => {
  it.each([
    ['on its day', { issuedBy: F8.code, on: today }, true, 'today and unused'],
    ['the day before', { issuedBy: F8.code, on: '2026-11-22' }, false, 'is for 2026-11-22'],
    ['the day after (A6)', { issuedBy: F8.code, on: '2026-11-20' }, false, 'is for 2026-11-20'],
    ['used before', { issuedBy: F8.code, on: today, used: true }, false, 'used before'],
    ['of another facility', { issuedBy: F7.code, on: today }, false, 'of another facility'],
  ])('%s', (_case, appointment, accepted, why) => {
    const { slip, permille } = judged({ appointment });
    expect(slip).toMatchObject({ slip: 'appointment', accepted, citation: 'TT 01/2025 Đ11 k2' });
    expect(slip?.reason.en).toContain(why);
    expect(permille).toBe(accepted ? 800 : 0);
  });
});

describe('a temporary stay', () => {
  const declared = { declared: true, paper: 'family' } as const;

  it.each(stayPapers)('counts with %s', (paper) => {
    const visit = { temporaryStay: { declared: true, paper } };
    expect(decide(caseOf({ card: card('GD4', F3), at: F6, visit }))).toMatchObject({
      code: '1.4',
      coveredPermille: 800,
    });
  });

  it.each([
    ['not declared', F3, F5, { declared: false, paper: 'family' }, 'not declared'],
    ['without a paper', F3, F5, { declared: true }, 'paper'],
    ['at a specialised hospital', F3, F8, declared, 'basic-level'],
    ['registered at the primary level', F1, F5, declared, 'registered at the primary level'],
    ['registered nowhere', null, F5, declared, 'names no registered facility'],
  ] as const)('does not count %s', (_why, registered, at, temporaryStay, why) => {
    const benefit = decide(caseOf({ card: card('GD4', registered), at, visit: { temporaryStay } }));
    expect(benefit.code).not.toBe('1.4');
    expect(benefit.slips).toMatchObject([{ slip: 'temporary-stay', accepted: false }]);
    expect(benefit.slips[0]?.reason.en).toContain(why);
  });

  it('of a card whose registered facility is not known must be looked at, where it would pay more', () => {
    const unknown = card('GD4', F3, { registeredLevel: 'unknown' });
    const visit = { temporaryStay: declared };
    expect(decide(caseOf({ card: unknown, visit }))).toMatchObject({
      needsReview: true,
      // What is certain without the stay.
      code: '1.13',
      coveredPermille: 400,
    });
    expect(decide(caseOf({ card: unknown, visit: { ...visit, setting: 'inpatient' } }))).toMatchObject({
      needsReview: false,
      code: '1.15',
    });
  });

  it('N25: of the army counts anywhere, by its own decree, and the slip says so', () => {
    const visit = { temporaryStay: { declared: false, paper: 'travel-order' } } as const;
    const benefit = decide(caseOf({ card: card('CA5', F6), at: F8, visit }));
    expect(benefit).toMatchObject({ row: 'R03-service', coveredPermille: 1000, certainty: 'probable' });
    expect(benefit.slips).toMatchObject([{ accepted: true, citation: 'NĐ 70/2015 Đ13 k3' }]);
  });

  it.each([
    ['an army card with another paper', card('QN5', F6), 'family'],
    ['a civilian with a leave paper', card('DN4', F6), 'leave-document'],
  ] as const)('of %s does not', (_who, whose, paper) => {
    const visit = { temporaryStay: { declared: true, paper } };
    expect(decide(caseOf({ card: whose, at: F8, visit })).code).toBe('3.1');
  });
});

it('judges every slip that came along, in a fixed order', () => {
  const visit = {
    temporaryStay: { declared: false },
    appointment: { issuedBy: F8.code, on: today },
    referral: referral('2026-01-01'),
  };
  const { slips } = decide(caseOf({ at: F8, visit }));
  expect(slips.map(({ slip, accepted }) => [slip, accepted])).toStrictEqual([
    ['referral', false],
    ['appointment', true],
    ['temporary-stay', false],
  ]);
});
