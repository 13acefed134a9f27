import { describe, expect, it } from 'vitest';

import { askRegistry } from '../../../../functions/core/eligibility/ask.ts';
import { assessment, type Lookup } from '../../../../functions/core/eligibility/lookup-record.ts';
import { followUp, type LookupPorts, lookUp } from '../../../../functions/core/eligibility/lookup.ts';
import type {
  Asker,
  AskRequest,
  Attempting,
  Circuit,
  Refusal,
} from '../../../../functions/core/eligibility/ports.ts';
import type { AskOutcome } from '../../../../functions/core/registry/answer.ts';
import { closedCircuit, patiently } from '../../../support/attempts.ts';
import { type Clock, createClock } from '../../../support/clock.ts';
import { createMemoryInquiries, createMemoryLookups } from '../../../support/memory-stores.ts';
import { answered, facility, operator, period, person, unreachable } from '../../../support/samples.ts';

const FRESH_MS = 300_000;
const LEASE_MS = 45_000;
const usable = { eligible: 3_600_000, notEligible: 600_000, withdrawn: 300_000 };
const valid = answered('000');

/** A facility's desk with everything in memory and a registry that a test answers for. */
class World {
  readonly clock: Clock = createClock();
  readonly inquiries = createMemoryInquiries();
  readonly lookups = createMemoryLookups();
  readonly asked: AskRequest[] = [];
  circuit: Circuit = closedCircuit;
  attempt: Attempting = patiently;
  pause: Clock['pause'] = (milliseconds) => this.clock.pause(milliseconds);
  /** What the asking function does: by default the registry answers at once. */
  asker: Asker['ask'] = (request) => this.registryAnswers(request, valid);

  get ports(): LookupPorts {
    const { clock, inquiries, lookups } = this;
    const ask: Asker['ask'] = (request, until) => {
      this.asked.push(request);
      return this.asker(request, until);
    };
    const { circuit } = this;
    return { now: clock.now, pause: this.pause, inquiries, lookups, circuit, asker: { ask } };
  }

  registryAnswers(request: AskRequest, outcome: AskOutcome): Promise<AskOutcome> {
    const registry = { check: () => Promise.resolve(outcome) };
    const { inquiries, circuit, clock, attempt } = this;
    return askRegistry({ now: clock.now, inquiries, registry, circuit, attempt }, request);
  }

  lookUp(
    id: string,
    more: Partial<Pick<Lookup, 'facility' | 'person'>> = {},
    insists = false,
  ): Promise<Lookup> {
    const visit = { id: null, date: '2026-11-21' };
    const subject = { id, facility, person, presentedBy: null, visit, wantsCopay: false };
    const question = { ...subject, operator, ...more };
    const { attempt } = this;
    const limits = { until: this.in(800), freshForMs: insists ? 0 : FRESH_MS, usable, attempt, insists };
    return lookUp(this.ports, question, limits);
  }

  async followUp(id: string, waitMs = 0, by = facility): Promise<Lookup | null> {
    const { attempt } = this;
    const followed = await followUp(this.ports, by, id, { until: this.in(waitMs), usable, attempt });
    if (!followed.ok) throw new Error(followed.error);
    return followed.value;
  }

  in(milliseconds: number): Date {
    return new Date(this.clock.now().getTime() + milliseconds);
  }
}

const reasonOf = (lookup: Lookup | null): string | null =>
  lookup === null ? null : assessment(lookup).reason;

