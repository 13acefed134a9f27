import { describe, expect, it } from 'vitest';

import { appendices, listedIn } from '../../../../functions/core/benefit/diagnosis.ts';
import { decide } from '../../../../functions/core/benefit/decide.ts';
import { caseOf, F7, F8 } from './cases.ts';

const rowOf = (diagnosis: string, age: number | null = 40): number | null =>
  listedIn(appendices.I, diagnosis, age)?.row ?? null;

describe('Appendix I by its codes (benefit rules §3.5)', () => {
  it.each([
    ['I50', 43],
    ['I50.0', 43],
    ['I50.9', 43],
    ['I51.0', null],
    ['C79.3', 21],
    ['C79', null],
    ['C79.2', null],
    ['C25.0', 14],
    ['E75.2', 33],
    ['L51.2', 44],
    ['I51.2', 44],
    ['Z94.0', 62],
    ['Z95', null],
    ['N18.5', null],
    ['J45.0', null],
  ])('%s is of row %s', (diagnosis, row) => {
    expect(rowOf(diagnosis)).toBe(row);
  });

  it.each([
    ['C38.3', 16],
    ['C38.4', null],
    ['D61.0', 25],
    ['D61.9', null],
    ['G04.1', 38],
    ['G04.2', null],
    ['G04.20', null],
    ['C83.4', 23],
    ['C83.5', null],
    ['C83.51', null],
    ['C81', 23],
    ['C86.9', 23],
    ['C87', null],
    ['C90.0', 23],
    ['C96.9', 23],
    ['C97', null],
  ])('%s is in or out by ranges and exclusions: row %s', (diagnosis, row) => {
    expect(rowOf(diagnosis)).toBe(row);
  });

  it('excludes inside a row only: a child with C83.5 is of row 22', () => {
    expect(rowOf('C83.5', 17)).toBe(22);
  });

  it.each([
    ['C50.9', 17, 22],
    ['C50.9', 18, null],
    ['C97', 0, 22],
    ['E70.0', 17, 30],
    ['E72', 18, null],
    ['Q21.0', 17, 58],
    ['Q21.0', 18, null],
    ['Q28.9', 3, 58],
    ['C50.9', null, null],
    ['C25.0', null, 14],
  ])('%s at the age of %s: row %s', (diagnosis, age, row) => {
    expect(rowOf(diagnosis, age)).toBe(row);
  });
});

describe('age', () => {
  it.each([
    ['2008-11-22', '1.17'],
    ['2008-11-21', '3.1'],
    ['2009', '1.17'],
    ['2008', '3.1'],
    [null, '3.1'],
  ])('is in completed years on arrival: born %s, code %s', (dateOfBirth, code) => {
    expect(decide(caseOf({ at: F8, visit: { mainDiagnosis: 'C50.9' }, dateOfBirth })).code).toBe(code);
  });
});

describe('attestation', () => {
  it('counts where no code tells, and is marked', () => {
    const given = caseOf({ at: F7, visit: { mainDiagnosis: 'N18.5', listedDisease: 'I' } });
    expect(decide(given)).toMatchObject({ code: '1.17', attested: true });
  });

  it('is not needed where the code is on the list', () => {
    const given = caseOf({ at: F7, visit: { mainDiagnosis: 'I50.0', listedDisease: 'I' } });
    expect(decide(given)).toMatchObject({ code: '1.17', attested: false });
  });

  it.each([
    ['Appendix II at a specialised hospital', caseOf({ at: F7, visit: { listedDisease: 'II' } }), '1.18'],
    ['Appendix I at a basic hospital (A5)', caseOf({ visit: { listedDisease: 'I' } }), '1.13'],
  ])('of the other list does not count: %s', (_case, given, code) => {
    expect(decide(given)).toMatchObject({ code, attested: false });
  });
});
