import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { holidays } from '../../../../functions/core/benefit/law/holidays.ts';
import { workingDayAfter } from '../../../../functions/core/benefit/working-days.ts';
import { plainDate } from '../../../support/arbitraries.ts';

describe('ten working days after signing', () => {
  it.each([
    ['on a Monday', '2026-11-09', '2026-11-23'],
    ['on a Friday', '2026-11-06', '2026-11-20'],
    ['on a Saturday', '2026-11-07', '2026-11-20'],
    ['on a Sunday', '2026-11-08', '2026-11-20'],
    ['before Tết 2026', '2026-02-13', '2026-03-06'],
    ['before 30 April 2026, Giỗ Tổ on a Sunday', '2026-04-24', '2026-05-13'],
    ['before National Day 2026', '2026-08-31', '2026-09-16'],
    ['over New Year 2026', '2025-12-29', '2026-01-13'],
    ['over a leap day', '2028-02-21', '2028-03-06'],
    ['before Tết 2025', '2025-01-24', '2025-02-14'],
    ['before Tết 2027', '2027-02-04', '2027-02-25'],
  ])('%s, %s: until %s', (_when, signedOn, last) => {
    expect(workingDayAfter(signedOn, 10)).toBe(last);
  });

  it.each(['1800-01-01', '9999-12-31'])('comes to an end for any date: %s', (signedOn) => {
    expect(workingDayAfter(signedOn, 10)).toMatch(/^[+\d]/);
  });

  it('has exactly ten working days in it, the last day being one', () => {
    fc.assert(
      fc.property(plainDate('2024-12-01', '2028-01-31'), (signedOn) => {
        const last = workingDayAfter(signedOn, 10);
        const between = daysAfter(signedOn, last).filter(isOpen);
        expect(between).toHaveLength(10);
        expect(between.at(-1)).toBe(last);
      }),
    );
  });
});

/** Written a second time, day by day. */
function daysAfter(first: string, last: string): string[] {
  const days: string[] = [];
  for (let time = Date.parse(first) + 86_400_000; time <= Date.parse(last); time += 86_400_000) {
    days.push(new Date(time).toISOString().slice(0, 10));
  }
  return days;
}

function isOpen(day: string): boolean {
  const isWeekend = ['Sat', 'Sun'].includes(new Date(day).toUTCString().slice(0, 3));
  return !isWeekend && !Object.values(holidays).flat().includes(day);
}
