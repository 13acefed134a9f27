import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { v7 as uuidv7 } from 'uuid';

import { createBatchTurns } from '../adapters/dynamodb/batch-turns.ts';
import { createBatchStore } from '../adapters/dynamodb/batches.ts';
import { createQueue } from '../adapters/queue/sqs.ts';
import { systemTime } from '../adapters/time.ts';
import { metricNames } from '../core/metric-names.ts';
import { composeBatchRate } from '../http/batch-environment.ts';
import { composeAsking } from '../http/compose-asking.ts';
import { composeAccess, composeCircuit, composeStores } from '../http/composition.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { countFaults, createWorker } from './work-batch.ts';

const { now } = systemTime;
const telemetry = createTelemetry();
const stores = composeStores(config);

const asking = composeAsking(config, stores, telemetry);

const work = createWorker(
  {
    ...systemTime,
    newId: uuidv7,
    batches: createBatchStore({ table: stores.cache, keyring: stores.keyring, now }),
    turns: createBatchTurns({ table: stores.cache, now }),
    ...asking,
    circuit: composeCircuit(stores, telemetry),
    registry: countFaults(asking.registry, (reason) => {
      telemetry.count(
        reason === 'facility-credentials-rejected'
          ? metricNames.credentialsRejected
          : metricNames.registryFault,
      );
    }),
    queue: createQueue({
      ...composeAccess(config),
      endpoint: config.AWS_ENDPOINT_URL_SQS,
      url: config.BATCH_QUEUE_URL,
      timeoutMs: 3_000,
    }),
    onDefect: (error) => {
      telemetry.defect(error, { at: 'line' });
    },
    onWorked: (fields) => {
      telemetry.info('worked', fields);
    },
  },
  { rateOf: composeBatchRate(config), freshForMs: config.FRESH_SECONDS * 1000 },
);

/** Works on batches for as long as an invocation may, and hands each on to the next one by a message. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const failed = await work(event.Records);
  telemetry.flush();
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}
