import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createCircuit, type CircuitStore } from '../../../../functions/core/eligibility/circuit.ts';
import type { AskRequest, Circuit } from '../../../../functions/core/eligibility/ports.ts';
import type { AskOutcome } from '../../../../functions/core/registry/answer.ts';
import { createClock } from '../../../support/clock.ts';
import { createMemoryCircuits } from '../../../support/memory-circuits.ts';
import { answered, operator, person, unreachable } from '../../../support/samples.ts';

const here = { facility: '99001', operator, person, askId: 'ask' };
const there = { ...here, facility: '99002' };
let serial = 0;
/** Somebody else asked about at the same place. */
const another = (asking: AskRequest): AskRequest => ({
  ...asking,
  askId: `ask-${++serial}`,
  person: { ...person, fullName: `${person.fullName} ${serial}` },
});
const refused: AskOutcome = { kind: 'failed', reason: 'facility-credentials-rejected' };

/** Some instances that share a store, each with a memory of its own. */
function fleet(size = 3, store?: CircuitStore) {
  const clock = createClock();
  const opened: string[] = [];
  const faults: unknown[] = [];
  const shared = store ?? createMemoryCircuits(clock.now);
  const instances = Array.from({ length: size }, () =>
    createCircuit({
      store: shared,
      now: clock.now,
      random: () => 0.5,
      onOpen: (what) => opened.push(what),
      onFault: (fault) => faults.push(fault),
    }),
  );
  const [first, second, third] = instances;
  if (first === undefined || second === undefined || third === undefined) throw new Error('A fleet of three');
  const fail = async (outcome: AskOutcome, times: number, asking = here): Promise<void> => {
    for (let i = 0; i < times; i++) await (instances[i % size] ?? first).record(another(asking), outcome);
  };
  const refusals = (asking = here) => Promise.all(instances.map((one) => one.refusal(asking)));
  return { clock, opened, faults, instances, first, second, third, fail, refusals, store: shared };
}

const isLetThrough = (refusal: Awaited<ReturnType<Circuit['refusal']>>): boolean => refusal === null;

