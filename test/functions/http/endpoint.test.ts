import type { APIGatewayProxyResult } from 'aws-lambda';
import { describe, expect, it } from 'vitest';

import { UnavailableError } from '../../../functions/adapters/unavailable.ts';
import { endpoint, type HttpHandler, json } from '../../../functions/http/endpoint.ts';
import { ProblemError } from '../../../functions/http/problem.ts';
import type { LogFields, Telemetry } from '../../../functions/http/telemetry.ts';
import { apiEvent, lambdaContext } from '../../support/events.ts';

interface Observed {
  readonly response: APIGatewayProxyResult;
  readonly lines: (readonly [string, LogFields])[];
  readonly defects: unknown[];
  readonly flushes: number;
}

async function call(handle: HttpHandler, headers: Record<string, string> = {}): Promise<Observed> {
  const lines: (readonly [string, LogFields])[] = [];
  const defects: unknown[] = [];
  let flushes = 0;
  const telemetry: Telemetry = {
    info: (event, fields) => lines.push([event, fields]),
    defect: (error, fields) => {
      defects.push(error);
      lines.push(['defect', fields]);
    },
    count: () => undefined,
    flush: () => {
      flushes += 1;
    },
  };
  const response = await endpoint(telemetry, handle)(apiEvent({ headers }), lambdaContext);
  return { response, lines, defects, flushes };
}

const good: HttpHandler = () => Promise.resolve(json(200, { ok: 'Được' }));
const throwing =
  (error: Error): HttpHandler =>
  () =>
    Promise.reject(error);
const problem = throwing(new ProblemError('missing-scope', {}, { 'www-authenticate': 'Bearer' }));
const defect = throwing(new TypeError('Cannot read Đỗ Thị Mẫu 001190000017'));

const id = '0193a5b0-7d1c-7000-8000-5f2e9bd1abcd';

const unanswered = throwing(new UnavailableError('KMS answered 503 to Decrypt'));
const storeFault = throwing(Object.assign(new Error('throttled'), { $metadata: { attempts: 2 } }));

describe('every answer', () => {
  it.each([
    ['a good one', good, 200],
    ['a problem', problem, 403],
    ['a defect', defect, 500],
    ['a key service that does not answer', unanswered, 503],
    ['a store that does not answer', storeFault, 503],
  ])('has the request id, is not to be stored, and is logged once: %s', async (_what, handle, status) => {
    const { response, lines, flushes } = await call(handle, {
      'X-Request-ID': id,
      'User-Agent': 'HIS/2',
    });
    expect(response).toMatchObject({
      statusCode: status,
      headers: {
        'x-request-id': id,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
    expect(lines.filter(([event]) => event === 'answered')).toStrictEqual([
      ['answered', { requestId: id, route: '/v1/eligibility', status, client: 'HIS/2' }],
    ]);
    expect(flushes).toBe(1);
  });

  it('has the gateway’s id where the caller gives none', async () => {
    const { response } = await call(good);
    expect(response.headers).toMatchObject({ 'x-request-id': 'gateway-request-id' });
  });

  it('echoes an id that may be a person’s number, and does not log it', async () => {
    for (const handle of [good, problem, defect]) {
      for (const sent of ['001190000017', 'visit-001-190-000-017']) {
        const { response, lines } = await call(handle, { 'x-request-id': sent });
        expect(response.headers).toMatchObject({ 'x-request-id': sent });
        expect(JSON.stringify(lines)).not.toContain(sent);
      }
    }
  });

  it('may decide for itself how it is stored', async () => {
    const headers = { 'cache-control': 'public, max-age=86400' };
    const { response } = await call(() => Promise.resolve({ statusCode: 200, headers, body: '' }));
    expect(response.headers).toMatchObject(headers);
  });

  it.each([
    ['HIS-Example/4.2 (Windows; desk of 001190000017)', 'HIS-Example/4.2'],
    ['x'.repeat(500), null],
    ['001190000017', null],
    ['Đỗ Thị Mẫu/1', null],
  ])('logs of %j which software it is, and nothing else', async (agent, client) => {
    const { lines } = await call(good, { 'user-agent': agent });
    expect(lines[0]?.[1]['client']).toBe(client);
  });
});

describe('a good answer', () => {
  it('is JSON in UTF-8', async () => {
    const { response } = await call(good);
    expect(response.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
    expect(JSON.parse(response.body)).toStrictEqual({ ok: 'Được' });
  });
});

describe('a problem', () => {
  it('is answered with its document and its headers, and is no defect', async () => {
    const { response, defects } = await call(problem, { 'x-request-id': 'req-abc-1' });
    expect(response.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'www-authenticate': 'Bearer',
    });
    expect(JSON.parse(response.body)).toMatchObject({
      code: 'missing-scope',
      status: 403,
      requestId: 'req-abc-1',
    });
    expect(defects).toStrictEqual([]);
  });
});

describe('a defect', () => {
  it('is answered without message and stack, and reported', async () => {
    const { response, defects, lines } = await call(defect);
    expect(JSON.parse(response.body)).toMatchObject({ code: 'internal', status: 500 });
    expect(response.body).not.toMatch(/TypeError|Cannot read|Mẫu|001190000017|endpoint\.test| {4}at /);
    expect(defects).toMatchObject([{ name: 'TypeError' }]);
    expect(JSON.stringify(lines)).not.toMatch(/Mẫu|001190000017/);
  });

  it('that is thrown at once, not rejected, is answered alike', async () => {
    const { response } = await call(() => {
      throw new RangeError('bímật');
    });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('bímật');
  });
});
