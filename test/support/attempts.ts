import type { Attempting, Circuit } from '../../functions/core/eligibility/ports.ts';
import { failed, ok } from '../../functions/core/result.ts';

/** Waits for whatever is tried; a failure counts as no answer. */
export const patiently: Attempting = async (work) => {
  try {
    return ok(await work());
  } catch {
    return failed('unavailable');
  }
};

export const closedCircuit: Circuit = {
  refusal: () => Promise.resolve(null),
  record: () => Promise.resolve(),
};
