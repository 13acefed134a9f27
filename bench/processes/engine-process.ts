import { createServer } from 'node:http';

import dynalite from 'dynalite';
import * as z from 'zod';

import { listenOn } from '../../local/http.ts';
import { seededRandom } from '../statistics.ts';

/** The embedded DynamoDB in a process of its own: its work is not ours, and its latency can be that of a network. */

const USUAL_MS = 5;
const RARE_MS = 25;
const RARE_SHARE = 0.01;

const wish = z.object({ delayed: z.boolean() });
const random = seededRandom(2026);
let isDelayed = false;

const engine = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
const front = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  const serve = (): unknown => engine.emit('request', request, response);
  if (isDelayed) setTimeout(serve, random() < RARE_SHARE ? RARE_MS : USUAL_MS);
  else serve();
});
const endpoint = await listenOn(front, 0);

process.on('message', (message: unknown) => {
  isDelayed = wish.parse(message).delayed;
  process.send?.({ endpoint });
});
process.on('disconnect', () => process.exit());
process.send?.({ endpoint });
