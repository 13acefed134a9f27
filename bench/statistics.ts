/** Nearest rank: always a value that was measured. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(1, Math.ceil((percent / 100) * sorted.length)) - 1];
  if (value === undefined) throw new RangeError('There is no percentile of nothing');
  return value;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('There is no median of nothing');
  return (lower + upper) / 2;
}

/** A ratio and the quartiles around it: how far the machine's noise moves it. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Each measurement over its neighbour in time, so that a slow minute of the machine touches both alike. */
export function pairedRatio(measured: readonly number[], against: readonly number[]): Ratio {
  if (measured.length !== against.length) throw new RangeError('Only pairs have a ratio');
  const ratios = measured.map((value, index) => value / (against[index] ?? NaN));
  return { median: median(ratios), low: percentile(ratios, 25), high: percentile(ratios, 75) };
}

/** The same sequence at every run, evenly spread over [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
