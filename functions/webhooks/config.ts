import * as z from 'zod/mini';

import { targetPolicies } from '../adapters/webhooks/target.ts';
import { callerEnvironment, keyringEnvironment, readEnvironment } from '../http/environment.ts';

export const config = readEnvironment({
  ...keyringEnvironment,
  ...callerEnvironment,
  WEBHOOK_TARGETS: z.enum(targetPolicies),
});
