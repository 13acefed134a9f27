import { parentPort } from 'node:worker_threads';
import dynalite from 'dynalite';

import { listenOn } from './http.ts';

/** The embedded engine in a thread of its own, so that it does not wait behind everything else of the local run. */
const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
parentPort?.postMessage({ endpoint: await listenOn(server, 0) });
