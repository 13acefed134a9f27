import * as z from 'zod/mini';

import { recheckEnvironment } from '../http/compose-recheck.ts';
import {
  callerEnvironment,
  env,
  readEnvironment,
  storesEnvironment,
  usableEnvironment,
  vneidEnvironment,
} from '../http/environment.ts';

export const config = readEnvironment({
  ...storesEnvironment,
  ...callerEnvironment,
  ...vneidEnvironment,
  ...usableEnvironment,
  ...recheckEnvironment,
  ASK_FUNCTION: env.required,
  COPAY_FUNCTION: env.required,
  VERIFY_CHIP_FUNCTION: env.required,
  AWS_ENDPOINT_URL_LAMBDA: z.optional(z.string()),
  AWS_ENDPOINT_URL_SECRETS_MANAGER: z.optional(z.string()),
  /** The whole of a lookup, from the start of the function to its answer. */
  BUDGET_MS: env.positiveInteger,
  /** How long an answer counts as fresh for the facility that obtained it. */
  FRESH_SECONDS: env.positiveInteger,
});
