import { beforeAll, describe, expect, it } from 'vitest';

import { createTrustSource, type VersionedTrust } from '../../../../functions/adapters/chip/trust-source.ts';
import { type ChipSandbox, createChipSandbox } from '../../../../local/chips/chips.ts';
import { createClock } from '../../../support/clock.ts';
import { today } from './chips.ts';

let sandbox: ChipSandbox;
beforeAll(async () => {
  sandbox = await createChipSandbox(today);
});

const MINUTE = 60_000;

/** A table that holds `stored`, or does not answer. */
function sourceOf(stored: VersionedTrust | null) {
  const clock = createClock();
  const table = { stored, isAway: false, reads: 0, stale: 0 };
  const trust = createTrustSource({
    read: () => {
      table.reads += 1;
      return table.isAway ? Promise.reject(new Error('away')) : Promise.resolve(table.stored);
    },
    now: clock.now,
    onStale: () => {
      table.stale += 1;
    },
  });
  return { clock, table, trust, anchors: async () => (await trust())?.anchors.length ?? null };
}

const loaded = (version = '1'): VersionedTrust => ({ ...sandbox.trust, version });

describe('the trusted set', () => {
  it('is read once in five minutes', async () => {
    const { clock, table, anchors } = sourceOf(loaded());
    expect(await anchors()).toBe(1);
    clock.advance(4 * MINUTE);
    expect(await anchors()).toBe(1);
    expect(table.reads).toBe(1);
    clock.advance(2 * MINUTE);
    expect(await anchors()).toBe(1);
    expect(table).toMatchObject({ reads: 2, stale: 0 });
  });

  it('is read once for all that come at a time', async () => {
    const { table, anchors } = sourceOf(loaded());
    expect(await Promise.all([anchors(), anchors(), anchors()])).toEqual([1, 1, 1]);
    expect(table.reads).toBe(1);
  });

  it('is the same object until something changes, so that lists are not parsed again', async () => {
    const { clock, table, trust } = sourceOf(loaded());
    const first = await trust();
    clock.advance(6 * MINUTE);
    expect(await trust()).toBe(first);
    table.stored = loaded('2');
    clock.advance(6 * MINUTE);
    expect(await trust()).not.toBe(first);
  });

  it('is taken over when the operator replaces or empties it', async () => {
    const { clock, table, anchors } = sourceOf(null);
    expect(await anchors()).toBeNull();
    table.stored = loaded();
    clock.advance(6 * MINUTE);
    expect(await anchors()).toBe(1);
    table.stored = { certificates: [], crls: [], version: '3' };
    clock.advance(6 * MINUTE);
    expect(await anchors()).toBe(0);
    expect(table.stale).toBe(0);
  });

  it('stays while the table does not answer, and is asked for again half a minute later', async () => {
    const { clock, table, anchors } = sourceOf(loaded());
    expect(await anchors()).toBe(1);
    table.isAway = true;
    clock.advance(6 * MINUTE);
    expect(await anchors()).toBe(1);
    expect(await anchors()).toBe(1);
    expect(table).toMatchObject({ reads: 2, stale: 1 });
    clock.advance(MINUTE);
    table.isAway = false;
    expect(await anchors()).toBe(1);
    expect(table).toMatchObject({ reads: 3, stale: 1 });
  });

  it('stays where the table holds nonsense', async () => {
    const { clock, table, anchors } = sourceOf(loaded());
    expect(await anchors()).toBe(1);
    table.stored = { certificates: [Buffer.from('nonsense')], crls: [], version: '2' };
    clock.advance(6 * MINUTE);
    expect(await anchors()).toBe(1);
    expect(table.stale).toBe(1);
  });

  it('is not known where the table never answered', async () => {
    const { table, anchors } = sourceOf(loaded());
    table.isAway = true;
    expect(await anchors()).toBeNull();
    expect(table.stale).toBe(1);
  });

  it('is called stale when a revocation list is overdue', async () => {
    const { clock, table, anchors } = sourceOf(loaded());
    clock.advance(91 * 24 * 60 * MINUTE);
    expect(await anchors()).toBe(1);
    expect(table.stale).toBe(1);
  });
});
