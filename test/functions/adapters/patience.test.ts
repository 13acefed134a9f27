import { describe, expect, it } from 'vitest';

import { createPatience, within } from '../../../functions/adapters/patience.ts';
import { createClock } from '../../support/clock.ts';

const hanging = (): Promise<never> => new Promise(() => undefined);

function patience(totalMs: number, untilMs = totalMs) {
  const clock = createClock();
  const faults: unknown[] = [];
  const until = new Date(clock.now().getTime() + untilMs);
  const attempt = createPatience(
    { now: clock.now, onFault: (fault) => faults.push(fault) },
    { totalMs, until },
  );
  return { clock, faults, attempt };
}

describe('patience with a store', () => {
  it('gives what the store answers', async () => {
    const { attempt, faults } = patience(1_000);
    expect(await attempt(() => Promise.resolve(7))).toStrictEqual({ ok: true, value: 7 });
    expect(faults).toStrictEqual([]);
  });

  it('takes a failure for no answer, and tells of it', async () => {
    const { attempt, faults } = patience(1_000);
    const fault = new Error('throttled');
    expect(await attempt(() => Promise.reject(fault))).toMatchObject({ ok: false, error: 'unavailable' });
    expect(faults).toStrictEqual([fault]);
  });

  it('does not wait for one that hangs', async () => {
    const { attempt, faults } = patience(5);
    expect(await attempt(hanging)).toMatchObject({ ok: false });
    expect(faults).toHaveLength(1);
  });

  it('is spent on what came to nothing, and not on what was answered', async () => {
    const { attempt, clock } = patience(1_000, 60_000);
    const taking = (milliseconds: number, work: () => Promise<unknown>) => (): Promise<unknown> => {
      clock.advance(milliseconds);
      return work();
    };
    await attempt(taking(5_000, () => Promise.resolve()));
    await attempt(taking(999, () => Promise.reject(new Error('throttled'))));
    expect(await attempt(() => Promise.resolve('still tried'))).toMatchObject({ ok: true });
    await attempt(taking(1, () => Promise.reject(new Error('throttled'))));
    let isTried = false;
    const last = await attempt(() => Promise.resolve((isTried = true)));
    expect([last.ok, isTried]).toStrictEqual([false, false]);
  });

  it('ends with the time of the request', async () => {
    const { attempt, clock } = patience(1_000, 500);
    clock.advance(500);
    expect(await attempt(() => Promise.resolve())).toMatchObject({ ok: false });
  });
});

describe('within', () => {
  it('takes an answer that waits unread on a busy machine', async () => {
    const work = new Promise((resolve) => {
      setImmediate(() => {
        resolve('unread');
      });
    });
    const waiting = within(1, work);
    const until = performance.now() + 20;
    while (performance.now() < until);
    expect(await waiting).toBe('unread');
  });
});
