import { createServer, type ServerResponse } from 'node:http';

import dynalite from 'dynalite';
import * as z from 'zod';

import { listenOn } from '../../local/http.ts';
import { seededRandom } from '../statistics.ts';

/** The embedded DynamoDB in a process of its own: its work is not ours, and its latency can be that of a network. */

const USUAL_MS = 5;
const RARE_MS = 25;
const RARE_SHARE = 0.01;
const SLOW_MS = 100;

const manners = z.enum(['at-once', 'as-a-network', 'slow', 'throttled']);
const wish = z.object({ manner: manners });
const random = seededRandom(2026);
let behaves: z.infer<typeof manners> = 'at-once';

const waitMs = {
  'as-a-network': () => (random() < RARE_SHARE ? RARE_MS : USUAL_MS),
  slow: () => SLOW_MS,
};

const engine = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
const front = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
  const serve = (): unknown => engine.emit('request', request, response);
  if (behaves === 'throttled') refuse(response);
  else if (behaves === 'at-once') serve();
  else setTimeout(serve, waitMs[behaves]());
});
const endpoint = await listenOn(front, 0);

/** In the words of DynamoDB. */
function refuse(response: ServerResponse): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(
    JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException' }),
  );
}

process.on('message', (message: unknown) => {
  behaves = wish.parse(message).manner;
  process.send?.({ endpoint });
});
process.on('disconnect', () => process.exit());
process.send?.({ endpoint });
