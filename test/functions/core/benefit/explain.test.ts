import { describe, expect, it } from 'vitest';

import { decide, type Reading } from '../../../../functions/core/benefit/decide.ts';
import { card, caseOf, copaid, F1, F10, F3, F5, F6, F7, F8, F9, today } from './cases.ts';

const inpatient = { setting: 'inpatient' } as const;
const islander = card('GD4', F1, { area: 'K3' });
const exempt = { card: card('GD4', F1, { fiveYearsFrom: '2020-01-01' }), copay: copaid(20_000_000) };

const reading = (ambiguity: Reading['ambiguity'], code: string, coveredPermille: number): Reading => ({
  ambiguity,
  code,
  coveredPermille,
});

describe('A1: statute and code list disagree', () => {
  it.each([
    ['ex-district hospital of 58 points', caseOf({ at: F9 }), '3.3', '1.13', 400],
    ['K-area inpatient, ex-central', caseOf({ card: islander, at: F8, visit: inpatient }), '3.6', '3.1', 320],
    ['emergency at 62 points', caseOf({ visit: { emergency: true } }), '2', '1.13', 400],
    ['before July 2026', caseOf({ at: F9, visit: { date: '2026-06-30' } }), '3.3', '1.13', 0],
  ])('%s: the statute is taken, both readings are named', (_where, given, ours, theirs, permille) => {
    const benefit = decide(given);
    expect(benefit).toMatchObject({ code: ours, coveredPermille: 800, certainty: 'ambiguous' });
    expect(benefit.readings).toStrictEqual([reading('A1', ours, 800), reading('A1', theirs, permille)]);
  });

  it.each([
    ['ex-district hospital below 50 points', caseOf({ at: F3 })],
    ['ex-district inpatient', caseOf({ at: F9, visit: inpatient })],
    ['K-area inpatient, ex-provincial', caseOf({ card: islander, at: F7, visit: inpatient })],
    ['emergency inpatient', caseOf({ visit: { emergency: true, ...inpatient } })],
  ])('elsewhere they do not: %s', (_where, given) => {
    expect(decide(given)).toMatchObject({ certainty: 'certain', readings: [], coveredPermille: 800 });
  });
});

describe('A3: a cheap visit off route', () => {
  it('takes the law literally, and shows the other reading', () => {
    const benefit = decide(caseOf({ visit: { inScopeCost: 300_000 } }));
    expect(benefit).toMatchObject({ coveredPermille: 500, basePercent: 100, certainty: 'ambiguous' });
    expect(benefit.readings).toStrictEqual([reading('A3', '1.13', 500), reading('A3', '1.13', 400)]);
  });

  it.each([
    ['a card of 100 %', caseOf({ card: card('HN2'), visit: { inScopeCost: 300_000 } })],
    ['nothing paid anyway', caseOf({ at: F8, visit: { inScopeCost: 300_000 } })],
    ['nationwide access', caseOf({ at: F3, visit: { inScopeCost: 300_000 } })],
  ])('has one reading only: %s', (_case, given) => {
    expect(decide(given)).toMatchObject({ certainty: 'certain', readings: [] });
  });
});

describe('A4: the exemption of a walk-in', () => {
  it.each([
    ['reduced', F5, '1.13', 400, 500],
    ['nationwide', F3, '3.3', 800, 1000],
  ])('is not applied by itself: %s', (_route, at, code, ours, theirs) => {
    const benefit = decide(caseOf({ ...exempt, at }));
    expect(benefit).toMatchObject({ coveredPermille: ours, certainty: 'ambiguous' });
    expect(benefit.readings).toStrictEqual([reading('A4', code, ours), reading('A4', code, theirs)]);
  });

  it('stands beside A1 where both are open', () => {
    const { readings } = decide(caseOf({ ...exempt, at: F9 }));
    expect(readings.map(({ ambiguity }) => ambiguity)).toStrictEqual(['A1', 'A1', 'A4', 'A4']);
  });

  it('is certain on a correct route', () => {
    const visit = { appointment: { issuedBy: F8.code, on: today } };
    expect(decide(caseOf({ ...exempt, at: F8, visit }))).toMatchObject({
      coveredPermille: 1000,
      certainty: 'certain',
      readings: [],
    });
  });

  it('does not arise where nothing is paid', () => {
    expect(decide(caseOf({ ...exempt, at: F8 }))).toMatchObject({ coveredPermille: 0, readings: [] });
  });
});

