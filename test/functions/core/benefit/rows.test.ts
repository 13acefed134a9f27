import { describe, expect, it } from 'vitest';

import { decide } from '../../../../functions/core/benefit/decide.ts';
import type { Row } from '../../../../functions/core/benefit/row.ts';
import { rows } from '../../../../functions/core/benefit/law/rows.ts';
import type { Case } from '../../../../functions/core/benefit/visit.ts';
import { card, caseOf, F1, F10, F2, F3, F4, F5, F6, F6b, F7, F8, F9, today } from './cases.ts';

const inpatient = { setting: 'inpatient' } as const;
const HALF_SINCE_JULY = [0, 0, 400, 400];
const always = (permille: number | null) => [permille, permille, permille, permille];

/** A row, its code, a case that only it decides, and what that pays on the four days. */
type Example = readonly [
  row: string,
  code: string | null,
  situation: string,
  on: (date: string) => Case,
  permille: readonly (number | null)[],
];

const examples: readonly Example[] = [
  [
    'R01',
    '2',
    'emergency at an ex-central hospital',
    (date) => caseOf({ at: F8, visit: { date, emergency: true } }),
    always(800),
  ],
  ['R02', '1.2', 'commune station', (date) => caseOf({ at: F1, visit: { date } }), always(1000)],
  [
    'R03',
    '1.1',
    'registered facility',
    (date) => caseOf({ card: card('DN4', F3), at: F3, visit: { date } }),
    always(800),
  ],
  [
    'R03-service',
    '1.1',
    'N25: army officer on leave, with the paper',
    (date) =>
      caseOf({
        card: card('QN5'),
        at: F8,
        visit: { date, temporaryStay: { declared: false, paper: 'leave-document' } },
      }),
    always(1000),
  ],
  [
    'R04',
    '1.3',
    'transfer slip',
    (date) => caseOf({ at: F8, visit: { date, referral: { from: '99003', signedOn: date } } }),
    always(800),
  ],
  [
    'R05',
    '1.4',
    'student at home for the holidays',
    (date) =>
      caseOf({
        card: card('SV4', F3),
        at: F6,
        visit: { date, temporaryStay: { declared: true, paper: 'student-card' } },
      }),
    always(800),
  ],
  [
    'R06',
    '1.5',
    'follow-up slip',
    (date) => caseOf({ at: F8, visit: { date, appointment: { issuedBy: F8.code, on: date } } }),
    always(800),
  ],
  [
    'R07',
    '1.6',
    'organ donor',
    (date) => caseOf({ card: card('HG4', null), at: F8, visit: { date, organDonor: true } }),
    always(800),
  ],
  [
    'R08',
    '1.7',
    'newborn',
    (date) => caseOf({ card: card('TE1', null), at: F8, visit: { date, newborn: true }, dateOfBirth: date }),
    always(1000),
  ],
  ['R09', '1.11', 'private polyclinic', (date) => caseOf({ at: F2, visit: { date } }), always(800)],
  [
    'R10',
    '1.15',
    'inpatient at a basic hospital',
    (date) => caseOf({ visit: { date, ...inpatient } }),
    always(800),
  ],
  [
    'R11',
    '1.16',
    'Appendix II, attested',
    (date) => caseOf({ visit: { date, listedDisease: 'II' } }),
    always(800),
  ],
  ['R12', '3.3', 'ex-district hospital', (date) => caseOf({ at: F3, visit: { date } }), always(800)],
  ['R13', '1.12', 'provisional basic hospital', (date) => caseOf({ at: F4, visit: { date } }), always(800)],
  ['R14', '1.13', 'walk-in at 62 points', (date) => caseOf({ visit: { date } }), HALF_SINCE_JULY],
  [
    'R15',
    '1.14',
    'walk-in at an ex-provincial basic hospital',
    (date) => caseOf({ at: F6, visit: { date } }),
    HALF_SINCE_JULY,
  ],
  [
    'R16',
    '1.17',
    'Appendix I by its code',
    (date) => caseOf({ at: F8, visit: { date, mainDiagnosis: 'I50.0' } }),
    always(800),
  ],
  [
    'R17',
    '3.6',
    'island resident, inpatient at an ex-central hospital',
    (date) => caseOf({ card: card('GD4', F1, { area: 'K3' }), at: F8, visit: { date, ...inpatient } }),
    always(800),
  ],
  [
    'R18',
    '3.2',
    'inpatient at an ex-provincial specialised hospital',
    (date) => caseOf({ at: F7, visit: { date, ...inpatient } }),
    always(800),
  ],
  [
    'R19',
    '1.18',
    'outpatient at an ex-provincial specialised hospital',
    (date) => caseOf({ at: F7, visit: { date } }),
    HALF_SINCE_JULY,
  ],
  [
    'R20',
    '3.1',
    'inpatient at an ex-central hospital',
    (date) => caseOf({ at: F8, visit: { date, ...inpatient } }),
    always(320),
  ],
  [
    'R21',
    '3.1',
    'outpatient at an ex-central hospital',
    (date) => caseOf({ at: F8, visit: { date } }),
    always(0),
  ],
  [
    'R22',
    null,
    'specialised hospital without a former tier',
    (date) => caseOf({ at: F10, visit: { date } }),
    always(null),
  ],
  [
    'R23',
    null,
    'basic hospital whose score is missing',
    (date) => caseOf({ at: { ...F5, score: null }, visit: { date } }),
    always(null),
  ],
  [
    'R24',
    null,
    'hospital without a contract',
    (date) => caseOf({ at: { ...F3, contract: false }, visit: { date, emergency: true } }),
    always(0),
  ],
];

