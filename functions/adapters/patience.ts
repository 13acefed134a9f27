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
export function within<T>(milliseconds: number, work: Promise<T>, atMost = milliseconds): Promise<T> {
  const end = performance.now() + atMost;
  return new Promise((resolve, reject) => {
    let leftMs = milliseconds;
    let timer: NodeJS.Timeout | undefined;
    const wait = (): void => {
      const stepMs = Math.min(STEP_MS, leftMs, end - performance.now());
      leftMs -= STEP_MS;
      if (stepMs > 0) timer = setTimeout(wait, stepMs);
      // What has arrived is read before the wait is given up.
      else setImmediate(reject, new UnavailableError('Out of time'));
    };
    wait();
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

const STEP_MS = 20;
