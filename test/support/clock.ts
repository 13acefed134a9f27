import { setImmediate } from 'node:timers/promises';

import type { Time } from '../../functions/core/eligibility/ports.ts';

/** Time that passes only where somebody waits or a test says so. */
export interface Clock extends Time {
  advance(milliseconds: number): void;
}

/** Saturday morning at the desk: 2026-11-21 08:15 in Viet Nam. */
export function createClock(start = '2026-11-21T01:15:00.000Z'): Clock {
  let at = Date.parse(start);
  return {
    now: () => new Date(at),
    pause: async (milliseconds) => {
      at += milliseconds;
      await setImmediate();
    },
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}
