import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  copayBody,
  readCopayAnswer,
} from '../../../../functions/adapters/registry-gateway/copay-protocol.ts';
import { facility, person } from '../../../support/samples.ts';

const row = (ngayRa: unknown, tBNCCTLuyKe: unknown, more: object = {}) => ({
  Id: 1,
  ngayVao: '01/01/2026',
  ngayRa,
  tBNCCTMCCT: 1,
  tBNCCTLuyKe,
  duPhong1: '',
  ...more,
});
const rows = [row('05/10/2026', 14_610_001), row('01/07/2026', 9_610_001), row('30/06/2026', 7_020_000)];
const note = 'Số tiền cùng chi trả lũy kế trong năm tính đến: 20/11/2026 23:30';
const answer = (more: object = {}) => ({ MaKetQua: '200', GhiChu: note, DataCCT: rows, ...more });
const read = (json: unknown, year = 2026) => readCopayAnswer(json, year);
const totals = (cumulative: number, beforeJuly2026 = 0, asOf: string | null = '20/11/2026 23:30') => ({
  kind: 'totals',
  totals: { cumulative, beforeJuly2026, asOf },
});
const fault = { kind: 'fault' };

describe('the question', () => {
  it.each([
    ['1990-02-17', '17/02/1990'],
    ['1990-02', '02/1990'],
    ['1990', '1990'],
  ])('carries the four fields of the document, birth date %s as %s', (dateOfBirth, ngaySinh) => {
    const body = copayBody({ facility, person: { ...person, dateOfBirth } }, '99001_BV');
    expect(JSON.parse(body)).toStrictEqual({
      username: '99001_BV',
      maThe: '001190000017',
      hoTen: 'Đỗ Thị Mẫu',
      ngaySinh,
    });
  });
});

describe('the total', () => {
  it('is the largest running total and not their sum, and before July the largest of what ended before', () => {
    expect(read(answer())).toStrictEqual(totals(14_610_001, 7_020_000));
  });

  it('is the same in whatever order the visits come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(read(answer({ DataCCT: shuffled }))).toStrictEqual(totals(14_610_001, 7_020_000));
      }),
    );
  });

  it('is of the year asked about only: every other year has running totals of its own', () => {
    const DataCCT = [...rows, row('31/12/2025', 99_000_000), row('01/01/2027', 88_000_000)];
    expect(read(answer({ DataCCT }))).toStrictEqual(totals(14_610_001, 7_020_000));
    expect(read(answer({ DataCCT }), 2027)).toStrictEqual(totals(88_000_000));
    expect(read(answer({ DataCCT }), 2028)).toStrictEqual(totals(0));
  });

  it('belongs to the year in which a stay ended, and of one that goes on, in which it began', () => {
    const crossing = row('02/01/2026', 500, { ngayVao: '20/12/2025' });
    const goingOn = row('', 700, { ngayVao: '20/06/2026' });
    expect(read(answer({ DataCCT: [crossing] }))).toStrictEqual(totals(500, 500));
    // Not ended, so none of what ended before July.
    expect(read(answer({ DataCCT: [goingOn, crossing] }))).toStrictEqual(totals(700, 500));
  });

  it('is whole đồng', () => {
    expect(read(answer({ DataCCT: [row('05/10/2026', 1_234.5)] }))).toStrictEqual(totals(1_235));
  });

  it.each([
    ['nothing paid yet, or no such card: both are 204', { MaKetQua: '204', DataCCT: null }],
    ['a code that came as a number', { MaKetQua: 204, DataCCT: null }],
    ['no visit', { DataCCT: [] }],
  ])('is zero for %s', (_what, more) => {
    expect(read(answer(more))).toStrictEqual(totals(0));
  });
});

describe('how far it goes', () => {
  it.each([
    [note, '20/11/2026 23:30'],
    ['Dữ liệu TÍNH ĐẾN 20/11/2026', '20/11/2026'],
    [note.normalize('NFD'), '20/11/2026 23:30'],
    ['Không có dữ liệu', null],
    [null, null],
  ])('is told as the registry wrote it: %j', (GhiChu, asOf) => {
    expect(read(answer({ GhiChu }))).toStrictEqual(totals(14_610_001, 7_020_000, asOf));
  });
});

describe('what is no total', () => {
  it.each([
    ['400, a question it cannot read', answer({ MaKetQua: '400', DataCCT: null }), fault],
    ['a code nobody told us of', answer({ MaKetQua: '777' }), fault],
    ['an ended session', answer({ MaKetQua: '401', DataCCT: null }), { kind: 'session-refused' }],
    [
      'a restricted account',
      { MaKetQua: '500', GhiChu: 'Có lỗi xảy ra trong quá trình tra cứu!' },
      { kind: 'restricted' },
    ],
    [
      'a system fault, under the same code',
      { MaKetQua: '500', GhiChu: 'Có lỗi hệ thống xảy ra trong quá trình xử lý!' },
      fault,
    ],
    ['500 without a sentence', { MaKetQua: '500' }, fault],
  ])('is told apart: %s', (_what, json, meaning) => {
    expect(read(json)).toStrictEqual(meaning);
  });

  it.each([
    ['no list', { DataCCT: null }],
    ['something else than a list', { DataCCT: {} }],
    ['a sum in words', { DataCCT: [row('05/10/2026', '14.610.001')] }],
    ['a sum below zero', { DataCCT: [row('05/10/2026', -1)] }],
    ['a sum without end', { DataCCT: [row('05/10/2026', 1e300)] }],
    ['no sum', { DataCCT: [row('05/10/2026', undefined)] }],
    ['a day no calendar has', { DataCCT: [row('31/06/2026', 1)] }],
    ['a day in another form', { DataCCT: [row('2026-10-05', 1)] }],
    ['no day at all', { DataCCT: [row('', 1, { ngayVao: null })] }],
    ['one unreadable visit among others', { DataCCT: [...rows, null] }],
    ['no code', { MaKetQua: undefined }],
  ])('is a fault rather than a wrong sum: %s', (_what, more) => {
    expect(read(answer(more))).toStrictEqual(fault);
  });

  it('is anything at all, and never an exception', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (json, DataCCT) => {
        expect(read(json)).toStrictEqual(fault);
        expect(['totals', 'fault']).toContain(read(answer({ DataCCT })).kind);
      }),
    );
  });
});
