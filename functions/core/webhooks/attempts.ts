const QUARTER_HOUR_S = 900;

/**
 * Seconds from one attempt to the next: quickly at first, for a hospital system that restarts, then every quarter of an
 * hour, the longest that a queue holds a message, for a day: whoever mends it in the morning misses nothing.
 */
const waits: readonly number[] = [5, 30, 120, 600, ...Array.from({ length: 96 }, () => QUARTER_HOUR_S)];

/** Up to a fifth earlier: what failed together, when the receiver went down, does not come back together. */
const JITTER = 0.2;

/**
 * Until the attempt after this one; null after the last.
 * @param attempt from 1
 * @param chance from 0 to 1
 */
export function secondsUntilNext(attempt: number, chance: number): number | null {
  const wait = waits[attempt - 1];
  return wait === undefined ? null : wait * (1 - JITTER * chance);
}
