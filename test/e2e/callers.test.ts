import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { personById } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import type { LocalService } from '../../local/service.ts';
import { type Desk, lookupId, send, signIn, startService } from '../support/desk.ts';

let service: LocalService;
let desk: Desk;
let otherDesk: Desk;
const subject = chipSubject(personById('valid-employee'));

beforeAll(async () => {
  service = await startService();
  desk = await signIn(service, '99003');
  otherDesk = await signIn(service, '99008');
});
afterAll(() => service.close());

const withToken = (authorization: string | null) =>
  send(`${service.url}/v1/eligibility`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== null && { authorization }) },
    body: JSON.stringify({ subject }),
  });

describe('access tokens', () => {
  it.each([
    ['none', null],
    ['another scheme', 'Basic aGlzOnNlY3JldA=='],
    ['not a token', 'Bearer not-a-token'],
  ])('%s: 401 with a challenge', async (_what, authorization) => {
    const { status, body, headers } = await withToken(authorization);
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'unauthenticated', status: 401 });
    expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(headers.get('content-type')).toBe('application/problem+json');
  });

  it('signed by another issuer: 401', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const token = await new SignJWT({ client_id: 'his-99003', scope: 'eligibility:check' })
      .setProtectedHeader({ alg: 'ES256', kid: 'facilities-1' })
      .setIssuer(`${service.url}/sandbox/oidc`)
      .setAudience('https://tiep-don.sandbox')
      .setExpirationTime('5m')
      .sign(privateKey);
    expect((await withToken(`Bearer ${token}`)).status).toBe(401);
  });

  it('without the scope: 403 that names it', async () => {
    const historian = await signIn(service, '99003', 'eligibility:history');
    const { status, body } = await historian.ask(subject);
    expect(status).toBe(403);
    expect(body).toMatchObject({
      code: 'missing-scope',
      detail: 'The access token lacks the scope eligibility:check.',
    });
  });
});

describe('one facility never sees what another asked', () => {
  it('its lookups answer 404 to others', async () => {
    const { body } = await desk.ask(subject);
    expect((await desk.get(`/v1/lookups/${lookupId({ body })}`)).status).toBe(200);
    const theirs = await otherDesk.get(`/v1/lookups/${lookupId({ body })}`);
    expect(theirs.status).toBe(404);
    expect(theirs.body).toMatchObject({ code: 'not-found' });
  });

  it('its answers are not served to others: they ask the registry themselves', async () => {
    await desk.settle(subject);
    const before = service.registry?.stats().lookups ?? NaN;
    const { body } = await otherDesk.settle(subject);
    expect(body).toMatchObject({ freshness: { source: 'registry' } });
    expect(service.registry?.stats().lookups).toBe(before + 1);
  });
});

describe('who has only the number', () => {
  it('a wrong name gets no answer out of the cache', async () => {
    await desk.settle(subject);
    const { body } = await desk.settle({ ...subject, fullName: 'Phạm Văn Khác' });
    expect(body).toMatchObject({
      verdict: 'undetermined',
      reason: 'identity-mismatch',
      cards: [],
      card: null,
    });
  });
});

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'HS-2026-000123-arrival' };

  it('the same key and body give the same lookup, also at once', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => desk.ask(subject, {}, key)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => lookupId({ body }))).size).toBe(1);
  });

  it('another body under the same key: 409, and nothing is looked up', async () => {
    const { status, body } = await desk.ask(subject, { visit: { id: 'another' } }, key);
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('is free again after a request that came to nothing', async () => {
    const other = { 'idempotency-key': 'HS-2026-000124' };
    expect((await desk.ask({ ...subject, personalId: '1' }, {}, other)).status).toBe(400);
    expect((await desk.ask(subject, {}, other)).status).toBe(200);
  });

  it('belongs to the facility: another may use the same key', async () => {
    const mine = await desk.ask(subject, {}, key);
    const theirs = await otherDesk.ask(subject, {}, key);
    expect(theirs.status).toBe(200);
    expect(theirs.body['lookupId']).not.toBe(mine.body['lookupId']);
  });
});

it('X-Request-ID is echoed, on answers and on problems', async () => {
  const headers = { 'x-request-id': 'HIS-77:a' };
  expect((await desk.ask(subject, {}, headers)).headers.get('x-request-id')).toBe('HIS-77:a');
  const problem = await desk.post('{', headers);
  expect(problem.headers.get('x-request-id')).toBe('HIS-77:a');
  expect(problem.body).toMatchObject({ requestId: 'HIS-77:a' });
});
