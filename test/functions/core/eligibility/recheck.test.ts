import { describe, expect, it } from 'vitest';

import { assessment } from '../../../../functions/core/eligibility/lookup-record.ts';
import { firstRecheck, isOver } from '../../../../functions/core/eligibility/recheck.ts';
import type { AskOutcome } from '../../../../functions/core/registry/answer.ts';
import { open, RecheckWorld } from '../../../support/recheck-world.ts';
import { answered, lookup, unreachable } from '../../../support/samples.ts';

const valid = answered('000');
const at = (time: string): Date => new Date(time);
const old = { outcome: valid, source: 'stale', asOf: at('2026-11-20T23:00:00Z') } as const;

describe('a recheck', () => {
  it('settles the lookup with what the registry says, tells the circuit, and announces it', async () => {
    const world = new RecheckWorld();
    world.registry = () => valid;
    const { end, lookup: settled } = await world.recheck(open());
    expect(end).toBe('settled');
    expect(settled).toMatchObject({
      basis: { outcome: valid, source: 'registry', asOf: world.clock.now() },
      recheck: { attempts: 1, nextAt: null },
    });
    expect(await world.lookups.get(settled.facility, settled.id)).toEqual(settled);
    expect([world.announced, world.recorded, world.queue]).toEqual([[settled], [valid], []]);
  });

  it.each([
    [0, 60],
    [1, 120],
    [4, 900],
    [40, 900],
  ])('after %d vain ones asks again in %d s, and says when', async (attempts, seconds) => {
    const world = new RecheckWorld();
    const { end, lookup: waiting } = await world.recheck(open({ recheck: { attempts, nextAt: null } }));
    expect([end, world.delay]).toEqual(['again', seconds]);
    const nextAt = new Date(world.clock.now().getTime() + seconds * 1000);
    expect(waiting.recheck).toEqual({ attempts: attempts + 1, nextAt });
    expect(await world.lookups.get(waiting.facility, waiting.id)).toEqual(waiting);
    expect(world.queue.map((sent) => sent.lookup)).toEqual([waiting]);
    expect(world.announced).toEqual([]);
  });

  it('comes back up to a quarter sooner, so that what was put off together does not come together', async () => {
    const world = new RecheckWorld();
    world.chance = 0;
    await world.recheck(open());
    expect(world.delay).toBe(45);
  });

  it('leaves an old answer standing in while the registry is silent', async () => {
    const world = new RecheckWorld();
    const { lookup: waiting } = await world.recheck(open({ basis: old }));
    expect(waiting.basis).toEqual(old);
    world.registry = () => valid;
    const { lookup: settled } = await world.recheck(waiting);
    expect(settled.basis).toMatchObject({ source: 'registry', asOf: world.clock.now() });
  });

  it('works on a lookup that was never stored, and on the newest state of one that was', async () => {
    const world = new RecheckWorld();
    await world.lookups.put(open({ basis: old }));
    expect((await world.recheck(open())).lookup.basis).toEqual(old);
  });

  it('leaves alone what another message is further on with', async () => {
    const world = new RecheckWorld();
    await world.recheck(open());
    const { end } = await world.recheck(open());
    expect([end, world.asked, world.queue.length]).toEqual(['superseded', 1, 1]);
  });

  it('announces what somebody else has settled, and asks nobody', async () => {
    const world = new RecheckWorld();
    const settled = open({ basis: { outcome: valid, source: 'registry', asOf: world.clock.now() } });
    await world.lookups.put(settled);
    expect(await world.recheck(open())).toEqual({ end: 'settled', lookup: settled });
    expect([world.announced, world.asked]).toEqual([[settled], 0]);
  });
});

describe('an asking of somebody else', () => {
  const begun = { id: 'another', at: at('2026-11-21T01:15:00Z'), leaseUntil: at('2026-11-21T01:15:45Z') };

  async function worldWith(outcome: AskOutcome | null, endedAt = '2026-11-21T01:15:10Z') {
    const world = new RecheckWorld();
    const { inquiries } = world;
    await inquiries.begin(open(), await inquiries.read(open()), begun);
    if (outcome !== null) await inquiries.end(open(), 'another', outcome, at(endedAt));
    return world;
  }

  it('is waited for, and counts as none of ours', async () => {
    const world = await worldWith(null);
    const { end, lookup: waiting } = await world.recheck(open());
    expect([end, world.delay, world.asked]).toEqual(['again', 5, 0]);
    expect(waiting.recheck?.attempts).toBe(0);
  });

  it('settles the lookup where it has ended with an answer', async () => {
    const world = await worldWith(valid);
    const { end, lookup: settled } = await world.recheck(open({ basis: null }));
    expect([end, world.asked]).toEqual(['settled', 0]);
    expect(settled.basis).toEqual({ outcome: valid, source: 'registry', asOf: at('2026-11-21T01:15:10Z') });
    expect(world.announced).toEqual([settled]);
  });

  it('settles it also where a later one has failed', async () => {
    const world = await worldWith(valid);
    const { inquiries } = world;
    const seen = await inquiries.read(open());
    const later = { id: 'later', at: at('2026-11-21T01:16:00Z'), leaseUntil: at('2026-11-21T01:16:45Z') };
    await inquiries.begin(open(), seen, later);
    await inquiries.end(open(), 'later', unreachable, at('2026-11-21T01:16:05Z'));
    const { end, lookup: settled } = await world.recheck(open());
    expect([end, settled.basis?.asOf]).toEqual(['settled', at('2026-11-21T01:15:10Z')]);
  });

  it('that ended before the lookup was made, or in vain, settles nothing', async () => {
    const before = await worldWith(valid, '2026-11-21T01:14:59Z');
    expect((await before.recheck(open())).end).toBe('again');
    const inVain = await worldWith(unreachable);
    expect((await inVain.recheck(open())).end).toBe('again');
    expect([before.asked, inVain.asked]).toEqual([1, 1]);
  });

  it('that takes the turn in between is waited for', async () => {
    const world = new RecheckWorld();
    const inquiries = { ...world.inquiries, begin: () => Promise.resolve(false) };
    const { end } = await world.recheck(open(), { inquiries });
    expect([end, world.delay, world.asked]).toEqual(['again', 5, 0]);
  });
});

