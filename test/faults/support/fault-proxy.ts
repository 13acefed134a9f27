import {
  Agent,
  createServer,
  type IncomingMessage,
  request as callTarget,
  type ServerResponse,
} from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { closeServer, listenOn, readBody } from '../../../local/http.ts';

/** What a service of AWS can be told to do to those who call it. */
export type Fault =
  | { readonly kind: 'pass' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection is cut before anything is read. */
  | { readonly kind: 'refuse' }
  /** Nothing is ever answered. */
  | { readonly kind: 'hang' }
  | { readonly kind: 'throttled' }
  | { readonly kind: 'http-5xx' };

export const proxied = ['dynamodb', 'kms', 'sqs', 'lambda'] as const;
export type Proxied = (typeof proxied)[number];

export interface FaultProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** The faults in force, of all services; whoever holds it changes them while the proxies run. */
export type Faults = Record<Proxied, Fault>;

const pass: Fault = { kind: 'pass' };
export const healthy = (): Faults => ({ dynamodb: pass, kms: pass, sqs: pass, lambda: pass });

/** Stands before the address of one or several services, and passes on what no fault hits. */
export async function startFaultProxy(target: string, faults: Faults): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const service = serviceOf(request);
    const fault = service === null ? pass : faults[service];
    if (service !== null && fault.kind !== 'pass' && fault.kind !== 'delay') {
      spoiling[fault.kind](response, service);
      return;
    }
    const body = await readBody(request);
    if (fault.kind === 'delay') await sleep(fault.ms, undefined, { ref: false });
    passOn(new URL(request.url ?? '/', target), agent, request, body, response);
  }

  return {
    url: await listenOn(server, 0),
    close: async () => {
      agent.destroy();
      await closeServer(server);
    },
  };
}

type Spoil = (response: ServerResponse, service: Proxied) => void;

const spoiling: Readonly<Record<Exclude<Fault['kind'], 'pass' | 'delay'>, Spoil>> = {
  refuse: (response) => response.destroy(),
  hang: () => undefined,
  throttled: (response, service) => {
    const { status, type } = throttling[service];
    refuseWith(response, status, type);
  },
  'http-5xx': (response) => {
    refuseWith(response, 500, 'InternalServerError');
  },
};

/** Each turns callers away in words of its own. */
const throttling: Readonly<Record<Proxied, { readonly status: number; readonly type: string }>> = {
  dynamodb: {
    status: 400,
    type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  },
  kms: { status: 400, type: 'ThrottlingException' },
  sqs: { status: 400, type: 'com.amazonaws.sqs#RequestThrottled' },
  lambda: { status: 429, type: 'TooManyRequestsException' },
};

function refuseWith(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ __type: type, message: 'Told so by a test' }));
}

const targets: Readonly<Record<string, Proxied>> = {
  DynamoDB_20120810: 'dynamodb',
  TrentService: 'kms',
  AmazonSQS: 'sqs',
};

function serviceOf({ headers, url = '' }: IncomingMessage): Proxied | null {
  if (url.startsWith('/2015-03-31/functions/')) return 'lambda';
  const [service = ''] = String(headers['x-amz-target'] ?? '').split('.');
  return targets[service] ?? null;
}

/** What has arrived is carried out, whether or not whoever sent it still waits: AWS does not notice that either. */
function passOn(
  url: URL,
  agent: Agent,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): void {
  const { method = 'POST', headers } = request;
  const onward = callTarget(url, { method, headers, agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
}
