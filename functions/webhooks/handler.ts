import { createWebhookStore } from '../adapters/dynamodb/webhooks.ts';
import { systemTime } from '../adapters/time.ts';
import { createResolve } from '../adapters/webhooks/resolve.ts';
import { createCheckTarget } from '../adapters/webhooks/target.ts';
import { composeAuthenticate, composeKeyring } from '../http/composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { createWebhooks } from './webhooks.ts';

const telemetry = createTelemetry();
const { directory, keyring } = composeKeyring(config);

export const handler = endpoint(
  telemetry,
  createWebhooks({
    authenticate: composeAuthenticate(config, { directory }, telemetry),
    webhooks: createWebhookStore({ table: directory, keyring, now: systemTime.now }),
    checkTarget: createCheckTarget(config.WEBHOOK_TARGETS, createResolve()),
  }),
);
