import { setTimeout as sleep } from 'node:timers/promises';

import type { Time } from '../core/eligibility/ports.ts';

export const systemTime: Time = {
  now: () => new Date(),
  pause: (milliseconds) => sleep(milliseconds),
};
