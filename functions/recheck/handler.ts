import { randomUUID } from 'node:crypto';

import type { SQSEvent } from 'aws-lambda';

import { drainOutbox } from '../adapters/dynamodb/outbox-drain.ts';
import { createMayRecheck } from '../adapters/dynamodb/recheck-rate.ts';
import type { BatchResult } from '../adapters/queue/batch.ts';
import { createAddRecheck, openRecheck } from '../adapters/queue/rechecks.ts';
import { createQueue } from '../adapters/queue/sqs.ts';
import { systemTime } from '../adapters/time.ts';
import { createAnnounce } from '../adapters/webhooks/announce.ts';
import { composeAsking } from '../http/compose-asking.ts';
import { composePace, composePosts } from '../http/compose-recheck.ts';
import { composeAccess, composeCircuit, composeStores } from '../http/composition.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { createRecheck } from './recheck.ts';

const { now } = systemTime;
const telemetry = createTelemetry();
const stores = composeStores(config);
const { cache, keyring } = stores;
const posts = composePosts(config, stores);
const webhooks = createQueue({
  ...composeAccess(config),
  endpoint: config.AWS_ENDPOINT_URL_SQS,
  url: config.WEBHOOK_QUEUE_URL,
});

const workOff = createRecheck(
  {
    ...stores,
    ...composeAsking(config, stores, telemetry),
    circuit: composeCircuit(stores, telemetry),
    telemetry,
    mayAsk: createMayRecheck({ table: cache, now, perMinute: config.RECHECKS_PER_MINUTE }),
    open: (message) => openRecheck(keyring, message),
    addRecheck: createAddRecheck({ keyring, post: posts.either }),
    post: posts.either,
    announce: createAnnounce(webhooks, now),
    chance: Math.random,
    newId: () => randomUUID(),
    onDefect: (error) => {
      telemetry.defect(error, { about: 'recheck' });
    },
  },
  composePace(config),
);

/** Rechecks what the queue brings, and, whenever the schedule calls, brings the queue what waits in the outbox. */
export async function handler(event: SQSEvent | object): Promise<BatchResult | undefined> {
  try {
    if ('Records' in event) return await workOff(event);
    const moved = await drainOutbox({ table: cache, now }, posts.queue);
    if (moved > 0) telemetry.info('drained', { messages: moved });
    return undefined;
  } finally {
    telemetry.flush();
  }
}
