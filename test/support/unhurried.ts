import type { LocalOptions, LocalService } from '../../local/service.ts';
import { startService } from './desk.ts';

/** Almost what Lambda lets the function run; the stage's own budget is a fifth of it. */
const budget = { BUDGET_MS: '4500' };

/**
 * A service whose lookups have time for the proof of a chip, however busy the machine is: for tests of what becomes of
 * a chip. Out of time it would count as not checked, which is what functions/eligibility and its adapter are tested for.
 */
export const startUnhurried = (options: LocalOptions = {}): Promise<LocalService> =>
  startService({ ...options, functionEnvironment: { ...budget, ...options.functionEnvironment } });