describe('the circuit', () => {
  it('is closed for as long as faults are few', async () => {
    const { fail, refusals, opened } = fleet();
    await fail(unreachable, 7);
    expect(await refusals()).toStrictEqual([null, null, null]);
    expect(opened).toStrictEqual([]);
  });

  it('opens for the whole fleet at the eighth fault in a row, whichever instances met them', async () => {
    const { fail, refusals, opened, clock } = fleet();
    await fail(unreachable, 8);
    const until = new Date(clock.now().getTime() + 10_000);
    const refusal = { reason: 'registry-unreachable', until };
    expect(await refusals()).toStrictEqual([refusal, refusal, refusal]);
    expect(await refusals(there)).toStrictEqual([refusal, refusal, refusal]);
    expect(opened).toStrictEqual(['gateway']);
  });

  it('begins to count anew with every answer', async () => {
    const { fail, refusals } = fleet();
    await fail(unreachable, 7);
    await fail(answered('050'), 3);
    await fail(unreachable, 7);
    expect(await refusals()).toStrictEqual([null, null, null]);
  });

  it('takes faults that lie far apart for no row', async () => {
    const { fail, refusals, clock } = fleet();
    await fail(unreachable, 7);
    clock.advance(120_000);
    await fail(unreachable, 7);
    expect(await refusals()).toStrictEqual([null, null, null]);
  });

  it('lets one through to probe once its time is over, and one more if that one dies', async () => {
    const { fail, refusals, clock } = fleet();
    await fail(unreachable, 8);
    clock.advance(10_000);
    expect((await refusals()).filter(isLetThrough)).toHaveLength(1);
    clock.advance(44_999);
    expect((await refusals()).filter(isLetThrough)).toHaveLength(0);
    clock.advance(3_000);
    expect((await refusals()).filter(isLetThrough)).toHaveLength(1);
  });

  it('closes for everybody when the probe succeeds', async () => {
    const { fail, refusals, clock, first, second, third } = fleet();
    await fail(unreachable, 8);
    clock.advance(10_000);
    expect(await first.refusal(here)).toBeNull();
    await second.record(there, answered('010'));
    clock.advance(3_000);
    expect(await refusals()).toStrictEqual([null, null, null]);
    await third.record(another(here), unreachable);
    expect(await refusals()).toStrictEqual([null, null, null]);
  });

  it('stays open twice as long when the probe fails, up to a minute', async () => {
    const { fail, clock, first, store } = fleet();
    await fail(unreachable, 8);
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      const { openUntil } = (await store.read('gateway', here)) ?? {};
      clock.advance((openUntil?.getTime() ?? 0) - clock.now().getTime() + 3_000);
      expect(await first.refusal(here)).toBeNull();
      await first.record(another(here), unreachable);
      const next = (await store.read('gateway', here))?.openUntil?.getTime() ?? 0;
      waits.push(next - clock.now().getTime());
    }
    expect(waits).toStrictEqual([20_000, 40_000, 60_000, 60_000]);
  });

  it('is not held open for longer by those who were let through before it opened', async () => {
    const { fail, store } = fleet();
    await fail(unreachable, 8);
    const opened = (await store.read('gateway', here))?.openUntil;
    await fail(unreachable, 7);
    expect((await store.read('gateway', here))?.openUntil).toStrictEqual(opened);
  });

  it('opens for one facility where its account is refused', async () => {
    const { fail, refusals } = fleet();
    await fail(refused, 5);
    expect(await refusals()).toMatchObject(Array(3).fill({ reason: 'facility-credentials-rejected' }));
    expect(await refusals(there)).toStrictEqual([null, null, null]);
  });

  it.each(['054', '055'])('opens for one person at the desk where the registry says %s', async (code) => {
    const { fail, refusals } = fleet();
    await fail(answered(code), 5);
    expect(await refusals()).toMatchObject(Array(3).fill({ reason: 'operator-not-registered' }));
    const colleague = { ...here, operator: { ...operator, personalId: '000200000033' } };
    expect(await refusals(colleague)).toStrictEqual([null, null, null]);
  });

  it.each(['101', '500', '999'])('takes %s for the fault of the gateway that it is', async (code) => {
    const { fail, refusals } = fleet();
    await fail(answered(code), 8);
    expect(await refusals(there)).toMatchObject(Array(3).fill({ reason: 'registry-unreachable' }));
  });

  it.each(['100', '205', '060', '000', '987'])(
    'is not opened by %s, which may be of one person',
    async (code) => {
      const { fail, refusals } = fleet();
      await fail(answered(code), 50);
      expect(await refusals()).toStrictEqual([null, null, null]);
    },
  );

  it.each([answered('054'), answered('101'), refused])(
    'is not opened by what is said of one patient, however often: %j',
    async (outcome) => {
      const { first, refusals } = fleet();
      for (let i = 0; i < 50; i++) await first.record({ ...here, askId: `ask-${i}` }, outcome);
      expect(await refusals()).toStrictEqual([null, null, null]);
    },
  );

  it('is opened by silence, whoever is asked about', async () => {
    const { first, refusals } = fleet();
    for (let i = 0; i < 8; i++) await first.record({ ...here, askId: `ask-${i}` }, unreachable);
    expect((await refusals()).filter(isLetThrough)).toHaveLength(0);
  });

  it('is closed where the store does not answer, and tells of it', async () => {
    const down = (): Promise<never> => Promise.reject(new Error('no store'));
    const broken: CircuitStore = { read: down, addFault: down, setOpen: down, close: down };
    const { fail, refusals, faults } = fleet(3, broken);
    await fail(unreachable, 9);
    expect(await refusals()).toStrictEqual([null, null, null]);
    expect(faults).toHaveLength(12);
  });

  it('writes nothing and reads little while all is well', async () => {
    const calls: string[] = [];
    const memory = createMemoryCircuits();
    const counting: CircuitStore = {
      read: (...of) => (calls.push('read'), memory.read(...of)),
      addFault: (...of) => (calls.push('write'), memory.addFault(...of)),
      setOpen: (...of) => (calls.push('write'), memory.setOpen(...of)),
      close: (...of) => (calls.push('write'), memory.close(...of)),
    };
    const { first, clock } = fleet(3, counting);
    for (let second = 0; second < 30; second++) {
      expect(await first.refusal(here)).toBeNull();
      await first.record(here, answered('000'));
      clock.advance(100);
    }
    expect(calls).toStrictEqual(['read', 'read', 'read']);
  });

  it('never lets two probe at once, whatever happens in whatever order', async () => {
    const step = fc.record({
      by: fc.nat(2),
      what: fc.constantFrom('ask', 'fault', 'success', 'wait'),
      waitMs: fc.integer({ min: 1, max: 70_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { clock, instances, fail, store } = fleet();
        const throughOpen: number[] = [];
        await fail(unreachable, 8);
        for (const { by, what, waitMs } of steps) {
          const instance = instances[by];
          if (what === 'wait') clock.advance(waitMs);
          else if (what === 'fault') await instance?.record(another(here), unreachable);
          else if (what === 'success') await instance?.record(here, answered('000'));
          else {
            const before = await store.read('gateway', here);
            clock.advance(3_000);
            const through = await Promise.all(instances.map((one) => one.refusal(here)));
            const isOpen = (before?.openUntil ?? null) !== null;
            if (isOpen) throughOpen.push(through.filter(isLetThrough).length);
          }
        }
        expect(throughOpen.filter((count) => count > 1)).toStrictEqual([]);
      }),
    );
  });
});