describe('a lookup', () => {
  it('asks the registry once, and says when it answered', async () => {
    const world = new World();
    const lookup = await world.lookUp('1');
    expect(lookup.basis).toStrictEqual({ outcome: valid, source: 'registry', asOf: world.clock.now() });
    expect(world.asked).toMatchObject([
      { askId: '1', facility, operator, person: { number: person.number } },
    ]);
    expect(await world.followUp('1')).toStrictEqual(lookup);
  });

  it('is served from a fresh answer without asking, and says so', async () => {
    const world = new World();
    const first = await world.lookUp('1');
    world.clock.advance(FRESH_MS - 1);
    const second = await world.lookUp('2');
    expect(second.basis).toStrictEqual({ ...first.basis, source: 'cache' });
    expect(world.asked).toHaveLength(1);
    expect(await world.followUp('2')).toStrictEqual(second);
  });

  it('asks again once the answer is no longer fresh', async () => {
    const world = new World();
    await world.lookUp('1');
    world.clock.advance(FRESH_MS);
    const second = await world.lookUp('2');
    expect(second.basis?.source).toBe('registry');
    expect(world.asked.map(({ askId }) => askId)).toStrictEqual(['1', '2']);
  });

  it.each([
    ['another facility', { facility: '99002' }],
    ['another name', { person: { ...person, fullName: 'Đỗ Thị Mậu' } }],
    ['another birth date', { person: { ...person, dateOfBirth: '1990' } }],
  ])('never has the answer of %s', async (_whose, more) => {
    const world = new World();
    await world.lookUp('1');
    const second = await world.lookUp('2', more);
    expect(second.basis?.source).toBe('registry');
    expect(world.asked).toHaveLength(2);
  });

  it('is pending when the registry does not answer in time, and gets the answer afterwards', async () => {
    const world = new World();
    world.asker = () => Promise.resolve('under-way');
    expect(reasonOf(await world.lookUp('1'))).toBe('registry-pending');
    expect(reasonOf(await world.followUp('1'))).toBe('registry-pending');

    await Promise.all(world.asked.map((request) => world.registryAnswers(request, valid)));
    const followed = await world.followUp('1');
    expect(followed?.basis).toMatchObject({ outcome: valid, source: 'registry' });
    expect(world.asked).toHaveLength(1);
  });

  it('waits for the asking of another and has its answer, without a second asking', async () => {
    const world = new World();
    const gate = Promise.withResolvers<undefined>();
    world.asker = (request) => gate.promise.then(() => world.registryAnswers(request, valid));
    const winner = world.lookUp('1');
    const loser = world.lookUp('2');
    gate.resolve(undefined);
    const answers = await Promise.all([winner, loser]);
    expect(answers.map(reasonOf)).toStrictEqual(['card-valid', 'card-valid']);
    expect(world.asked).toHaveLength(1);
  });

  it('that waits for another asking in vain is pending within its time', async () => {
    const world = new World();
    world.asker = () => Promise.resolve('under-way');
    await world.lookUp('1');
    const startedAt = world.clock.now().getTime();
    expect(reasonOf(await world.lookUp('2'))).toBe('registry-pending');
    expect(world.clock.now().getTime() - startedAt).toBeLessThanOrEqual(800);
    expect(world.asked).toHaveLength(1);
  });

  it('counts an asking that outlived its lease as lost, and the next one asks anew', async () => {
    const world = new World();
    world.asker = () => Promise.resolve('under-way');
    await world.lookUp('1');
    world.clock.advance(LEASE_MS);
    expect(reasonOf(await world.followUp('1'))).toBe('registry-unreachable');

    world.asker = (request) => world.registryAnswers(request, valid);
    expect(reasonOf(await world.lookUp('2'))).toBe('card-valid');
    expect(world.asked).toHaveLength(2);
  });

  it('does not take the late end of a lost asking for that of the next', async () => {
    const world = new World();
    world.asker = () => Promise.resolve('under-way');
    await world.lookUp('1');
    world.clock.advance(LEASE_MS);
    await world.lookUp('2');
    await world.inquiries.end({ facility, person }, '1', answered('050', []), world.clock.now());
    expect(reasonOf(await world.followUp('2'))).toBe('registry-pending');
  });

  it('whose asking could not start ends the inquiry, so that the next can ask at once', async () => {
    const world = new World();
    world.asker = () => Promise.resolve('not-started');
    expect(reasonOf(await world.lookUp('1'))).toBe('registry-unreachable');
    world.asker = (request) => world.registryAnswers(request, valid);
    expect(reasonOf(await world.lookUp('2'))).toBe('card-valid');
  });
});

describe('an asking that failed', () => {
  it.each([
    ['no answer', unreachable],
    ['a fault by code', answered('101', [])],
    ['a mismatch', answered('060', [])],
    ['an unknown code', answered('777')],
    ['an unregistered operator', answered('054', [])],
  ])('is never kept, so that the next lookup asks again: %s', async (_what, outcome) => {
    const world = new World();
    world.asker = (request) => world.registryAnswers(request, outcome);
    await world.lookUp('1');
    await world.lookUp('2');
    expect(world.asked).toHaveLength(2);
    expect((await world.inquiries.read({ facility, person })).kept).toBeNull();
  });

  it('leaves the older answer where it was', async () => {
    const world = new World();
    const first = await world.lookUp('1');
    world.clock.advance(FRESH_MS);
    world.asker = (request) => world.registryAnswers(request, unreachable);
    await world.lookUp('2');
    const { kept } = await world.inquiries.read({ facility, person });
    expect(kept?.asOf).toStrictEqual(first.basis?.asOf);
  });
});

