import { parentPort, workerData } from 'node:worker_threads';

import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import * as z from 'zod';

import { listenOn } from './http.ts';

const anyone = { region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** The embedded engine in a thread of its own, so that it does not wait behind everything else of the local run. */
const { folder } = z.object({ folder: z.nullable(z.string()) }).parse(workerData);
const server = dynalite({
  createTableMs: 0,
  deleteTableMs: 0,
  updateTableMs: 0,
  ...(folder !== null && { path: folder }),
});
const endpoint = await listenOn(server, 0);
// It opens its store behind the first call: one that cannot be opened should fail the start, and nothing later.
if (folder !== null) await new DynamoDBClient({ ...anyone, endpoint }).send(new ListTablesCommand());
parentPort?.postMessage({ endpoint });
