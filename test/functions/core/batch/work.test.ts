import { describe, expect, it } from 'vitest';

import type { Batch } from '../../../../functions/core/batch/batch.ts';
import type { BatchMessage, BatchStore, WorkPorts } from '../../../../functions/core/batch/ports.ts';
import { stateOf } from '../../../../functions/core/batch/progress.ts';
import { type Continuation, workBatch } from '../../../../functions/core/batch/work.ts';
import type { InquiryStore, Refusal } from '../../../../functions/core/eligibility/ports.ts';
import type { AskOutcome } from '../../../../functions/core/registry/answer.ts';
import { patiently } from '../../../support/attempts.ts';
import { createClock } from '../../../support/clock.ts';
import { createMemoryBatches, createMemoryTurns } from '../../../support/memory-batches.ts';
import { createMemoryInquiries } from '../../../support/memory-stores.ts';
import { answered, facility, operator, person, unreachable } from '../../../support/samples.ts';

const limits = { ratePerSecond: 5, freshForMs: 900_000, startForMs: 42_000, leaseMs: 95_000 };
const numberOf = (line: number): string => `0011900${String(line).padStart(5, '0')}`;

/** A batch of so many people, and a registry that says what the test wants, and of whom it was asked. */
async function begin(people: number, says: (number: string) => AskOutcome = () => answered('000')) {
  const clock = createClock();
  const asked: string[] = [];
  let refusal: Refusal | null = null;
  const defects: unknown[] = [];
  const ports: WorkPorts = {
    ...clock,
    batches: createMemoryBatches(),
    turns: createMemoryTurns(clock.now),
    inquiries: createMemoryInquiries(),
    registry: {
      check: ({ person: { number } }) => {
        asked.push(number);
        return Promise.resolve(says(number));
      },
    },
    attempt: patiently,
    circuit: { refusal: () => Promise.resolve(refusal), record: () => Promise.resolve() },
    newId: () => `ask-${asked.length}-${Math.random()}`,
    onDefect: (defect) => defects.push(defect),
  };
  const batch: Batch = {
    id: 'batch-1',
    facility,
    createdAt: clock.now(),
    expiresAt: new Date('2026-11-24T00:00:00Z'),
    lines: people,
    accepted: people,
    rejected: 0,
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
  };
  const lines = Array.from({ length: people }, (_, index) => ({
    line: index + 1,
    ref: null,
    person: { ...person, number: numberOf(index + 1) },
    visit: { id: null, date: '2026-11-22' },
    operator,
  }));
  await ports.batches.create(batch, lines, []);
  const first: BatchMessage = { facility, batchId: batch.id, step: 0 };
  const work = (message = first, more: Partial<WorkPorts> = {}): Promise<Continuation | null> =>
    workBatch({ ...ports, ...more }, message, limits);
  return {
    clock,
    ports,
    asked,
    defects,
    first,
    lines,
    work,
    refuse: (by: Refusal | null) => {
      refusal = by;
    },
    current: async (): Promise<Batch> => (await ports.batches.read(facility, batch.id)) ?? batch,
    /** As the queue does: each message when its time has come. */
    toTheEnd: async (): Promise<number[]> => {
      const delays: number[] = [];
      for (let next = await work(); next !== null; next = await work(next.message)) {
        delays.push(next.delaySeconds);
        clock.advance(next.delaySeconds * 1000);
      }
      return delays;
    },
  };
}

describe('a batch', () => {
  it('is worked off at its rate, each person asked about once', async () => {
    const { toTheEnd, asked, current, clock } = await begin(120);
    const startedAt = clock.now();
    await toTheEnd();
    const { progress } = await current();
    expect(new Set(asked).size).toBe(120);
    expect(asked).toHaveLength(120);
    expect(progress.verdicts).toEqual({ eligible: 120, 'not-eligible': 0, undetermined: 0 });
    expect(progress.finishedAt).not.toBeNull();
    // 120 starts at five a second; the first takes no time.
    expect(clock.now().getTime() - startedAt.getTime()).toBeGreaterThanOrEqual(119 * 200);
  });

  it('is handed on by a message of the next step when the time is over', async () => {
    const { work, asked, current } = await begin(400);
    expect(await work()).toEqual({ message: { facility, batchId: 'batch-1', step: 1 }, delaySeconds: 0 });
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.length).toBeLessThan(250);
    expect((await current()).progress.finishedAt).toBeNull();
  });

  it('asks nobody about whom something fresh is known, a mismatch included', async () => {
    const { work, first, ports, asked, lines } = await begin(10, () => answered('060'));
    await work();
    const batch = await ports.batches.read(facility, first.batchId);
    if (batch === null) throw new Error('The batch is gone');
    const next = { ...batch, id: 'batch-2', progress: { ...batch.progress, chunk: 0, finishedAt: null } };
    await ports.batches.create(next, lines, []);
    expect(await work({ ...first, batchId: 'batch-2' })).toBeNull();
    expect(asked).toHaveLength(10);
    const [result] = await ports.batches.results(next, 0);
    expect(result?.basis).toMatchObject({ source: 'cache', outcome: answered('060') });
  });
});

