import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lineFaultCodes, lineFaults } from '../../../../functions/core/batch/faults.ts';
import { judgeLines, type LineRequest, type Upload } from '../../../../functions/core/batch/judge.ts';
import type { SentLine } from '../../../../functions/core/batch/upload.ts';
import { ok } from '../../../../functions/core/result.ts';
import { people } from '../../../../local/people/people.ts';
import { cardSubject, chipSubject, citizenQr } from '../../../../local/people/scans.ts';
import { operator } from '../../../support/samples.ts';

const [first, second] = people;
if (first === undefined || second === undefined) throw new Error('There are no people');
const subject = { ...chipSubject(first) };

/** The contract's own check has tests at its place: here lines have its shape. */
const judge = (requests: readonly LineRequest[], upload: Partial<Upload> = {}) => {
  const byNumber = new Map(requests.map((request, index) => [index + 1, request]));
  return judgeLines(
    requests.map((_, index): SentLine => ({ line: index + 1, value: ok(index + 1) })),
    {
      facility: '99001',
      today: '2026-11-21',
      operator,
      visit: {},
      check: (value) => ok(byNumber.get(Number(value)) ?? { subject }),
      ...upload,
    },
  );
};

describe('a good line', () => {
  it('is the person, the visit and who asks', () => {
    const { accepted } = judge([{ ref: 'A', subject, visit: { date: '2026-11-23' } }]);
    expect(accepted).toMatchObject([
      {
        line: 1,
        ref: 'A',
        person: { number: first.personalId, presence: 'qr' },
        visit: { id: null, date: '2026-11-23' },
        operator,
      },
    ]);
  });

  it('is of today where nothing says which day, and what it says comes before what the batch says', () => {
    expect(judge([{ subject }]).accepted[0]?.visit.date).toBe('2026-11-21');
    const { accepted } = judge([{ subject }, { subject, visit: { date: '2026-11-25' } }], {
      visit: { date: '2026-11-24', setting: 'outpatient' },
    });
    expect(accepted.map(({ visit }) => visit)).toEqual([
      { id: null, date: '2026-11-24', setting: 'outpatient' },
      { id: null, date: '2026-11-25', setting: 'outpatient' },
    ]);
  });
});

describe('a bad line', () => {
  const other = { fullName: 'Lê Thị Khác', personalId: '000300000011' };
  it.each<[string, LineRequest, Partial<Upload>, object]>([
    [
      'of another facility',
      { subject, facility: '99002' },
      {},
      { code: 'other-facility', pointer: '/facility' },
    ],
    ['that nobody looks up', { subject }, { operator: null }, { code: 'operator-required' }],
    [
      'with a token',
      { subject: { kind: 'vneid' } },
      {},
      { code: 'not-for-batches', pointer: '/subject/kind' },
    ],
    [
      'with chip data',
      { subject: { ...subject, chip: {} } },
      {},
      { code: 'not-for-batches', pointer: '/subject/chip' },
    ],
    ['at closing', { subject, visit: { purpose: 'closing' } }, {}, { code: 'not-for-batches' }],
    [
      'with a wrong number',
      { subject: { ...subject, personalId: '12' } },
      {},
      { code: 'not-valid', pointer: '/subject/personalId', detail: 'PID_LENGTH' },
    ],
    [
      'with a scan that cannot be read',
      { subject: { kind: 'scan', payload: '?' } },
      {},
      { code: 'unreadable-scan', pointer: '/subject/payload' },
    ],
    [
      'with a visit that cannot be',
      { subject, visit: { date: '2026-11-23', endsOn: '2026-11-22' } },
      {},
      { code: 'not-valid', pointer: '/visit/endsOn', detail: 'end-before-begin' },
    ],
  ])('%s is named', (_what, request, upload, fault) => {
    expect(judge([request], upload)).toMatchObject({ accepted: [], rejected: [{ line: 1, ...fault }] });
  });

  it('may still name its own operator', () => {
    expect(judge([{ subject, operator: other }], { operator: null }).accepted[0]?.operator).toEqual(other);
  });
});

describe('a duplicate', () => {
  it('is the same person on the same day, however presented; the earlier line is looked up', () => {
    const scanned = { kind: 'citizen-qr', payload: citizenQr(first) } as const;
    const { accepted, rejected } = judge([
      { subject },
      { subject: { ...chipSubject(second) } },
      { subject: scanned },
    ]);
    expect(accepted.map(({ line }) => line)).toEqual([1, 2]);
    expect(rejected).toEqual([{ line: 3, code: 'duplicate', sameAs: 1 }]);
  });

  it('is not who comes on another day, nor under another name', () => {
    const renamed = { ...subject, fullName: 'Đỗ Thị Khác' };
    const { rejected } = judge([
      { subject },
      { subject, visit: { date: '2026-11-30' } },
      { subject: renamed },
    ]);
    expect(rejected).toEqual([]);
  });
});

describe('every line', () => {
  const request = fc.record(
    {
      subject: fc.constantFrom<LineRequest['subject']>(
        ...people.slice(0, 5).map((person) => ({ ...chipSubject(person) })),
        ...people.slice(0, 5).map((person) => ({ ...cardSubject(person) })),
        { kind: 'vneid' },
        { kind: 'scan', payload: 'x' },
      ),
      visit: fc.constantFrom({}, { date: '2026-11-22' }, { purpose: 'closing' as const }),
      facility: fc.constantFrom('99001', '99002'),
      ref: fc.string({ minLength: 1, maxLength: 64 }),
    },
    { requiredKeys: ['subject'] },
  );

  it('is accepted or listed, once, under its number', () => {
    fc.assert(
      fc.property(fc.array(request, { maxLength: 40 }), (requests) => {
        const { accepted, rejected } = judge(requests);
        const numbers = [...accepted, ...rejected].map(({ line }) => line).toSorted((a, b) => a - b);
        expect(numbers).toEqual(requests.map((_, index) => index + 1));
        const good = new Set(accepted.map(({ line }) => line));
        const firsts = rejected.flatMap(({ line, sameAs }) =>
          sameAs === undefined ? [] : [{ line, sameAs }],
        );
        expect(firsts.filter(({ line, sameAs }) => !good.has(sameAs) || sameAs >= line)).toEqual([]);
      }),
    );
  });
});

it('every code has a sentence in both languages', () => {
  expect(lineFaultCodes.filter((code) => lineFaults[code].vi === '' || lineFaults[code].en === '')).toEqual(
    [],
  );
});
