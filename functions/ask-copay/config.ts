import * as z from 'zod/mini';

import { env, readEnvironment, storesEnvironment } from '../http/environment.ts';

export const config = readEnvironment({
  ...storesEnvironment,
  REGISTRY_URL: z.url(),
  REGISTRY_CONNECT_TIMEOUT_MS: env.positiveInteger,
  /** The registry takes up to a minute for this (protocol §4.1); below what Lambda lets the function run. */
  REGISTRY_TOTAL_TIMEOUT_MS: env.positiveInteger,
  /** Secrets Manager name of a facility's account, before the facility's code. */
  CREDENTIALS_PREFIX: env.required,
});