describe('lines that the registry is silent about', () => {
  it('are asked about in three passes, minutes apart, then stand as undetermined', async () => {
    const silentOf = numberOf(7);
    const { toTheEnd, asked, current } = await begin(60, (number) =>
      number === silentOf ? unreachable : answered('000'),
    );
    expect((await toTheEnd()).filter((delay) => delay > 0)).toEqual([120, 300]);
    expect(asked.filter((number) => number === silentOf)).toHaveLength(3);
    expect(asked).toHaveLength(62);
    expect((await current()).progress.verdicts).toEqual({ eligible: 59, 'not-eligible': 0, undetermined: 1 });
  });

  it('end the batch as soon as the registry has spoken about each', async () => {
    let isDown = true;
    const { work, clock, current, asked } = await begin(20, () => (isDown ? unreachable : answered('000')));
    const next = await work();
    expect(stateOf(await current(), clock.now())).toBe('waiting');
    isDown = false;
    clock.advance(120_000);
    expect(await work(next?.message)).toBeNull();
    expect((await current()).progress.verdicts.eligible).toBe(20);
    expect(asked).toHaveLength(40);
  });
});

describe('an open circuit', () => {
  it('makes the batch wait until it may be tried again', async () => {
    const { work, refuse, clock, current, asked } = await begin(20);
    const until = new Date(clock.now().getTime() + 1_200_000);
    refuse({ reason: 'registry-unreachable', until });
    const next = await work();
    const leftS = (): number => Math.ceil((until.getTime() - clock.now().getTime()) / 1000);
    expect(next).toMatchObject({ message: { step: 1 }, delaySeconds: leftS() });
    expect(stateOf(await current(), clock.now())).toBe('waiting');
    // A queue delays by a quarter of an hour at most.
    clock.advance(900_000);
    expect(await work(next?.message)).toMatchObject({ message: { step: 1 }, delaySeconds: leftS() });
    refuse(null);
    clock.advance(300_000);
    expect(await work(next?.message)).toBeNull();
    expect(asked).toHaveLength(20);
  });
});

describe('a worker that is killed', () => {
  it('loses nothing: its message comes again, and nobody who was answered is asked about again', async () => {
    const { work, ports, asked, current, clock, toTheEnd } = await begin(60);
    const putResults = (): Promise<void> => Promise.reject(new Error('killed'));
    await expect(work(undefined, { batches: { ...ports.batches, putResults } })).rejects.toThrow('killed');
    expect(asked).toHaveLength(50);
    clock.advance(540_000);
    await toTheEnd();
    expect(asked).toHaveLength(60);
    expect((await current()).progress.verdicts.eligible).toBe(60);
  });

  it('between result and count counts once', async () => {
    const { work, ports, current, toTheEnd } = await begin(60);
    const advance: BatchStore['advance'] = (batch, progress) =>
      progress.chunk > 0 ? Promise.reject(new Error('killed')) : ports.batches.advance(batch, progress);
    await expect(work(undefined, { batches: { ...ports.batches, advance } })).rejects.toThrow('killed');
    await toTheEnd();
    expect((await current()).progress.verdicts.eligible).toBe(60);
  });
});

describe('a message', () => {
  it('whose work was handed on is dropped', async () => {
    const { work, first, asked } = await begin(400);
    const next = await work();
    await work(next?.message);
    const before = asked.length;
    expect(await work(first)).toBeNull();
    expect(asked).toHaveLength(before);
  });

  it('about a batch that is gone, or has ended, is dropped', async () => {
    const { work, first, toTheEnd } = await begin(5);
    await toTheEnd();
    expect(await work()).toBeNull();
    expect(await work({ ...first, batchId: 'batch-0' })).toBeNull();
    expect(await work({ ...first, facility: '99002' })).toBeNull();
  });

  it('waits while another batch of the facility is worked on', async () => {
    const { work, first, ports, clock } = await begin(5);
    await ports.turns.take(facility, 'batch-2/0', new Date(clock.now().getTime() + 95_000));
    expect(await work()).toEqual({ message: first, delaySeconds: 5 });
  });
});

describe('a batch that is cancelled', () => {
  it('is worked on no more, and keeps what it has', async () => {
    const { work, ports, current, asked } = await begin(400);
    const next = await work();
    const { progress } = await current();
    await ports.batches.cancel(await current(), new Date());
    const before = asked.length;
    expect(await work(next?.message)).toBeNull();
    expect(asked).toHaveLength(before);
    expect((await current()).progress).toEqual(progress);
  });
});

describe('a line', () => {
  it('that a desk is asking about waits for its answer', async () => {
    const { work, ports, clock, asked, lines, current } = await begin(1);
    const subject = { facility, person: lines[0]?.person ?? person };
    const seen = await ports.inquiries.read(subject);
    const leaseUntil = new Date(clock.now().getTime() + 45_000);
    await ports.inquiries.begin(subject, seen, { id: 'desk', at: clock.now(), leaseUntil });
    let looks = 0;
    const read: InquiryStore['read'] = async (of) => {
      if (++looks === 4) await ports.inquiries.end(of, 'desk', answered('000'), clock.now());
      return ports.inquiries.read(of);
    };
    expect(await work(undefined, { inquiries: { ...ports.inquiries, read } })).toBeNull();
    expect(asked).toEqual([]);
    expect((await current()).progress.verdicts.eligible).toBe(1);
  });

  it('at which we fail does not stop the others', async () => {
    const { work, defects, current } = await begin(10, (number) => {
      if (number === numberOf(3)) throw new Error('a defect');
      return answered('000');
    });
    expect(await work()).toMatchObject({ delaySeconds: 120 });
    expect(defects).toHaveLength(1);
    expect((await current()).progress.verdicts.eligible).toBe(9);
  });
});
