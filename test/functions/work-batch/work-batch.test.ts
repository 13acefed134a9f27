import { describe, expect, it } from 'vitest';

import { countFaults, createWorker, type WorkerPorts } from '../../../functions/work-batch/work-batch.ts';
import { patiently } from '../../support/attempts.ts';
import { createClock } from '../../support/clock.ts';
import { createMemoryBatches, createMemoryTurns } from '../../support/memory-batches.ts';
import { createMemoryInquiries } from '../../support/memory-stores.ts';
import { answered, facility, operator, person, unreachable } from '../../support/samples.ts';

const record = (messageId: string, body: unknown) => ({ messageId, body: JSON.stringify(body) });

async function begin(more: Partial<WorkerPorts> = {}) {
  const clock = createClock();
  const sent: unknown[] = [];
  const defects: unknown[] = [];
  const batches = createMemoryBatches();
  const ports: WorkerPorts = {
    ...clock,
    batches,
    turns: createMemoryTurns(clock.now),
    inquiries: createMemoryInquiries(),
    attempt: patiently,
    registry: { check: () => Promise.resolve(unreachable) },
    circuit: { refusal: () => Promise.resolve(null), record: () => Promise.resolve() },
    newId: () => 'ask-1',
    onDefect: (defect) => defects.push(defect),
    onWorked: () => undefined,
    queue: {
      send: (message, delaySeconds) => {
        sent.push([message, delaySeconds]);
        return Promise.resolve();
      },
    },
    ...more,
  };
  const progress = {
    step: 0,
    pass: 0,
    chunk: 0,
    verdicts: { eligible: 0, 'not-eligible': 0, undetermined: 0 },
    startedAt: null,
    waitUntil: null,
    finishedAt: null,
  };
  const at = clock.now();
  await batches.create(
    {
      id: 'b',
      facility,
      createdAt: at,
      expiresAt: at,
      lines: 1,
      accepted: 1,
      rejected: 0,
      cancelledAt: null,
      progress,
    },
    [{ line: 1, ref: null, person, visit: { id: null, date: '2026-11-22' }, operator }],
    [],
  );
  return { sent, defects, work: createWorker(ports, { rateOf: () => 5, freshForMs: 900_000 }) };
}

describe('a message of the queue', () => {
  it('is done when the next one is sent', async () => {
    const { work, sent } = await begin();
    expect(await work([record('m', { facility, batchId: 'b', step: 0 })])).toEqual([]);
    expect(sent).toEqual([[{ facility, batchId: 'b', step: 1 }, 120]]);
  });

  it('comes again where the next one could not be sent', async () => {
    const { work, defects } = await begin({
      queue: { send: () => Promise.reject(new Error('SQS is away')) },
    });
    expect(await work([record('m', { facility, batchId: 'b', step: 0 })])).toEqual(['m']);
    expect(defects).toHaveLength(1);
  });

  it('that nobody can read comes again, and keeps no other from being worked on', async () => {
    const { work, sent } = await begin();
    const records = [record('bad', { batchId: 'b' }), record('m', { facility, batchId: 'b', step: 0 })];
    expect(await work(records)).toEqual(['bad']);
    expect(sent).toHaveLength(1);
  });
});

describe('faults of the registry', () => {
  it('are told, and answers are not', async () => {
    const told: string[] = [];
    const request = { facility, person, operator };
    for (const outcome of [unreachable, answered('000')]) {
      const counting = countFaults({ check: () => Promise.resolve(outcome) }, (reason) => told.push(reason));
      expect(await counting.check(request)).toEqual(outcome);
    }
    expect(told).toEqual(['registry-unreachable']);
  });
});
