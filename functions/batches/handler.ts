import { v7 as uuidv7 } from 'uuid';

import { createBatchStore } from '../adapters/dynamodb/batches.ts';
import { createDirectory } from '../adapters/dynamodb/directory.ts';
import { createIdempotencyStore } from '../adapters/dynamodb/idempotency.ts';
import { createQueue } from '../adapters/queue/sqs.ts';
import { systemTime } from '../adapters/time.ts';
import { composeBatchRate } from '../http/batch-environment.ts';
import { composeAccess, composeAuthenticate, composeStores } from '../http/composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { createBatches } from './batches.ts';
import { config } from './config.ts';

/** An upload is long; whoever is not sure that it arrived may repeat it for a day. */
const KEEP_KEYS_MS = 24 * 3_600_000;

const { now } = systemTime;
const telemetry = createTelemetry();
const stores = composeStores(config);
const inCache = { table: stores.cache, keyring: stores.keyring, now };

export const handler = endpoint(
  telemetry,
  createBatches({
    now,
    newId: uuidv7,
    authenticate: composeAuthenticate(config, stores, telemetry),
    batches: createBatchStore(inCache),
    idempotency: createIdempotencyStore({ ...inCache, keepMs: KEEP_KEYS_MS }),
    queue: createQueue({
      ...composeAccess(config),
      endpoint: config.AWS_ENDPOINT_URL_SQS,
      url: config.BATCH_QUEUE_URL,
      timeoutMs: 3_000,
    }),
    findFacility: createDirectory(stores.directory, now).facility,
    rateOf: composeBatchRate(config),
  }),
);
