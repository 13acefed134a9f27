import * as z from 'zod/mini';

import { batchEnvironment } from '../http/batch-environment.ts';
import { env, readEnvironment, storesEnvironment } from '../http/environment.ts';

export const config = readEnvironment({
  ...storesEnvironment,
  ...batchEnvironment,
  REGISTRY_URL: z.url(),
  REGISTRY_CONNECT_TIMEOUT_MS: env.positiveInteger,
  /** Login, question and the one repetition together; below the lease of an inquiry. */
  REGISTRY_TOTAL_TIMEOUT_MS: env.positiveInteger,
  CREDENTIALS_PREFIX: env.required,
  FRESH_SECONDS: env.positiveInteger,
});
