import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

import type { Attempting } from '../core/eligibility/ports.ts';
import { failed, ok } from '../core/result.ts';
import { UnavailableError } from './unavailable.ts';

/**
 * How long one request waits for stores that do not answer, in all: `totalMs`, and never past `until`. What is spent in
 * vain is gone, so that a store that hangs costs a lookup one wait and not one for every step.
 */
export function createPatience(
  { now, onFault }: { readonly now: () => Date; readonly onFault: (error: unknown) => void },
  { totalMs, until }: { readonly totalMs: number; readonly until: Date },
): Attempting {
  let leftMs = totalMs;
  return async (work) => {
    const begun = now().getTime();
    const timeMs = until.getTime() - begun;
    if (leftMs <= 0 || timeMs <= 0) return failed('unavailable');
    try {
      return ok(await within(Math.min(leftMs, timeMs), work(), timeMs));
    } catch (error) {
      leftMs -= now().getTime() - begun;
      onFault(error);
      return failed('unavailable');
    }
  };
}

/**
 * Rejects when it takes longer; what it comes to after that is dropped. Counted in steps, so that a machine which is too
 * busy to read what has arrived is not taken for a store that hangs; `at most` by the clock.
 */
export async function within<T>(milliseconds: number, work: Promise<T>, atMost = milliseconds): Promise<T> {
  const leaving = new AbortController();
  const tooLate = elapse(milliseconds, performance.now() + atMost, leaving.signal);
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    leaving.abort();
    tooLate.catch(() => undefined);
    work.catch(() => undefined);
  }
}

const STEP_MS = 20;

async function elapse(milliseconds: number, end: number, signal: AbortSignal): Promise<never> {
  for (let leftMs = milliseconds; leftMs > 0 && performance.now() < end; leftMs -= STEP_MS) {
    const stepMs = Math.min(STEP_MS, leftMs, end - performance.now());
    await sleep(Math.max(stepMs, 1), undefined, { signal });
  }
  // What has arrived is read before the wait is given up.
  await setImmediate();
  throw new UnavailableError('Out of time');
}
