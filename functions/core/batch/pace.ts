import type { Time } from '../eligibility/ports.ts';

/** Waits for the next start; false when that would be at `until` or later. */
export type Pace = (until: Date) => Promise<boolean>;

/** Starts that are never closer together than the rate says, however many wait for one. */
export function createPace({ now, pause }: Time, perSecond: number): Pace {
  let next = 0;
  return async (until) => {
    const at = now().getTime();
    const start = Math.max(next, at);
    if (start >= until.getTime()) return false;
    next = start + 1000 / perSecond;
    if (start > at) await pause(start - at);
    return true;
  };
}

/** Runs each item, so many at once, in their order; stops starting when one says so by `false`. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  run: (item: T) => Promise<boolean>,
): Promise<void> {
  const left = items.values();
  let goesOn = true;
  const runner = async (): Promise<void> => {
    for (const item of left) {
      if (!(await run(item))) goesOn = false;
      if (!goesOn) return;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, runner));
}
