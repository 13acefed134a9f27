import { describe, expect, it } from 'vitest';

import { rows } from '../../../../functions/core/benefit/law/rows.ts';
import { currentTable, tableOf } from '../../../../functions/core/benefit/match.ts';
import type { Row } from '../../../../functions/core/benefit/row.ts';
import { decideVisit } from '../../../../functions/core/benefit/segments.ts';
import { caseOf, F8 } from './cases.ts';

/** The worked example of docs/changing-the-law.md: invented rules that start next year. */

const table: readonly Row[] = rows;

const on = (date: string, of = currentTable) =>
  decideVisit(caseOf({ at: F8, visit: { date, setting: 'inpatient' } }), of).benefit;

describe('a factor that changes next year', () => {
  const changed = tableOf(
    table.map((row) =>
      row.row === 'R20' ? { ...row, factor: [...row.factor, { from: '2027-01-01', tenths: 5 }] } : row,
    ),
  );

  it.each([
    ['2026-12-31', 320, 320],
    ['2027-01-01', 320, 400],
  ])('on %s pays %s ‰ by the law of today, and %s ‰ by the new one', (date, before, after) => {
    expect(on(date).coveredPermille).toBe(before);
    expect(on(date, changed).coveredPermille).toBe(after);
  });
});

describe('a row that begins next year', () => {
  const added = tableOf([
    ...table,
    {
      row: 'R28',
      code: '1.19',
      route: 'nationwide',
      when: { level: ['specialised'], tier: ['central'], setting: ['inpatient'] },
      factor: [{ from: '2027-01-01', tenths: 10 }],
      reason: { vi: 'Ví dụ.', en: 'An example.' },
      citations: ['Luật BHYT (ví dụ)'],
      certainty: 'certain',
      evidence: [],
    },
  ]);

  it.each([
    ['2026-12-31', '3.1', 320],
    ['2027-01-01', '1.19', 800],
  ])('on %s the code is %s and %s ‰ are paid', (date, code, permille) => {
    expect(on(date, added)).toMatchObject({ code, coveredPermille: permille });
  });
});
