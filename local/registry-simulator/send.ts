import type { ServerResponse } from 'node:http';
import type { Outcome } from './faults.ts';
import type { Reply } from './reply.ts';

function writeHead(response: ServerResponse, { status, contentType }: Reply, length: number): void {
  const type = contentType === null ? {} : { 'content-type': contentType };
  response.writeHead(status, { ...type, 'content-length': length });
}

export function send(response: ServerResponse, outcome: Outcome): void {
  if (outcome.kind === 'hang') return;
  if (outcome.kind === 'drop') {
    response.destroy();
    return;
  }
  const bytes = Buffer.from(outcome.reply.body, 'utf8');
  writeHead(response, outcome.reply, bytes.length);
  if (outcome.kind === 'reply') response.end(bytes);
  else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}
