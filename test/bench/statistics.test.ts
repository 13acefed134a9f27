import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { judgement, type Row } from '../../bench/report.ts';
import { median, pairedRatio, percentile, seededRandom } from '../../bench/statistics.ts';

describe('percentile', () => {
  it('is the value of the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([50, 95, 99, 100].map((percent) => percentile(values, percent))).toEqual([50, 95, 99, 100]);
    expect(percentile([3, 1, 2], 50)).toBe(2);
    expect(percentile([7], 99)).toBe(7);
  });

  it('is always one of the values, and grows with the percentage', () => {
    const values = fc.array(fc.double({ noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (of, a, b) => {
        expect(of).toContain(percentile(of, a));
        expect(percentile(of, Math.min(a, b))).toBeLessThanOrEqual(percentile(of, Math.max(a, b)));
      }),
    );
  });

  it('refuses nothing', () => {
    expect(() => percentile([], 50)).toThrow(RangeError);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 9])).toBe(3);
  });
});

describe('paired ratio', () => {
  it('compares each with its neighbour, so that a slow spell of the machine cancels out', () => {
    const floor = [1, 1, 10, 10, 1];
    const twice = floor.map((value) => value * 2);
    expect(pairedRatio(twice, floor)).toEqual({ median: 2, low: 2, high: 2 });
  });

  it('shows the spread, and refuses what has no partner', () => {
    expect(pairedRatio([1, 2, 3, 4], [1, 1, 1, 1])).toEqual({ median: 2.5, low: 1, high: 3 });
    expect(() => pairedRatio([1, 2], [1])).toThrow(RangeError);
  });
});

describe('seeded random', () => {
  it('repeats itself, and is spread evenly', () => {
    const [one, other] = [seededRandom(7), seededRandom(7)];
    const values = Array.from({ length: 10_000 }, one);
    expect(values).toEqual(Array.from({ length: 10_000 }, other));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const rare = values.filter((value) => value < 0.01).length;
    expect(rare).toBeGreaterThan(50);
    expect(rare).toBeLessThan(150);
  });
});

describe('judgement', () => {
  const row = (value: number, goal: number | null): Row => ({ what: 'it', value, unit: 'x', goal });

  it('says whether a goal is reached, and by how much', () => {
    expect(judgement(row(1.5, 2))).toBe('yes, 25 % below');
    expect(judgement(row(2.1, 2))).toBe('NO, 5.0 % above');
    expect(judgement(row(2, 2))).toBe('yes');
    expect(judgement(row(2, null))).toBe('');
  });
});
