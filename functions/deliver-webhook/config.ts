import * as z from 'zod/mini';

import { targetPolicies } from '../adapters/webhooks/target.ts';
import { env, keyringEnvironment, readEnvironment } from '../http/environment.ts';

export const config = readEnvironment({
  ...keyringEnvironment,
  WEBHOOK_TARGETS: z.enum(targetPolicies),
  WEBHOOK_QUEUE_URL: env.required,
  AWS_ENDPOINT_URL_SQS: z.optional(z.string()),
});
