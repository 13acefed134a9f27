import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import {
  CreateTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

import type { TableBlueprint } from './template.ts';

export interface Engine {
  readonly endpoint: string;
  close(): Promise<void>;
}

const ready = z.object({ endpoint: z.string() });

/** The embedded engine, in memory unless it is given a folder. */
export async function startEmbeddedDynamoDb(folder: string | null = null): Promise<Engine> {
  const worker = new Worker(new URL('./engine-worker.ts', import.meta.url), { workerData: { folder } });
  const started = await once(worker, 'message').catch((cause: unknown) => {
    const why = folder === null ? 'failed' : `cannot use ${folder}; perhaps another process does`;
    throw new Error(`The embedded DynamoDB ${why}`, { cause });
  });
  const [{ endpoint }] = z.tuple([ready]).parse(started);
  return {
    endpoint,
    close: async () => {
      await worker.terminate();
    },
  };
}

/**
 * Makes the template's tables where they are not there yet. Each is called as in the template. What an engine on one
 * machine does not have (TTL, streams, encryption, recovery) is left out: expiry is compared in code anyway.
 */
export async function ensureTables(client: DynamoDBClient, tables: readonly TableBlueprint[]): Promise<void> {
  for (const table of tables) {
    try {
      await client.send(
        new CreateTableCommand({
          TableName: table.id,
          KeySchema: [...table.keySchema],
          AttributeDefinitions: [...table.attributes],
          BillingMode: 'PAY_PER_REQUEST',
        }),
      );
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
    }
    await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 1 }, { TableName: table.id });
  }
}
