import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import * as z from 'zod';

/** The service as a hospital's client sees it: over HTTP, with an access token. */
export interface BatchService {
  /** The id of the batch. */
  upload(body: unknown): Promise<string>;
  progress(id: string): Promise<Progress>;
  /** Page by page. */
  results(id: string): AsyncGenerator<ResultLine>;
  errors(id: string): AsyncGenerator<ErrorLine>;
}

export interface Credentials {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const accepted = z.object({ batchId: z.string() });
const progress = z.object({
  state: z.string(),
  accepted: z.number(),
  rejected: z.number(),
  done: z.number(),
  verdicts: z.object({ eligible: z.number(), 'not-eligible': z.number(), undetermined: z.number() }),
  expectedEnd: z.string().nullable(),
});
const resultLine = z.object({
  line: z.number(),
  ref: z.string().nullable(),
  verdict: z.string(),
  reason: z.string(),
  mayAdmit: z.boolean(),
  card: z
    .object({
      number: z.string(),
      validFrom: z.string().nullable(),
      validTo: z.string().nullable(),
      registeredFacility: z.object({ code: z.string() }).nullable(),
    })
    .nullable(),
  coveredPercent: z.number().nullable(),
  freshness: z.object({ source: z.string(), asOf: z.string().nullable() }),
  guidance: z.object({ vi: z.string() }),
});
const errorLine = z.object({
  line: z.number(),
  code: z.string(),
  pointer: z.string().nullable(),
  sameAs: z.number().optional(),
  detail: z.string().optional(),
  reason: z.object({ en: z.string() }),
});
const problem = z.object({ code: z.string(), detail: z.string() });

export type Progress = z.infer<typeof progress> & { readonly retryAfterS: number };
export type ResultLine = z.infer<typeof resultLine>;
export type ErrorLine = z.infer<typeof errorLine>;

const TRIES = 4;

interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

export function createService(url: string, credentials: Credentials): BatchService {
  let token: Promise<string> | null = null;

  async function call(path: string, { headers: own = {}, ...rest }: Call = {}): Promise<Response> {
    for (let left = TRIES; ; left -= 1) {
      token ??= fetchToken(credentials);
      const headers = { ...own, authorization: `Bearer ${await token}` };
      const response = await fetch(`${url}${path}`, { ...rest, headers }).catch(() => null);
      if (response?.ok === true) return response;
      if (response?.status === 401) token = null;
      if (left <= 1 || !mayRepeat(response)) throw new Error(await complaintOf(response));
      await sleep(Number(response?.headers.get('retry-after') ?? 1) * 1000);
    }
  }

  async function* pages<T>(path: string, name: string, line: z.ZodType<T>): AsyncGenerator<T> {
    for (let cursor: string | null = '0'; cursor !== null;) {
      const response = await call(`${path}?cursor=${cursor}`);
      const page = z.looseObject({ next: z.string().nullable() }).parse(await response.json());
      yield* z.array(line).parse(page[name]);
      cursor = page.next;
    }
  }

  return {
    async upload(body) {
      const response = await call('/v1/batches', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
          // Sent again after a lost answer, it is the same batch.
          'idempotency-key': randomUUID(),
        },
        body: gzipSync(JSON.stringify(body)),
      });
      return accepted.parse(await response.json()).batchId;
    },
    async progress(id) {
      const response = await call(`/v1/batches/${id}`);
      const retryAfterS = Number(response.headers.get('retry-after') ?? 1);
      return { ...progress.parse(await response.json()), retryAfterS };
    },
    results: (id) => pages(`/v1/batches/${id}/results`, 'results', resultLine),
    errors: (id) => pages(`/v1/batches/${id}/errors`, 'errors', errorLine),
  };
}

/** Not answered, the token too old, at fault, or told to wait. */
const mayRepeat = (response: Response | null): boolean =>
  response === null ||
  response.status === 401 ||
  response.status >= 500 ||
  response.headers.has('retry-after');

async function fetchToken({ tokenUrl, clientId, clientSecret }: Credentials): Promise<string> {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  }).catch(() => null);
  if (response?.ok !== true) throw new Error('the token endpoint gives no access token to this client');
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

async function complaintOf(response: Response | null): Promise<string> {
  if (response === null) return 'the service does not answer';
  const told = problem.safeParse(await response.json().catch(() => null)).data;
  return told === undefined ? `the service answers ${response.status}` : `${told.code}: ${told.detail}`;
}
