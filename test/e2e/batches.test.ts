import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { people, personById } from '../../local/people/people.ts';
import { chipSubject, citizenQr } from '../../local/people/scans.ts';
import type { RegistrySimulator } from '../../local/registry-simulator/index.ts';
import { sandboxOperator as operator } from '../../local/sandbox.ts';
import type { LocalService } from '../../local/service.ts';
import { ndjson, upload, type Uploaded } from '../support/batches.ts';
import { type Desk, signIn, startService } from '../support/desk.ts';

let service: LocalService;
let registry: RegistrySimulator;
let desk: Desk;

beforeAll(async () => {
  service = await startService({ functionEnvironment: { BATCH_RATE_PER_SECOND: '50' } });
  if (service.registry === null) throw new Error('These tests need the simulator');
  registry = service.registry;
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());

/** Those about whom the registry speaks: what it is silent about is asked again minutes later. */
const spokenOf = people
  .filter(({ expected: { reason } }) => !/^registry-fault|credentials|operator/.test(reason))
  .slice(0, 50);

const lineOf = (id: string, more: object = {}): object => ({
  subject: chipSubject(personById(id)),
  operator,
  ...more,
});

describe('three hundred lines with every kind of bad one', { timeout: 120_000 }, () => {
  const good = spokenOf.map((person, index) => ({
    ref: `L-${index}`,
    subject: chipSubject(person),
    operator,
  }));
  const bad = [
    '{"subject":',
    JSON.stringify({ ref: 'no-subject', operator }),
    JSON.stringify(good[0]),
    JSON.stringify({ subject: { kind: 'scan', payload: '001190000017' }, operator }),
    JSON.stringify(lineOf('valid-employee', { facility: '99001' })),
    JSON.stringify({ subject: chipSubject(personById('valid-employee')) }),
    JSON.stringify({ subject: { kind: 'vneid', token: 'a.b.c' }, operator }),
    JSON.stringify({ ...lineOf('valid-employee'), ref: 'x'.repeat(9000) }),
  ];
  /** The same people again, for visits on other days. */
  const repeats = Array.from({ length: 240 }, (_, index) => ({
    subject: { kind: 'citizen-qr', payload: citizenQr(spokenOf[index % 50] ?? personById('valid-employee')) },
    operator,
    visit: { date: `2026-12-${10 + Math.floor(index / 50)}` },
  }));
  const cutOff = '{"subject":{"kind":"chip","personalId":"0011';
  const lines = [
    ...good.map((line) => JSON.stringify(line)),
    '',
    ...bad,
    ...repeats.map((line) => JSON.stringify(line)),
    cutOff,
  ];
  let batch: Uploaded;
  let asked: number;

  beforeAll(async () => {
    const before = registry.stats().lookups;
    batch = await upload(desk, lines.join('\n'), ndjson);
    await batch.end();
    asked = registry.stats().lookups - before;
  }, 110_000);

  it('is taken at once, with what was accepted and rejected', () => {
    expect(lines).toHaveLength(300);
    expect(batch.answer.status).toBe(202);
    expect(batch.answer.body).toMatchObject({ state: 'queued', lines: 299, accepted: 290, rejected: 9 });
    expect(batch.answer.headers.get('location')).toBe(`batches/${batch.id}`);
  });

  it('lists each bad line with its number and code, and repeats nothing of it', async () => {
    const { body, text } = await desk.get(`/v1/batches/${batch.id}/errors`);
    expect(body).toMatchObject({
      errors: [
        { line: 52, code: 'malformed-json', pointer: null },
        { line: 53, code: 'not-valid', pointer: '/subject' },
        { line: 54, code: 'duplicate', sameAs: 1 },
        {
          line: 55,
          code: 'unreadable-scan',
          pointer: '/subject/payload',
          detail: 'SCAN_PERSONAL_NUMBER_ONLY',
        },
        { line: 56, code: 'other-facility', pointer: '/facility' },
        { line: 57, code: 'operator-required', pointer: '/operator' },
        { line: 58, code: 'not-for-batches', pointer: '/subject/kind' },
        { line: 59, code: 'line-too-long', pointer: null },
        { line: 300, code: 'cut-off', pointer: null },
      ],
      next: null,
    });
    expect(text).not.toMatch(/0011|no-subject|Mẫu/);
  });

  it('ends with the verdict of every good line, in their order, numbers masked', async () => {
    const { body } = await desk.get(`/v1/batches/${batch.id}`);
    expect(body).toMatchObject({ state: 'done', done: 290, expectedEnd: null });
    const results = await batch.results();
    expect(results).toHaveLength(290);
    expect(results.slice(0, 50)).toEqual(
      spokenOf.map(({ expected: { reason, verdict } }, index): unknown =>
        expect.objectContaining({ line: index + 1, ref: `L-${index}`, reason, verdict }),
      ),
    );
    expect(results[0]).toMatchObject({
      mayAdmit: true,
      card: { number: 'DN4999900000017' },
      coveredPercent: 80,
      freshness: { source: 'registry' },
      guidance: { en: 'The card can be used: admit.' },
    });
    expect(JSON.stringify(results)).not.toContain(personById('valid-employee').personalId);
  });

  it('asked the registry about each person once', () => {
    expect(asked).toBe(50);
  });

  it('asks about nobody again whose answer is fresh, and so does the desk', async () => {
    const before = registry.stats().lookups;
    const again = await upload(desk, JSON.stringify({ items: good.slice(0, 20) }));
    expect((await again.end()).body).toMatchObject({ state: 'done', done: 20 });
    const results = await again.results();
    expect(results.every(({ freshness }) => JSON.stringify(freshness).includes('"cache"'))).toBe(true);
    await desk.settle(chipSubject(personById('valid-employee')));
    expect(registry.stats().lookups).toBe(before);
  });

  it('is read as NDJSON too, page by page', async () => {
    const page = await desk.get(`/v1/batches/${batch.id}/results?cursor=5`, {
      accept: 'application/x-ndjson',
    });
    expect(page.headers.get('content-type')).toContain('application/x-ndjson');
    // Six chunks, the last of 40: what begins at the last is the last page.
    expect(page.text.trimEnd().split('\n')).toHaveLength(40);
    expect(page.headers.get('link')).toBeNull();
  });

  it('is not there for another facility', async () => {
    const other = await signIn(service, '99001');
    for (const path of ['', '/results', '/errors']) {
      expect((await other.get(`/v1/batches/${batch.id}${path}`)).body).toMatchObject({ code: 'not-found' });
    }
    const { status } = await other.send(`/v1/batches/${batch.id}/cancel`, '');
    expect(status).toBe(404);
  });
});
