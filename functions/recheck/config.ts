import * as z from 'zod/mini';

import { recheckEnvironment } from '../http/compose-recheck.ts';
import { env, readEnvironment, storesEnvironment } from '../http/environment.ts';

export const config = readEnvironment({
  ...storesEnvironment,
  ...recheckEnvironment,
  WEBHOOK_QUEUE_URL: z.url(),
  REGISTRY_URL: z.url(),
  REGISTRY_CONNECT_TIMEOUT_MS: env.positiveInteger,
  /** Login, question and the one repetition together; below the lease of an inquiry. */
  REGISTRY_TOTAL_TIMEOUT_MS: env.positiveInteger,
  /** Secrets Manager name of a facility's account, before the facility's code. */
  CREDENTIALS_PREFIX: env.required,
  /** How often a facility's open lookups are asked about in a minute, so that its account is not locked for it. */
  RECHECKS_PER_MINUTE: env.positiveInteger,
});