const days = ['2025-12-31', '2026-06-30', '2026-07-01', today];

const rowNamed = (name: string): Row | undefined => rows.find(({ row }) => row === name);

describe.each(examples)('%s, code %s: %s', (row, code, _situation, caseOn, permille) => {
  it.each(days.map((day, index) => [day, permille[index]] as const))('on %s pays %s ‰', (day, expected) => {
    const benefit = decide(caseOn(day));
    expect([benefit.row, benefit.code, benefit.coveredPermille]).toStrictEqual([row, code, expected]);
  });

  it('says what the row says, and cites it', () => {
    const benefit = decide(caseOn(today));
    expect(benefit.route).toBe(rowNamed(row)?.route);
    expect(benefit.citations).toStrictEqual(expect.arrayContaining([...(rowNamed(row)?.citations ?? [])]));
    expect(benefit.reason.vi).not.toBe('');
  });
});

describe('the table', () => {
  it('has an example for every row that a visit can tell', () => {
    const told = rows.filter(({ when }) => when !== null).map(({ row }) => row);
    expect(examples.map(([row]) => row)).toStrictEqual(told);
  });

  it.each(['R25', 'R26', 'R27'])('%s is told by the desk or the lookup, not by a visit', (row) => {
    expect(rowNamed(row)).toMatchObject({ when: null });
  });
});

describe('of several rows that fit', () => {
  it.each([
    [
      'an emergency at a listed primary facility is R02',
      caseOf({ at: F1, visit: { emergency: true } }),
      '1.2',
    ],
    [
      'also where the card pays all anyway',
      caseOf({ card: card('TE1'), at: F1, visit: { emergency: true } }),
      '1.2',
    ],
    [
      'an emergency at the registered facility is R01',
      caseOf({ card: card('GD4', F3), at: F3, visit: { emergency: true } }),
      '2',
    ],
    ['the listed primary facility of registration is R02', caseOf({ card: card('TE1', F1), at: F1 }), '1.2'],
    ['the polyclinic of registration is R03', caseOf({ card: card('GD4', F2), at: F2 }), '1.1'],
    [
      'registration comes before a slip',
      caseOf({ card: card('GD4', F8), at: F8, visit: { referral: { from: '99003', signedOn: today } } }),
      '1.1',
    ],
    ['an ex-district hospital below 50 points is R12', caseOf({ at: F3 }), '3.3'],
    ['an ex-provincial one below 50 points is R15 all the same', caseOf({ at: F6b }), '1.14'],
    [
      'a provisional hospital with a score is R13: its place is provisional',
      caseOf({ at: { ...F5, provisional: true } }),
      '1.12',
    ],
    ['an ex-district specialised hospital is R12', caseOf({ at: { ...F9, level: 'specialised' } }), '3.3'],
    [
      'an ex-central basic hospital is R15',
      caseOf({ at: { ...F6, tierBefore2025: 'central', score: null } }),
      '1.14',
    ],
    [
      'a K-area inpatient where no former tier is known is R17',
      caseOf({ card: card('GD4', F1, { area: 'K2' }), at: F10, visit: inpatient }),
      '3.6',
    ],
  ])('%s', (_rule, given, code) => {
    expect(decide(given).code).toBe(code);
  });
});

describe('a score', () => {
  it.each([
    [0, '1.12'],
    [49.9, '1.12'],
    [50, '1.13'],
    [69.9, '1.13'],
  ])('of %s is code %s', (score, code) => {
    expect(decide(caseOf({ at: { ...F5, score } })).code).toBe(code);
  });

  it('of 70 contradicts the basic level: a person must look', () => {
    expect(decide(caseOf({ at: { ...F5, score: 70 } }))).toMatchObject({ needsReview: true, row: null });
  });

  it('does not matter to an inpatient', () => {
    expect(decide(caseOf({ at: { ...F5, score: null }, visit: inpatient })).code).toBe('1.15');
  });
});
