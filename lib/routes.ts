import type { FunctionName } from './function-names.ts';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly handler: FunctionName;
}

/** Everything the API answers; any other address is the gateway's own 404. */
export const routes: readonly Route[] = [
  { method: 'POST', path: '/v1/eligibility', handler: 'eligibility' },
  { method: 'GET', path: '/v1/lookups/{lookupId}', handler: 'lookup' },
  { method: 'POST', path: '/v1/benefit', handler: 'benefit' },
  { method: 'POST', path: '/v1/batches', handler: 'batches' },
  { method: 'GET', path: '/v1/batches/{batchId}', handler: 'batches' },
  { method: 'GET', path: '/v1/batches/{batchId}/results', handler: 'batches' },
  { method: 'GET', path: '/v1/batches/{batchId}/errors', handler: 'batches' },
  { method: 'POST', path: '/v1/batches/{batchId}/cancel', handler: 'batches' },
  { method: 'POST', path: '/v1/readers/{model}/normalise', handler: 'readers' },
  { method: 'POST', path: '/v1/presence/challenges', handler: 'challenges' },
  { method: 'PUT', path: '/v1/webhook', handler: 'webhooks' },
  { method: 'GET', path: '/v1/webhook', handler: 'webhooks' },
  { method: 'DELETE', path: '/v1/webhook', handler: 'webhooks' },
  { method: 'GET', path: '/healthz', handler: 'health' },
  { method: 'GET', path: '/openapi.json', handler: 'reference' },
  { method: 'GET', path: '/docs', handler: 'reference' },
  { method: 'GET', path: '/docs/{asset}', handler: 'reference' },
];
