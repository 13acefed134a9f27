import { describe, expect, it } from 'vitest';

import {
  answerCopay,
  type CopayPorts,
  type CopayState,
  readCopay,
  startCopay,
} from '../../../../functions/core/eligibility/copay.ts';
import type { CopayAsker, CopayRequest } from '../../../../functions/core/eligibility/ports.ts';
import type { CopayOutcome } from '../../../../functions/core/registry/copay-answer.ts';
import { type Clock, createClock } from '../../../support/clock.ts';
import { createMemoryCopays } from '../../../support/memory-stores.ts';
import { facility, lookup, person } from '../../../support/samples.ts';

const totals = { cumulative: 14_610_001, beforeJuly2026: 7_020_000, asOf: '20/11/2026 23:30' };
const answered: CopayOutcome = { kind: 'answered', totals };
const ready: CopayState = { status: 'ready', ...totals };
const pending: CopayState = { status: 'pending' };
const because = (reason: string) => ({ status: 'unavailable', reason });
const HOUR_MS = 3_600_000;

/** Co-payments in memory, and a registry that a test answers for. */
class World {
  readonly clock: Clock;
  readonly copays = createMemoryCopays();
  readonly asked: CopayRequest[] = [];
  readonly defects: unknown[] = [];
  /** What starting the asking function comes to: by default it runs, and has not answered yet. */
  start: CopayAsker['start'] = () => Promise.resolve('under-way');

  constructor(now?: string) {
    this.clock = createClock(now);
  }

  get ports(): CopayPorts {
    const { clock, copays, asked, defects } = this;
    const start: CopayAsker['start'] = (request, until) => {
      asked.push(request);
      return this.start(request, until);
    };
    return {
      ...clock,
      copays,
      copayAsker: { start },
      newId: () => `ask-${asked.length + 1}`,
      onDefect: (error) => defects.push(error),
    };
  }

  registryAnswers(outcome: CopayOutcome, request = this.asked.at(-1)): Promise<CopayOutcome | null> {
    if (request === undefined) throw new Error('nobody asked');
    const registry = { copayOf: () => Promise.resolve(outcome) };
    return answerCopay({ now: this.clock.now, copays: this.copays, registry }, request);
  }

  ask(question = lookup()): Promise<void> {
    return startCopay(this.ports, question, this.in(800));
  }

  read(waitMs = 0, question = lookup()): Promise<CopayState> {
    return readCopay(this.ports, question, this.in(waitMs));
  }

  in(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }
}

describe('a co-payment that is asked for', () => {
  it('is pending, and ready once the registry has answered', async () => {
    const world = new World();
    await world.ask();
    expect(await world.read()).toStrictEqual(pending);
    await world.registryAnswers(answered);
    expect(await world.read()).toStrictEqual(ready);
  });

  it('tells the asking function what the registry needs of the person, and no more', async () => {
    const world = new World();
    await world.ask();
    const { number, fullName, dateOfBirth } = person;
    expect(world.asked).toStrictEqual([
      { askId: 'ask-1', facility, person: { number, fullName, dateOfBirth }, year: 2026 },
    ]);
  });

  it('is asked once, however many lookups want it at the same time', async () => {
    const world = new World();
    await Promise.all([world.ask(), world.ask(), world.ask()]);
    await world.ask();
    expect(world.asked).toHaveLength(1);
  });

  it.each([
    ['another facility', { facility: '99002' }],
    ['another name', { person: { ...person, fullName: 'Đỗ Thị Mậu' } }],
    ['another birth date', { person: { ...person, dateOfBirth: '1990' } }],
  ])('is never shown to %s', async (_who, other) => {
    const world = new World();
    await world.ask();
    await world.registryAnswers(answered);
    expect(await world.read(0, lookup(other))).toStrictEqual(because('not-asked'));
  });

  it('is not asked again for six hours', async () => {
    const world = new World();
    await world.ask();
    await world.registryAnswers(answered);
    world.clock.advance(6 * HOUR_MS - 1);
    await world.ask();
    expect(world.asked).toHaveLength(1);
    world.clock.advance(1);
    expect(await world.read()).toStrictEqual(ready);
    await world.ask();
    expect(world.asked).toHaveLength(2);
  });

  it.each([
    'registry-unreachable',
    'registry-fault',
    'facility-credentials-rejected',
    'restricted-account',
  ] as const)('says for half a minute that there is none, and then asks again: %s', async (reason) => {
    const world = new World();
    await world.ask();
    await world.registryAnswers({ kind: 'failed', reason });
    expect(await world.read()).toStrictEqual(because(reason));
    world.clock.advance(29_999);
    await world.ask();
    expect(world.asked).toHaveLength(1);
    world.clock.advance(1);
    await world.ask();
    expect(world.asked).toHaveLength(2);
    expect(await world.read()).toStrictEqual(pending);
  });

  it('is given up where the asking function never ends, and asked anew', async () => {
    const world = new World();
    await world.ask();
    world.clock.advance(149_999);
    expect(await world.read()).toStrictEqual(pending);
    world.clock.advance(1);
    expect(await world.read()).toStrictEqual(because('registry-unreachable'));
    await world.ask();
    expect(world.asked.map(({ askId }) => askId)).toStrictEqual(['ask-1', 'ask-2']);
  });
});

