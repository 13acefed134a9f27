import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  ageOn,
  calendarDate,
  earliestDay,
  endOfDay,
  localDate,
  localTimestamp,
  parseIsoDate,
  parsePackedDate,
  parseSlashedDate,
  toSlashedDate,
} from '../../../functions/core/calendar.ts';
import { plainDate } from '../../support/arbitraries.ts';

const anyPrecision = fc
  .tuple(plainDate('1900-01-01', '2199-12-31'), fc.constantFrom(4, 7, 10))
  .map(([date, length]) => date.slice(0, length));

const packed = (date: string): string => date.split('-').reverse().join('');

describe('the date in Viet Nam', () => {
  it.each([
    ['2026-11-20T16:59:59.999Z', '2026-11-20', '2026-11-20T23:59:59+07:00'],
    ['2026-11-20T17:00:00.000Z', '2026-11-21', '2026-11-21T00:00:00+07:00'],
    ['2026-12-31T17:00:00.000Z', '2027-01-01', '2027-01-01T00:00:00+07:00'],
    ['2028-02-28T17:30:00.000Z', '2028-02-29', '2028-02-29T00:30:00+07:00'],
  ])('turns at 17:00 UTC: %s', (instant, date, timestamp) => {
    expect(localDate(new Date(instant))).toBe(date);
    expect(localTimestamp(new Date(instant))).toBe(timestamp);
  });

  it('names the same instant, to the second', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        (instant) => {
          const timestamp = localTimestamp(instant);
          expect(Date.parse(timestamp)).toBe(Math.floor(instant.getTime() / 1000) * 1000);
          expect(timestamp.startsWith(localDate(instant))).toBe(true);
        },
      ),
    );
  });

  it('ends a second before the next day', () => {
    expect(endOfDay('2026-11-21')).toBe('2026-11-21T23:59:59+07:00');
  });
});

describe('a calendar date', () => {
  it.each([
    [1990, undefined, undefined, '1990'],
    [1990, 2, undefined, '1990-02'],
    [1990, 2, 7, '1990-02-07'],
    [2024, 2, 29, '2024-02-29'],
    [2000, 2, 29, '2000-02-29'],
    [1800, 1, 1, '1800-01-01'],
  ])('is written as precisely as it is known: %j-%j-%j', (year, month, day, written) => {
    expect(calendarDate(year, month, day)).toBe(written);
  });

  it.each([
    [1990, 2, 29],
    [1900, 2, 29],
    [2100, 2, 29],
    [1990, 4, 31],
    [1990, 0, 1],
    [1990, 13, 1],
    [1990, 1, 0],
    [1990, 1, 32],
    [1799, 12, 31],
    [10000, 1, 1],
  ])('that no calendar has is refused: %j-%j-%j', (year, month, day) => {
    expect(calendarDate(year, month, day)).toBeNull();
  });
});

describe('reading dates', () => {
  it.each([
    ['1990-02-17', '1990-02-17'],
    ['1990-02', '1990-02'],
    ['1990', '1990'],
    ['1990-2-17', null],
    ['1990-02-30', null],
    ['1990-00', null],
    ['17-02-1990', null],
    ['19900217', null],
    [' 1990-02-17', null],
    ['1990-02-17T00:00', null],
    ['', null],
  ])('takes ISO dates of any precision: %j', (text, date) => {
    expect(parseIsoDate(text)).toBe(date);
  });

  it.each([
    ['17/02/1990', '1990-02-17'],
    ['7/2/1990', '1990-02-07'],
    ['02/1990', '1990-02'],
    ['1990', '1990'],
    ['17/02/90', null],
    ['31/04/1990', null],
    ['29/02/1991', null],
    ['00/02/1990', null],
    ['17021990', null],
    ['17-02-1990', null],
    ['', null],
  ])('takes dates with slashes as registry and paper write them: %j', (text, date) => {
    expect(parseSlashedDate(text)).toBe(date);
  });

  it.each([
    ['17021990', '1990-02-17'],
    ['021990', '1990-02'],
    ['1990', '1990'],
    ['00021990', '1990-02'],
    ['00001990', '1990'],
    ['001990', '1990'],
    ['31021990', null],
    ['29021991', null],
    ['17131990', null],
    ['1702199', null],
    ['1702', null],
    ['17/02/1990', null],
    ['', null],
  ])('takes packed dates, unknown parts absent or zero: %j', (text, date) => {
    expect(parsePackedDate(text)).toBe(date);
  });

  it('does not take a day of an unknown month for a whole year', () => {
    expect(parsePackedDate('15001990')).toBeNull();
  });

  it('reads back every date it can write, at every precision', () => {
    fc.assert(
      fc.property(anyPrecision, (date) => {
        expect(parseIsoDate(date)).toBe(date);
        expect(parseSlashedDate(toSlashedDate(date))).toBe(date);
        expect(parsePackedDate(packed(date))).toBe(date);
      }),
    );
  });

  it('never invents a date: whatever is read is an ISO date that exists', () => {
    const nearlyDate = fc.string({ unit: fc.constantFrom(...Array.from('0123456789/-')), maxLength: 10 });
    fc.assert(
      fc.property(nearlyDate, (text) => {
        const read = [parseIsoDate(text), parseSlashedDate(text), parsePackedDate(text)];
        for (const date of read.filter((found) => found !== null)) expect(parseIsoDate(date)).toBe(date);
        expect(read).toHaveLength(3);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a partial date', () => {
  it.each([
    ['1990', '1990', '1990-01-01'],
    ['1990-02', '02/1990', '1990-02-01'],
    ['1990-02-17', '17/02/1990', '1990-02-17'],
  ])('%s is sent as %s and can mean %s at the earliest', (date, slashed, earliest) => {
    expect(toSlashedDate(date)).toBe(slashed);
    expect(earliestDay(date)).toBe(earliest);
  });
});

describe('age', () => {
  it.each([
    ['2026-11-21', '2020-11-21', 6],
    ['2026-11-20', '2020-11-21', 5],
    ['2026-02-28', '2020-02-29', 5],
    ['2026-03-01', '2020-02-29', 6],
    ['2026-11-21', '2026-11-21', 0],
    ['2026-11-21', '2020-12', 5],
    ['2026-11-21', '2020', 6],
  ])('on %s of somebody born %s is %i', (day, born, age) => {
    expect(ageOn(day, born)).toBe(age);
  });
});