describe('an older answer', () => {
  const withdrawn = answered('110');
  const expired = answered('010', [period({ validTo: '2026-11-20' })]);

  /** A world whose registry answered once and is silent from then on. */
  async function after(outcome: AskOutcome, milliseconds: number): Promise<World> {
    const world = new World();
    world.asker = (request) => world.registryAnswers(request, outcome);
    await world.lookUp('1');
    world.clock.advance(milliseconds);
    return world;
  }

  it.each([
    ['does not answer in time', () => Promise.resolve('under-way' as const)],
    ['cannot be asked', () => Promise.resolve('not-started' as const)],
  ])('stands in, labelled, while the registry %s', async (_how, asker) => {
    const world = await after(valid, FRESH_MS);
    const asOf = new Date(world.clock.now().getTime() - FRESH_MS);
    world.asker = asker;
    const lookup = await world.lookUp('2');
    expect(reasonOf(lookup)).toBe('card-valid');
    expect(lookup.basis).toMatchObject({ source: 'stale', asOf });
    expect((await world.followUp('2'))?.basis).toMatchObject({ source: 'stale', asOf });
  });

  it('yields to the registry as soon as that has answered', async () => {
    const world = await after(valid, FRESH_MS);
    world.asker = () => Promise.resolve('under-way');
    await world.lookUp('2');
    await Promise.all(world.asked.slice(1).map((request) => world.registryAnswers(request, withdrawn)));
    const followed = await world.followUp('2');
    expect(reasonOf(followed)).toBe('card-withdrawn');
    expect(followed?.basis?.source).toBe('registry');
  });

  it.each([
    ['a mismatch', answered('060', []), 'identity-mismatch'],
    ['an unregistered operator', answered('054', []), 'operator-not-registered'],
  ] as const)('does not hide what the desk has to mend: %s', async (_what, outcome, reason) => {
    const world = await after(valid, FRESH_MS);
    world.asker = (request) => world.registryAnswers(request, outcome);
    expect(reasonOf(await world.lookUp('2'))).toBe(reason);
  });

  it.each([
    ['a valid card', valid, usable.eligible, 'card-valid'],
    ['an expired card', expired, usable.notEligible, 'card-expired'],
    ['a withdrawn card', withdrawn, usable.withdrawn, 'card-withdrawn'],
  ] as const)(
    'of %s is used to the end of its window and not beyond',
    async (_whose, outcome, windowMs, reason) => {
      const world = await after(outcome, Math.max(FRESH_MS, windowMs - 1_000));
      world.asker = () => Promise.resolve('not-started');
      const isWithin = windowMs > FRESH_MS;
      expect(reasonOf(await world.lookUp('2'))).toBe(isWithin ? reason : 'registry-unreachable');
      world.clock.advance(1_000);
      expect(reasonOf(await world.lookUp('3'))).toBe('registry-unreachable');
      expect(reasonOf(await world.followUp('2'))).toBe('registry-unreachable');
    },
  );
});

describe('the newest state of a lookup', () => {
  it('is nobody else’s', async () => {
    const world = new World();
    await world.lookUp('1');
    expect(await world.followUp('1', 0, '99002')).toBeNull();
    expect(await world.followUp('2')).toBeNull();
  });

  it('is waited for as long as asked, and comes as soon as there is an answer', async () => {
    const world = new World();
    world.asker = () => Promise.resolve('under-way');
    await world.lookUp('1');
    const startedAt = world.clock.now().getTime();
    const waiting = world.followUp('1', 20_000);
    await world.clock.pause(0);
    await Promise.all(world.asked.map((request) => world.registryAnswers(request, valid)));
    expect(reasonOf(await waiting)).toBe('card-valid');
    expect(world.clock.now().getTime() - startedAt).toBeLessThan(1_000);
  });

  it('judges an old answer by the day on which the registry gave it', async () => {
    const world = new World();
    const expired = answered('010', [period({ validTo: '2026-11-20' })]);
    world.asker = (request) => world.registryAnswers(request, expired);
    expect(reasonOf(await world.lookUp('1'))).toBe('card-expired');
    world.clock.advance(24 * 3_600_000);
    expect(reasonOf(await world.followUp('1'))).toBe('card-expired');
  });
});

describe('a circuit that is open', () => {
  const until = new Date('2026-11-21T01:16:00Z');
  const open = (reason: Refusal['reason']): Circuit => ({
    ...closedCircuit,
    refusal: () => Promise.resolve({ reason, until }),
  });

  it('costs nobody the wait: unreachable at once, and the registry is not asked', async () => {
    const world = new World();
    world.circuit = open('registry-unreachable');
    const begun = world.clock.now();
    expect(reasonOf(await world.lookUp('1'))).toBe('registry-unreachable');
    expect(world.clock.now()).toStrictEqual(begun);
    expect(world.asked).toStrictEqual([]);
  });

  it('lets an older answer stand in', async () => {
    const world = new World();
    await world.lookUp('1');
    world.clock.advance(FRESH_MS);
    world.circuit = open('registry-unreachable');
    expect((await world.lookUp('2')).basis?.source).toBe('stale');
  });

  it('tells the desk of an operator whom the registry does not know', async () => {
    const world = new World();
    world.circuit = open('operator-not-registered');
    expect(reasonOf(await world.lookUp('1'))).toBe('operator-not-registered');
  });

  it('does not keep from asking whoever needs the proof of having asked', async () => {
    const world = new World();
    world.circuit = open('registry-unreachable');
    expect(reasonOf(await world.lookUp('1', {}, true))).toBe('card-valid');
    expect(world.asked).toHaveLength(1);
  });
});