describe('reading it', () => {
  it('asks nobody', async () => {
    const world = new World();
    expect(await world.read(20_000)).toStrictEqual(because('not-asked'));
    expect(world.asked).toStrictEqual([]);
  });

  it('waits for an asking that is under way, and no longer than told', async () => {
    const world = new World();
    await world.ask();
    const before = world.clock.now().getTime();
    expect(await world.read(20_000)).toStrictEqual(pending);
    expect(world.clock.now().getTime() - before).toBe(20_000);
  });

  it('returns as soon as the answer is there', async () => {
    const world = new World();
    await world.ask();
    const reading = world.read(20_000);
    await world.registryAnswers(answered);
    const before = world.clock.now().getTime();
    expect(await reading).toStrictEqual(ready);
    expect(world.clock.now().getTime() - before).toBeLessThan(20_000);
  });
});

describe('the year', () => {
  const visitOn = (date: string) => lookup({ visit: { id: null, date } });

  it.each(['2025-12-31', '2027-01-01'])('of a visit on %s is not this one: nobody is asked', async (date) => {
    const world = new World();
    await world.ask(visitOn(date));
    expect(world.asked).toStrictEqual([]);
    expect(await world.read(0, visitOn(date))).toStrictEqual(because('other-year'));
  });

  it('begins at midnight in Viet Nam', async () => {
    const world = new World('2026-12-31T17:00:00.000Z');
    await world.ask(visitOn('2026-12-31'));
    await world.ask(visitOn('2027-01-01'));
    expect(world.asked.map(({ year }) => year)).toStrictEqual([2027]);
  });

  it('keeps its figure for the lookups of its last day, and hands it to no visit of the next', async () => {
    const world = new World('2026-12-31T16:00:00.000Z');
    await world.ask(visitOn('2026-12-31'));
    await world.registryAnswers(answered);
    world.clock.advance(2 * HOUR_MS);
    expect(await world.read(0, visitOn('2026-12-31'))).toStrictEqual(ready);
    expect(await world.read(0, visitOn('2027-01-01'))).toStrictEqual(because('not-asked'));
  });
});

describe('what goes wrong on our side', () => {
  const defect = new Error('the table is away');

  it('is told, and leaves the lookup without a figure, not without an answer', async () => {
    const world = new World();
    world.copays.read = () => Promise.reject(defect);
    await world.ask();
    expect(await world.read()).toStrictEqual(because('not-asked'));
    expect(world.defects).toStrictEqual([defect, defect]);
  });

  it('frees the turn where the asking function does not start', async () => {
    const world = new World();
    world.start = () => Promise.resolve('not-started');
    await world.ask();
    expect(await world.read()).toStrictEqual(because('registry-unreachable'));
    expect(world.defects).toStrictEqual([]);
  });

  it('is told where starting it throws', async () => {
    const world = new World();
    world.start = () => Promise.reject(defect);
    await world.ask();
    expect(world.defects).toStrictEqual([defect]);
  });
});

describe('the asking function', () => {
  it('does not ask for one that waited in the queue until it was given up', async () => {
    const world = new World();
    await world.ask();
    world.clock.advance(150_000);
    expect(await world.registryAnswers(answered)).toBeNull();
    expect(await world.read()).toStrictEqual(because('registry-unreachable'));
  });

  it('does not ask for one that another has taken over, or that has ended', async () => {
    const world = new World();
    await world.ask();
    const [first] = world.asked;
    world.clock.advance(150_000);
    await world.ask();
    expect(await world.registryAnswers(answered, first)).toBeNull();
    expect(await world.registryAnswers(answered)).toStrictEqual(answered);
    expect(await world.registryAnswers({ kind: 'failed', reason: 'registry-fault' })).toBeNull();
    expect(await world.read()).toStrictEqual(ready);
  });

  it('ends the asking also where it has a defect', async () => {
    const world = new World();
    await world.ask();
    const [request] = world.asked;
    if (request === undefined) throw new Error('nobody asked');
    const defect = new Error('of ours');
    const registry = { copayOf: () => Promise.reject(defect) };
    const { now } = world.clock;
    await expect(answerCopay({ now, copays: world.copays, registry }, request)).rejects.toBe(defect);
    expect(await world.read()).toStrictEqual(because('registry-unreachable'));
  });
});
