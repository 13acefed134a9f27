import { describe, expect, it } from 'vitest';

import { createBatchTurns } from '../../../../functions/adapters/dynamodb/batch-turns.ts';
import { createBatchStore } from '../../../../functions/adapters/dynamodb/batches.ts';
import type { Batch, BatchLine, LineResult } from '../../../../functions/core/batch/batch.ts';
import type { LineFault } from '../../../../functions/core/batch/faults.ts';
import type { BatchStore } from '../../../../functions/core/batch/ports.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { createMemoryBatches, createMemoryTurns } from '../../../support/memory-batches.ts';
import { answered, facility, operator, person } from '../../../support/samples.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const clock = createClock();
const inTable = createBatchStore({ table, keyring: testKeyring(), now: clock.now });

let serial = 0;
const newBatch = (accepted: number, rejected: number): Batch => ({
  id: `01930000-0000-7000-8000-${String(++serial).padStart(12, '0')}`,
  facility,
  createdAt: clock.now(),
  expiresAt: new Date('2026-11-23T16:59:59Z'),
  lines: accepted + rejected,
  accepted,
  rejected,
  cancelledAt: null,
  progress: {
    step: 0,
    pass: 0,
    chunk: 0,
    verdicts: { eligible: 0, 'not-eligible': 0, undetermined: 0 },
    startedAt: null,
    waitUntil: null,
    finishedAt: null,
  },
});
const linesOf = (count: number): BatchLine[] =>
  Array.from({ length: count }, (_, index) => ({
    line: index + 1,
    ref: index % 2 === 0 ? `HIS-ref-${index}` : null,
    person,
    visit: { id: null, date: '2026-11-22', setting: 'outpatient' },
    operator,
  }));
const faultsOf = (count: number): LineFault[] =>
  Array.from({ length: count }, (_, index) => ({ line: 1000 + index, code: 'duplicate', sameAs: 1 }));
const result: LineResult = {
  line: 1,
  attempts: 1,
  basis: {
    outcome: answered('000', undefined, 'Thẻ của 001190000017'),
    source: 'registry',
    asOf: clock.now(),
  },
};

describe.each<[string, BatchStore]>([
  ['DynamoDB', inTable],
  ['memory', createMemoryBatches()],
])('batches in %s', (_where, store) => {
  it('are read as they were stored, by their facility alone', async () => {
    const batch = newBatch(120, 3);
    const lines = linesOf(120);
    expect(await store.create(batch, lines, faultsOf(3))).toBe(true);
    expect(await store.read(facility, batch.id)).toEqual(batch);
    expect(await store.read('99002', batch.id)).toBeNull();
    const chunks = await Promise.all([0, 1, 2, 3].map((chunk) => store.lines(batch, chunk)));
    expect(chunks.map(({ length }) => length)).toEqual([50, 50, 20, 0]);
    expect(chunks.flat()).toEqual(lines);
    expect(await store.faults(batch, 0)).toEqual({ faults: faultsOf(3), isLast: true });
  });

  it('are created once', async () => {
    const batch = newBatch(1, 0);
    const created = await Promise.all([1, 2, 3].map(() => store.create(batch, linesOf(1), [])));
    expect(created.filter(Boolean)).toHaveLength(1);
  });

  it('are advanced only from where they were read', async () => {
    const batch = newBatch(1, 0);
    await store.create(batch, linesOf(1), []);
    const progress = { ...batch.progress, step: 1, startedAt: clock.now() };
    const started = await store.advance(batch, progress);
    expect(started).toEqual({ ...batch, progress });
    expect(await store.advance(batch, { ...batch.progress, chunk: 1 })).toBeNull();
    expect(await store.read(facility, batch.id)).toEqual(started);
  });

  it('are advanced no more once they are cancelled', async () => {
    const batch = newBatch(1, 0);
    await store.create(batch, linesOf(1), []);
    expect(await store.cancel(batch, clock.now())).toBe(true);
    expect(await store.cancel(batch, clock.now())).toBe(false);
    expect(await store.advance(batch, { ...batch.progress, chunk: 1 })).toBeNull();
    expect(await store.read(facility, batch.id)).toEqual({ ...batch, cancelledAt: clock.now() });
  });

  it('keep results by chunk, and are gone when removed', async () => {
    const batch = newBatch(1, 0);
    await store.create(batch, linesOf(1), []);
    expect(await store.results(batch, 0)).toEqual([]);
    await store.putResults(batch, 0, [result]);
    expect(await store.results(batch, 0)).toMatchObject([
      { line: 1, attempts: 1, basis: { source: 'registry' } },
    ]);
    await store.remove(batch);
    expect(await store.read(facility, batch.id)).toBeNull();
  });
});

describe('batches in the table', () => {
  it('hold no person in clear, and nothing the registry said in its own words', async () => {
    const batch = newBatch(2, 2);
    await inTable.create(batch, linesOf(2), faultsOf(2));
    await inTable.putResults(batch, 0, [result]);
    const content = readable(await everyItem(table));
    expect(content).not.toMatch(/001190000017|Mẫu|1990-02-17|Quầy|HIS-ref/);
    const [kept] = await inTable.results(batch, 0);
    expect(JSON.stringify(kept)).not.toContain('001190000017');
  });

  it('list bad lines by pages of five hundred', async () => {
    const batch = newBatch(0, 501);
    await inTable.create(batch, [], faultsOf(501));
    expect(await inTable.faults(batch, 0)).toMatchObject({ isLast: false });
    expect(await inTable.faults(batch, 1)).toEqual({ faults: faultsOf(501).slice(500), isLast: true });
  });

  it('of which not everything could be written are not there', async () => {
    const batch = newBatch(200, 0);
    let uses = 0;
    const keys = testKeyring();
    const dying = createBatchStore({
      table,
      keyring: {
        ...keys,
        current: () => (++uses > 2 ? Promise.reject(new Error('killed')) : keys.current()),
      },
      now: clock.now,
    });
    await expect(dying.create(batch, linesOf(200), [])).rejects.toThrow('killed');
    expect(await inTable.read(facility, batch.id)).toBeNull();
  });

  it('are over when their time is, whenever DynamoDB deletes them', async () => {
    const batch = newBatch(1, 0);
    await inTable.create(batch, linesOf(1), []);
    const later = createBatchStore({
      table,
      keyring: testKeyring(),
      now: () => new Date('2026-11-23T17:00:00Z'),
    });
    expect(await later.read(facility, batch.id)).toBeNull();
    expect(await later.lines(batch, 0)).toEqual([]);
  });
});

describe.each([
  ['DynamoDB', createBatchTurns({ table, now: clock.now })],
  ['memory', createMemoryTurns(clock.now)],
])('turns of batches in %s', (where, turns) => {
  const of = where === 'memory' ? '99001' : '99002';
  const lease = (): Date => new Date(clock.now().getTime() + 95_000);

  it('are one per facility, ended by their holder or with their lease', async () => {
    const end = await turns.take(of, 'a/0', lease());
    expect(end).not.toBeNull();
    expect(await turns.take(of, 'b/0', lease())).toBeNull();
    expect(await turns.take('99003', 'b/0', lease())).not.toBeNull();
    await end?.();
    expect(await turns.take(of, 'b/0', lease())).not.toBeNull();
    clock.advance(95_000);
    expect(await turns.take(of, 'a/1', lease())).not.toBeNull();
  });

  it('are taken over by the message that comes again', async () => {
    clock.advance(95_000);
    expect(await turns.take(of, 'a/2', lease())).not.toBeNull();
    expect(await turns.take(of, 'a/2', lease())).not.toBeNull();
  });
});