describe('before the code list of July 2025', () => {
  it.each([
    ['2025-06-30', 'probable'],
    ['2025-07-01', 'certain'],
  ])('on %s a row is %s', (date, certainty) => {
    expect(decide(caseOf({ at: F3, visit: { date } })).certainty).toBe(certainty);
  });
});

describe('what must be looked at', () => {
  it('A2, R22: a specialised hospital without a former tier', () => {
    const benefit = decide(caseOf({ at: F10 }));
    expect(benefit).toMatchObject({
      needsReview: true,
      row: 'R22',
      route: 'to-confirm',
      basePercent: 80,
      factorTenths: null,
      coveredPermille: null,
      certainty: 'ambiguous',
    });
    expect(benefit.reason.vi).toBe('Cơ sở chưa có tuyến trước 2025: cần BHXH xác nhận.');
  });

  it('R23: a basic hospital whose score is missing', () => {
    const benefit = decide(caseOf({ at: { ...F5, score: null } }));
    expect(benefit).toMatchObject({ needsReview: true, row: 'R23', citations: ['NĐ 188/2025 Đ35 k2 e'] });
    expect(benefit.reason.vi).toBe('Thiếu điểm xếp cấp của cơ sở.');
  });

  it.each([
    ['a known route at R22', caseOf({ at: F10, visit: { emergency: true } }), '2'],
    ['a listed disease at R22', caseOf({ at: F10, visit: { listedDisease: 'I' } }), '1.17'],
    ['a slip at R23', caseOf({ at: { ...F5, score: null }, visit: { emergency: true } }), '2'],
    ['an ex-provincial hospital, whatever its score', caseOf({ at: { ...F6, score: null } }), '1.14'],
  ])('not: %s', (_case, given, code) => {
    expect(decide(given)).toMatchObject({ needsReview: false, code });
  });

  it('a facility that the directory does not have', () => {
    const benefit = decide(caseOf({ at: null }));
    expect(benefit).toMatchObject({ needsReview: true, row: null, code: null });
    expect(benefit.reason.en).toContain('not known');
  });

  it('not an emergency there, if no facility could pay more', () => {
    const given = caseOf({ card: card('HN2'), at: null, visit: { emergency: true } });
    expect(decide(given)).toMatchObject({ needsReview: false, code: '2', coveredPermille: 1000 });
  });

  it('not an unknown registered facility, where it does not matter', () => {
    const unknown = card('GD4', F3, { registeredLevel: 'unknown' });
    expect(decide(caseOf({ card: unknown }))).toMatchObject({ needsReview: false, code: '1.13' });
  });

  it('a day before the tables begin', () => {
    expect(decide(caseOf({ visit: { date: '2024-12-31' } }))).toMatchObject({ needsReview: true, row: null });
  });
});

describe('evidence', () => {
  it.each([
    [
      'a transfer',
      caseOf({ at: F8, visit: { referral: { from: F3.code, signedOn: today } } }),
      'transfer slip',
    ],
    ['an emergency', caseOf({ visit: { emergency: true } }), 'doctor records'],
    ['a newborn', caseOf({ card: card('TE1', null), visit: { newborn: true } }), 'birth notification'],
    ['a listed disease', caseOf({ at: F7, visit: { mainDiagnosis: 'I50' } }), 'main diagnosis'],
  ])('of %s is named', (_case, given, what) => {
    expect(decide(given).evidenceRequired.join()).toContain(what);
  });
});
