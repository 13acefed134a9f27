import { createWebhookStore } from '../adapters/dynamodb/webhooks.ts';
import { eachMessage } from '../adapters/queue/batch.ts';
import { createQueue } from '../adapters/queue/sqs.ts';
import { systemTime } from '../adapters/time.ts';
import { webhookMessage } from '../adapters/webhooks/message.ts';
import { createPostWebhook } from '../adapters/webhooks/post.ts';
import { createResolve } from '../adapters/webhooks/resolve.ts';
import { createCheckTarget } from '../adapters/webhooks/target.ts';
import { composeAccess, composeKeyring } from '../http/composition.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { createDeliver } from './deliver-webhook.ts';

const { now } = systemTime;
const telemetry = createTelemetry();
const { directory, keyring } = composeKeyring(config);

const deliver = createDeliver({
  webhooks: createWebhookStore({ table: directory, keyring, now }),
  post: createPostWebhook(createCheckTarget(config.WEBHOOK_TARGETS, createResolve())),
  queue: createQueue({
    ...composeAccess(config),
    endpoint: config.AWS_ENDPOINT_URL_SQS,
    url: config.WEBHOOK_QUEUE_URL,
  }),
  telemetry,
  now,
  chance: Math.random,
});

/** Tells hospital systems of lookups that settled. Reached through the queue `webhooks` alone, outside the VPC. */
export async function handler(event: unknown): Promise<unknown> {
  const result = await eachMessage(event, deliverOne, (error) => {
    telemetry.defect(error, {});
  });
  telemetry.flush();
  return result;
}

async function deliverOne(body: unknown): Promise<void> {
  const startedAt = now();
  const message = webhookMessage.parse(body);
  const outcome = await deliver(message);
  telemetry.info('delivered-webhook', {
    facility: message.facility,
    attempt: message.attempt,
    outcome,
    milliseconds: now().getTime() - startedAt.getTime(),
  });
}