describe('what keeps the registry from being asked', () => {
  it('is an open circuit: until it closes and a little longer, without counting', async () => {
    const world = new RecheckWorld();
    const until = new Date(world.clock.now().getTime() + 40_000);
    world.refusal = { reason: 'registry-unreachable', until };
    const { end, lookup: waiting } = await world.recheck(open());
    expect([end, world.delay, world.asked]).toEqual(['again', 70, 0]);
    expect(waiting.recheck).toEqual({ attempts: 0, nextAt: new Date(until.getTime() + 30_000) });
    expect(await world.lookups.get(waiting.facility, waiting.id)).toEqual(waiting);
  });

  it('is a facility that has had its share of this minute: in one of the next, without counting', async () => {
    const world = new RecheckWorld();
    world.mayAsk = false;
    world.chance = 0.5;
    world.clock.advance(20_000);
    const { end, lookup: waiting } = await world.recheck(open());
    expect([end, world.delay, world.asked]).toEqual(['again', 70, 0]);
    expect(waiting.recheck?.attempts).toBe(0);
  });

  it('is a lookup that names nobody who may ask: it is given up', async () => {
    const world = new RecheckWorld();
    expect((await world.recheck(open({ operator: undefined }))).end).toBe('given-up');
  });
});

describe('the end of the visit', () => {
  it('ends the rechecks, recorded and announced', async () => {
    const world = new RecheckWorld();
    world.clock.advance(24 * 3_600_000);
    const { end, lookup: givenUp } = await world.recheck(open({ basis: null }));
    expect([end, world.asked, world.queue]).toEqual(['given-up', 0, []]);
    expect(assessment(givenUp)).toMatchObject({ reason: 'registry-unreachable', mayAdmit: true });
    expect(givenUp.recheck).toEqual({ attempts: 0, nextAt: null });
    expect(await world.lookups.get(givenUp.facility, givenUp.id)).toEqual(givenUp);
    expect(world.announced).toEqual([givenUp]);
  });

  it('comes too late for an answer that is there', async () => {
    const world = new RecheckWorld();
    await world.inquiries.begin(open(), await world.inquiries.read(open()), {
      id: 'another',
      at: world.clock.now(),
      leaseUntil: world.clock.now(),
    });
    await world.inquiries.end(open(), 'another', valid, world.clock.now());
    world.clock.advance(24 * 3_600_000);
    expect((await world.recheck(open())).end).toBe('settled');
  });

  it.each([
    ['its day', {}, '2026-11-21T16:59:59Z', '2026-11-21T17:00:00Z'],
    [
      'the day of asking, about an earlier one',
      { date: '2026-11-03' },
      '2026-11-21T16:59:59Z',
      '2026-11-21T17:00:00Z',
    ],
    ['a day to come', { date: '2026-11-23' }, '2026-11-23T16:59:59Z', '2026-11-23T17:00:00Z'],
    ['the last day of a stay', { endsOn: '2026-11-25' }, '2026-11-25T16:59:59Z', '2026-11-25T17:00:00Z'],
  ])('is midnight in Viet Nam behind %s', (_name, details, last, past) => {
    const visit = { id: null, date: '2026-11-21', ...details };
    expect([isOver(open({ visit }), at(last)), isOver(open({ visit }), at(past))]).toEqual([false, true]);
  });
});

describe('the first recheck', () => {
  const now = at('2026-11-21T01:15:01Z');
  const soon = { firstMs: 1_000, longestMs: 2_000 };

  it.each([
    ['a settled lookup: none', { outcome: valid, source: 'registry', asOf: now } as const, null],
    ['silence', { outcome: unreachable, source: 'registry', asOf: now } as const, '2026-11-21T01:15:02Z'],
    ['an old answer', old, '2026-11-21T01:15:02Z'],
    ['an asking under way, which has mostly ended by then', null, '2026-11-21T01:15:11Z'],
  ])('of %s', (_name, basis, expected) => {
    expect(firstRecheck(lookup({ basis }), now, soon)).toEqual(expected === null ? null : at(expected));
  });
});
