import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isUnsettled } from '../../../../functions/core/eligibility/freshness.ts';
import type { Lookup } from '../../../../functions/core/eligibility/lookup-record.ts';
import { isOver } from '../../../../functions/core/eligibility/recheck.ts';
import type { AskOutcome } from '../../../../functions/core/registry/answer.ts';
import { open, RecheckWorld } from '../../../support/recheck-world.ts';
import { answer, answered, unreachable } from '../../../support/samples.ts';

const valid = answered('000');
const old = { outcome: valid, source: 'stale', asOf: new Date('2026-11-20T23:00:00Z') } as const;

describe('a message about an open lookup', () => {
  const outcomes: fc.Arbitrary<AskOutcome> = fc.constantFrom(
    valid,
    answered('060', []),
    unreachable,
    { kind: 'failed', reason: 'registry-fault' } as const,
    { kind: 'failed', reason: 'facility-credentials-rejected' } as const,
    { kind: 'answered', answer: answer('999999', []) } as const,
  );
  const weather = fc.record({
    outcome: outcomes,
    open: fc.boolean(),
    mayAsk: fc.boolean(),
    isTwice: fc.boolean(),
    storeFails: fc.boolean(),
    queueFails: fc.boolean(),
    chance: fc.double({ min: 0, max: 1, noNaN: true }),
  });

  it('ends settled, given up at the end of the visit, or on its way again: it is never lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(weather, { minLength: 1, maxLength: 30 }),
        fc.constantFrom(null, old, open().basis),
        async (days, basis) => {
          const world = new RecheckWorld();
          const keep = (kept: Lookup): Promise<void> => world.lookups.put(kept);
          const waiting: Lookup[] = [open({ basis })];
          for (const { outcome, open: isOpen, mayAsk, isTwice, storeFails, queueFails, chance } of days) {
            const received = waiting.shift();
            if (received === undefined) break;
            Object.assign(world, { registry: () => outcome, mayAsk, chance });
            world.refusal = isOpen
              ? { reason: 'registry-unreachable', until: new Date(world.clock.now().getTime() + 60_000) }
              : null;
            const put = storeFails ? () => Promise.reject(new Error('away')) : keep;
            const addRecheck = queueFails ? () => Promise.reject(new Error('away')) : world.ports.addRecheck;
            const ports = { lookups: { ...world.lookups, put }, addRecheck };
            const handled = await world.recheck(received, ports).then(
              ({ end }) => end,
              // The handler sends what it received again.
              () => 'failed' as const,
            );
            if (handled === 'failed' || isTwice) waiting.push(received);
            waiting.push(...world.queue.splice(0).map((sent) => sent.lookup));
            world.clock.advance(901_000);
          }
          const stored = await world.lookups.get(open().facility, open().id);
          const isDone = stored !== null && (!isUnsettled(stored) || isOver(stored, world.clock.now()));
          const isTold = isDone && world.announced.length > 0;
          expect(isTold || waiting.length > 0).toBe(true);
        },
      ),
    );
  });

  it('is given up by the end of the day if the registry never answers', async () => {
    const world = new RecheckWorld();
    let next: Lookup | undefined = open();
    let rounds = 0;
    while (next !== undefined && rounds++ < 200) {
      await world.recheck(next);
      const [sent] = world.queue.splice(0);
      next = sent?.lookup;
      world.clock.advance(Math.max(0, (sent?.dueAt ?? 0) - world.clock.now().getTime()));
    }
    expect(world.announced).toHaveLength(1);
    expect(world.announced[0]?.recheck?.nextAt).toBeNull();
    expect(world.asked).toBeGreaterThan(50);
    expect(world.asked).toBeLessThan(90);
  });
});
