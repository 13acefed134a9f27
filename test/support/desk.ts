import * as z from 'zod';

import { sandboxOperator } from '../../local/sandbox.ts';
import { type LocalOptions, type LocalService, startLocal } from '../../local/service.ts';

/** A desk of one facility: signed in, speaking HTTP and nothing else. */
export interface Desk {
  readonly facility: string;
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Asks about one subject, with the sandbox's operator. */
  ask(subject: unknown, more?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** Asks, and waits for the registry's answer: on a busy machine the first one may still be pending. */
  settle(subject: unknown, more?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** POSTs anything else of the API. */
  send(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

const jsonObject = z.record(z.string(), z.unknown());

export const startService = (options: LocalOptions = {}): Promise<LocalService> =>
  startLocal({
    ...options,
    environment: { DYNAMODB_ENDPOINT: process.env['DYNAMODB_ENDPOINT'], ...options.environment },
  });

/** What a desk needs to know of a service, in this process or another. */
export type Reachable = Pick<LocalService, 'url' | 'tokenUrl' | 'clients'>;

export async function signIn(service: Reachable, facility: string, scope?: string): Promise<Desk> {
  const token = await accessToken(service, facility, scope);
  const authorization = { authorization: `Bearer ${token}` };
  const desk: Desk = {
    facility,
    post: (body, headers = {}) => desk.send('/v1/eligibility', body, headers),
    send: (path, body, headers = {}) =>
      send(`${service.url}${path}`, {
        method: 'POST',
        headers: { ...authorization, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
      }),
    ask: (subject, more = {}, headers = {}) =>
      desk.post({ subject, operator: sandboxOperator, ...more }, headers),
    settle: async (...question) => {
      const answer = await desk.ask(...question);
      if (answer.body['reason'] !== 'registry-pending') return answer;
      return desk.get(`/v1/lookups/${lookupId(answer)}?wait=20`);
    },
    get: (path, headers = {}) => send(`${service.url}${path}`, { headers: { ...authorization, ...headers } }),
  };
  return desk;
}

export const lookupId = ({ body }: Pick<Answer, 'body'>): string => z.string().parse(body['lookupId']);

export async function accessToken(service: Reachable, facility: string, scope?: string): Promise<string> {
  const client = service.clients.find((candidate) => candidate.facility === facility);
  if (client === undefined) throw new Error(`The sandbox has no facility ${facility}`);
  const { body } = await send(service.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.clientId,
      client_secret: client.clientSecret,
      ...(scope !== undefined && { scope }),
    }),
  });
  return z.string().parse(body['access_token']);
}

export async function send(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson ? jsonObject.parse(JSON.parse(text)) : {},
  };
}