describe('a store that does not answer', () => {
  const down: Attempting = () => Promise.resolve({ ok: false, error: 'unavailable' });

  it('is gone without: the registry is asked directly, and it is said so', async () => {
    const world = new World();
    world.attempt = down;
    world.asker = () => Promise.resolve(valid);
    const lookup = await world.lookUp('1');
    expect(reasonOf(lookup)).toBe('card-valid');
    expect(lookup.isWithoutStore).toBe(true);
    expect(world.asked).toMatchObject([{ isUnclaimed: true }]);
  });

  it('that fails when the turn is taken leaves the deciding to the asking function', async () => {
    const world = new World();
    let tries = 0;
    world.attempt = (work) => (++tries === 3 ? down(work) : patiently(work));
    expect(reasonOf(await world.lookUp('1'))).toBe('card-valid');
    expect(world.asked).toMatchObject([{ isUnclaimed: true }]);
    expect((await world.inquiries.read({ facility, person })).ended?.outcome).toStrictEqual(valid);
  });

  it('admits where the registry is silent as well', async () => {
    const world = new World();
    world.attempt = down;
    world.asker = () => Promise.resolve('under-way');
    const lookup = await world.lookUp('1');
    expect(assessment(lookup)).toMatchObject({ reason: 'registry-pending', mayAdmit: true });
  });

  it('cannot say how a lookup stands', async () => {
    const world = new World();
    world.attempt = down;
    await expect(world.followUp('1')).rejects.toThrow('unavailable');
  });
});

describe('a lookup that is held', () => {
  const recheck = { attempts: 0, nextAt: new Date('2026-11-21T01:15:10Z') };
  const ID = '019a9a5b-e4a0-7000-8000-5f2e9bd1abcd';

  async function left(world: World): Promise<Lookup> {
    world.asker = (request) => world.registryAnswers(request, unreachable);
    const lookup = { ...(await world.lookUp(ID)), recheck };
    await world.lookups.put(lookup);
    return lookup;
  }

  /** What a recheck stores while somebody waits. */
  function meanwhile(world: World, lookup: Lookup, afterMs: number): void {
    const { pause, now } = world.clock;
    const from = now().getTime();
    world.pause = async (milliseconds) => {
      await pause(milliseconds);
      if (now().getTime() - from >= afterMs) await world.lookups.put(lookup);
    };
  }

  it('is answered when its recheck has settled it', async () => {
    const world = new World();
    const lookup = await left(world);
    const settled: Lookup = {
      ...lookup,
      basis: { outcome: valid, source: 'registry', asOf: world.in(3_000) },
    };
    meanwhile(world, settled, 3_000);
    expect(reasonOf(await world.followUp(ID, 20_000))).toBe('card-valid');
    expect(world.clock.now().getTime() - lookup.requestedAt.getTime()).toBeLessThan(4_000);
  });

  it('is answered as it stands where nothing changes in time, and at once where nobody will change it', async () => {
    const world = new World();
    const lookup = await left(world);
    expect(reasonOf(await world.followUp(ID, 5_000))).toBe('registry-unreachable');
    expect(world.clock.now()).toStrictEqual(new Date(lookup.requestedAt.getTime() + 5_000));
    await world.lookups.put({ ...lookup, recheck: { attempts: 9, nextAt: null } });
    const before = world.clock.now();
    await world.followUp(ID, 5_000);
    expect(world.clock.now()).toStrictEqual(before);
  });

  it('is waited for where it was just made without the store, and not where it is made up', async () => {
    const world = new World();
    const made = new Date('2026-11-21T01:15:00.000Z').getTime().toString(16).padStart(12, '0');
    const id = `${made.slice(0, 8)}-${made.slice(8)}-7000-8000-5f2e9bd1abcd`;
    meanwhile(world, { ...(await left(world)), id }, 2_000);
    expect(reasonOf(await world.followUp(id, 20_000))).toBe('registry-unreachable');
    const before = world.clock.now();
    expect(await world.followUp('anything', 20_000)).toBeNull();
    expect(world.clock.now()).toStrictEqual(before);
  });
});

it('an asking that had to queue is waited for as well, for as long as there is time', async () => {
  const world = new World();
  const { pause } = world.clock;
  const queued: AskRequest[] = [];
  world.asker = (request) => {
    queued.push(request);
    return Promise.resolve('under-way');
  };
  world.pause = async (milliseconds) => {
    await pause(milliseconds);
    for (const request of queued.splice(0)) await world.registryAnswers(request, valid);
  };
  expect(reasonOf(await world.lookUp('1'))).toBe('card-valid');
});
