import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { secondsUntilNext } from '../../../../functions/core/webhooks/attempts.ts';

const waitsAt = (chance: number): number[] => {
  const waits: number[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const wait = secondsUntilNext(attempt, chance);
    if (wait === null) return waits;
    waits.push(wait);
  }
};

describe('the attempts to tell a system', () => {
  it('come quickly at first, then every quarter of an hour, for a day', () => {
    const waits = waitsAt(0);
    expect(waits.slice(0, 6)).toEqual([5, 30, 120, 600, 900, 900]);
    expect(waits).toEqual(waits.toSorted((one, other) => one - other));
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThanOrEqual(86_400);
    expect(total).toBeLessThan(26 * 3_600);
  });

  it('wait for no longer than a queue holds a message, and come at most a fifth early', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, chance) => {
          const wait = secondsUntilNext(attempt, chance) ?? NaN;
          const longest = secondsUntilNext(attempt, 0) ?? NaN;
          expect(wait).toBeLessThanOrEqual(900);
          expect(wait).toBeLessThanOrEqual(longest);
          expect(wait).toBeGreaterThanOrEqual(longest * 0.8);
        },
      ),
    );
  });

  it('end', () => {
    expect(secondsUntilNext(101, 0.5)).toBeNull();
  });
});
