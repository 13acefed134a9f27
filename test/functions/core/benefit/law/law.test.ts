import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { appendices } from '../../../../../functions/core/benefit/diagnosis.ts';
import { ambiguities } from '../../../../../functions/core/benefit/law/ambiguities.ts';
import { raisedGroups, ratesByDigit } from '../../../../../functions/core/benefit/law/base-rates.ts';
import { evidence } from '../../../../../functions/core/benefit/law/evidence.ts';
import { holidays } from '../../../../../functions/core/benefit/law/holidays.ts';
import { baseSalaries } from '../../../../../functions/core/benefit/law/money.ts';
import { rows } from '../../../../../functions/core/benefit/law/rows.ts';
import * as sentences from '../../../../../functions/core/benefit/law/sentences.ts';
import { lawKnown } from '../../../../../functions/core/benefit/law/validity.ts';
import type { Row } from '../../../../../functions/core/benefit/row.ts';
import { decide } from '../../../../../functions/core/benefit/decide.ts';
import { parseIsoDate } from '../../../../../functions/core/calendar.ts';
import { anyCase } from '../arbitrary-case.ts';

const table: readonly Row[] = rows;
const isSorted = (dates: readonly string[]): boolean =>
  dates.every((date, index) => index === 0 || (dates[index - 1] ?? '') < date);
const isDate = (date: string): boolean => parseIsoDate(date)?.length === 10;

describe('the decision table', () => {
  it('has R01 to R27, and one row for the armed services, each once', () => {
    const numbered = Array.from({ length: 27 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);
    expect(table.map(({ row }) => row).toSorted()).toStrictEqual([...numbered, 'R03-service'].toSorted());
  });

  it.each(table)('$row is cited, says why in both languages, and has its dates in order', (row) => {
    expect(row.citations.length).toBeGreaterThan(0);
    expect(row.citations.every((citation) => /^(Luật|NĐ|TT|QĐ|NQ) /.test(citation))).toBe(true);
    expect(row.reason.vi).toMatch(/[.]$/);
    expect(row.reason.en).toMatch(/[.]$/);
    const days = row.factor.map(({ from }) => from);
    expect(days.length).toBeGreaterThan(0);
    expect(days.every(isDate) && isSorted(days)).toBe(true);
    expect(row.factor.every(({ tenths }) => tenths === null || [0, 4, 5, 10].includes(tenths))).toBe(true);
  });

  it('judges every day for which the law is said to be known', () => {
    expect(table.every(({ factor: [first] }) => first !== undefined && first.from <= lawKnown.from)).toBe(
      true,
    );
  });

  it('has a code for every row, but those for BHXH to answer', () => {
    const without = table.filter(({ code }) => code === null).map(({ row }) => row);
    expect(without).toStrictEqual(['R22', 'R23', 'R24', 'R27']);
  });

  it('names rows of its own where the code list would take another, in the three places of A1', () => {
    const named = table.flatMap(({ row, codeListSays }) =>
      codeListSays === undefined ? [] : [[row, codeListSays.row, codeListSays.ambiguity]],
    );
    expect(named).toStrictEqual([
      ['R01', 'R14', 'A1'],
      ['R12', 'R14', 'A1'],
      ['R17', 'R20', 'A1'],
    ]);
  });

  it('uses every kind of evidence that is described', () => {
    const used = new Set([...table.flatMap((row) => row.evidence), 'copay-figure']);
    expect(Object.keys(evidence).filter((name) => !used.has(name))).toStrictEqual([]);
  });
});

it('every ambiguity comes up in some case, and no other does', () => {
  const seen = new Set(
    fc
      .sample(anyCase, { numRuns: 5000, seed: 3276 })
      .flatMap((given) => decide(given).readings.map(({ ambiguity }) => ambiguity)),
  );
  expect([...seen].toSorted()).toStrictEqual(Object.keys(ambiguities).toSorted());
});

describe('base rates', () => {
  it.each(Object.entries(ratesByDigit))('digit %s is cited', (_digit, { percent, citations }) => {
    expect([80, 95, 100]).toContain(percent);
    expect(citations.length).toBeGreaterThan(0);
  });

  it.each(raisedGroups)('$group is raised from a date, by a law', ({ from, percent, citations }) => {
    expect(isDate(from)).toBe(true);
    expect(percent).toBe(100);
    expect(citations).toContain('NQ 261/2025/QH15 Đ2 k1 a');
  });
});

describe('base salary', () => {
  it.each([
    ['2024-07-01', 351_000, 14_040_000],
    ['2026-07-01', 379_500, 15_180_000],
  ])('from %s makes 15 %% %s and six months %s (benefit rules §2.3)', (from, cheap, halfYear) => {
    const dong = baseSalaries.find((salary) => salary.from === from)?.dong ?? 0;
    expect([(dong * 15) / 100, dong * 6]).toStrictEqual([cheap, halfYear]);
  });

  it('is in order and begins before the law that is known', () => {
    expect(isSorted(baseSalaries.map(({ from }) => from))).toBe(true);
    expect(baseSalaries[0]?.from).toBe('2024-07-01');
    expect(baseSalaries.every(({ source }) => source.startsWith('NĐ '))).toBe(true);
  });
});

describe('holidays', () => {
  it('are known for every year of the law', () => {
    expect(Object.keys(holidays)).toStrictEqual(['2025', '2026', '2027']);
  });

  it.each(Object.entries(holidays))('of %s are days of that year, in order', (year, days) => {
    expect(days.every((day) => isDate(day) && day.startsWith(year))).toBe(true);
    expect(isSorted(days)).toBe(true);
    expect(days).toStrictEqual(expect.arrayContaining([`${year}-01-01`, `${year}-04-30`, `${year}-09-02`]));
  });

  it('are weekdays, but the weekend in Tết 2027, which has days in its place', () => {
    const weekend = Object.values(holidays)
      .flat()
      .filter((day) => [0, 6].includes(new Date(day).getUTCDay()));
    expect(weekend).toStrictEqual(['2027-02-06', '2027-02-07']);
    expect(holidays['2027']).toStrictEqual(expect.arrayContaining(['2027-02-10', '2027-02-11']));
  });

  it.each(['2025', '2026', '2027'])('give %s its eleven days off on weekdays', (year) => {
    const off = (holidays[year] ?? []).filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
    // 1 of January, 5 of Tết, Giỗ Tổ, 30 April, 1 May, 2 of September (Bộ luật Lao động 2019 Đ112).
    expect(off).toHaveLength(11);
  });
});

describe('Appendix I', () => {
  it('has 62 rows in their order', () => {
    expect(appendices.I.map(({ row }) => row)).toStrictEqual(
      Array.from({ length: 62 }, (_, index) => index + 1),
    );
  });

  it('is for children in five rows', () => {
    const forChildren = appendices.I.filter(({ underAge }) => underAge !== undefined);
    expect(forChildren.map(({ row, underAge }) => [row, underAge])).toStrictEqual([
      [22, 18],
      [30, 18],
      [31, 18],
      [32, 18],
      [58, 18],
    ]);
  });

  it('excludes in four rows', () => {
    const excluding = appendices.I.flatMap(({ row, except = [] }) => except.map((code) => [row, code]));
    expect(excluding).toStrictEqual([
      [16, 'C38.4'],
      [23, 'C83.5'],
      [25, 'D61.9'],
      [38, 'G04.2'],
    ]);
  });
});

it.each(Object.entries(sentences))('%s is said in both languages', (_name, { vi, en }) => {
  expect(vi).toMatch(/\.$/);
  expect(en).toMatch(/\.$/);
  expect(vi).not.toBe(en);
});
