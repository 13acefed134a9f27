import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { people, personById } from '../../local/people/people.ts';
import { cardQr, cardSubject, chipSubject } from '../../local/people/scans.ts';
import { sandboxOperator as operator } from '../../local/sandbox.ts';
import type { LocalService } from '../../local/service.ts';
import { ndjson, upload } from '../support/batches.ts';
import { type Desk, signIn, startService } from '../support/desk.ts';

/** So slow that what is checked of a running batch is checked while it runs. */
const SLOW = '99005';

let service: LocalService;
let desk: Desk;
beforeAll(async () => {
  service = await startService({
    functionEnvironment: { BATCH_RATE_PER_SECOND: '20', BATCH_FACILITY_RATES: `{"${SLOW}":0.2}` },
  });
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());

const gzip = { 'content-encoding': 'gzip' };
const items = people.slice(0, 8).map((person) => ({ subject: chipSubject(person) }));
const lines = items.map((item) => JSON.stringify({ ...item, operator }));

describe('an upload', { timeout: 60_000 }, () => {
  it('may be gzipped, as JSON and as NDJSON', async () => {
    const asJson = await upload(desk, gzipSync(JSON.stringify({ operator, items })), gzip);
    expect(asJson.answer.body).toMatchObject({ accepted: 8, rejected: 0 });
    const asLines = await upload(desk, gzipSync(lines.join('\n')), { ...ndjson, ...gzip });
    expect(asLines.answer.body).toMatchObject({ accepted: 8, rejected: 0 });
  });

  it('takes every kind of subject that needs nobody to be there', async () => {
    const person = personById('valid-pensioner');
    const batch = await upload(
      desk,
      JSON.stringify({
        operator,
        visit: { date: '2026-12-01' },
        items: [
          { subject: cardSubject(person), ref: 'card' },
          { subject: { kind: 'card-qr', payload: cardQr(person) }, visit: { date: '2026-12-02' }, ref: 'qr' },
          { subject: { kind: 'scan', payload: cardQr(person) }, visit: { date: '2026-12-03' }, ref: 'scan' },
        ],
      }),
    );
    await batch.end();
    const found = (await batch.results()).map(({ ref, verdict }) => [ref, verdict]);
    expect(found).toEqual(['card', 'qr', 'scan'].map((ref) => [ref, 'eligible']));
  });

  it('that was cut off in its gzip stream is worked off as far as it can be read', async () => {
    // What cannot be compressed keeps the cut within the lines.
    const noisy = lines.map((line) =>
      JSON.stringify({ ...JSON.parse(line), ref: randomBytes(30).toString('hex') }),
    );
    const whole = gzipSync(noisy.join('\n'));
    const batch = await upload(desk, whole.subarray(0, whole.length - 200), { ...ndjson, ...gzip });
    expect(batch.answer.status).toBe(202);
    const accepted = Number(batch.answer.body['accepted']);
    expect(accepted).toBeGreaterThan(0);
    expect(accepted).toBeLessThan(8);
    const { body } = await desk.get(`/v1/batches/${batch.id}/errors`);
    expect(body).toMatchObject({ errors: [{ line: accepted + 1, code: 'cut-off' }] });
  });

  it('without one good line is a batch that has ended', async () => {
    const batch = await upload(desk, JSON.stringify({ items }));
    expect(batch.answer).toMatchObject({ status: 202, body: { state: 'done', accepted: 0, rejected: 8 } });
    expect(await batch.results()).toEqual([]);
  });

  it('of 50,001 lines is refused, and the limit named', async () => {
    const body = gzipSync(`${lines[0]}\n`.repeat(50_001));
    const { status, body: problem } = await desk.send('/v1/batches', body, { ...ndjson, ...gzip });
    expect([status, problem['code']]).toEqual([413, 'batch-too-large']);
    expect(problem['detail']).toContain('50000');
  });

  it.each([
    ['nothing', '', {}, 400, 'malformed-json'],
    ['no items', '{"items":[]}', {}, 400, 'bad-request'],
    ['an unknown field', '{"items":[{}],"rows":[]}', {}, 400, 'bad-request'],
    ['lines that are no JSON', 'a;b;c\n1;2;3\n', ndjson, 400, 'malformed-json'],
    ['no lines', '\n\n', ndjson, 400, 'malformed-json'],
    ['gzip that is none', '{"items":[{}]}', gzip, 400, 'bad-request'],
    ['another encoding', '{"items":[{}]}', { 'content-encoding': 'br' }, 415, 'unsupported-media-type'],
    ['another type', '{"items":[{}]}', { 'content-type': 'text/csv' }, 415, 'unsupported-media-type'],
    ['a bomb', gzipSync(Buffer.alloc(33 * 1024 * 1024, ' ')), { ...ndjson, ...gzip }, 413, 'batch-too-large'],
  ])('of %s is refused', async (_what, body, headers, status, code) => {
    const answer = await desk.send('/v1/batches', body, headers);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
  });
});

describe('an idempotency key', { timeout: 60_000 }, () => {
  it('stands for one batch and one body, at one facility', async () => {
    const key = { 'idempotency-key': 'list-of-monday' };
    const body = JSON.stringify({ operator, items });
    const first = await upload(desk, body, key);
    const second = await upload(desk, body, key);
    expect([second.answer.status, second.id]).toEqual([202, first.id]);
    const other = await upload(desk, JSON.stringify({ operator, items: items.slice(1) }), key);
    expect(other.answer.body).toMatchObject({ code: 'idempotency-key-reused' });
    const elsewhere = await upload(await signIn(service, '99001'), body, key);
    expect(elsewhere.answer.status).toBe(202);
    expect(elsewhere.id).not.toBe(first.id);
  });
});

describe('a batch that runs', { timeout: 60_000 }, () => {
  it('says when to look again and when it will end; cancelled, it stays so, and what is done can be read', async () => {
    const slow = await signIn(service, SLOW);
    const batch = await upload(slow, JSON.stringify({ operator, items }));
    const running = await slow.get(`/v1/batches/${batch.id}`);
    expect(running.body).toMatchObject({ ratePerSecond: 0.2, done: 0, finishedAt: null });
    expect(Number(running.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Date.parse(String(running.body['expectedEnd']))).toBeGreaterThan(Date.now() + 20_000);

    const cancelled = await slow.send(`/v1/batches/${batch.id}/cancel`, '');
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'cancelled', expectedEnd: null } });
    const again = await slow.send(`/v1/batches/${batch.id}/cancel`, '');
    expect(again.body).toMatchObject({ state: 'cancelled' });
    expect((await slow.get(`/v1/batches/${batch.id}/results`)).status).toBe(200);
  });

  it('cancelled after its end has ended all the same', async () => {
    const batch = await upload(desk, JSON.stringify({ operator, items: items.slice(0, 1) }));
    await batch.end();
    const { body } = await desk.send(`/v1/batches/${batch.id}/cancel`, '');
    expect(body).toMatchObject({ state: 'done', done: 1 });
  });
});

describe('an address below a batch', () => {
  it('refuses a cursor that none of its answers gave', async () => {
    const batch = await upload(desk, JSON.stringify({ operator, items: items.slice(0, 1) }));
    const { body } = await desk.get(`/v1/batches/${batch.id}/results?cursor=last`);
    expect(body).toMatchObject({ code: 'bad-request' });
  });

  it('is not there for what is no batch', async () => {
    const { body } = await desk.get('/v1/batches/0/results');
    expect(body).toMatchObject({ code: 'not-found' });
  });
});
