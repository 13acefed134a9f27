import { beforeEach, describe, expect, it } from 'vitest';

import { createOutbox } from '../../../../functions/adapters/dynamodb/outbox.ts';
import { drainOutbox } from '../../../../functions/adapters/dynamodb/outbox-drain.ts';
import type { Post, RecheckMessage } from '../../../../functions/adapters/queue/rechecks.ts';
import { createClock } from '../../../support/clock.ts';
import { everyItem, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const clock = createClock();
const options = { table, now: clock.now };
const outbox = createOutbox(options);

let posted: (readonly [RecheckMessage, number])[] = [];
const post: Post = (...given) => Promise.resolve(void posted.push(given));

const messageOf = (lookupId: string, bytes = 'c2VhbGVk'): RecheckMessage => ({
  facility: '99001',
  lookupId,
  lookup: { k: 'data-2026-11', b: bytes },
});

beforeEach(async () => {
  await drainOutbox(options, () => Promise.resolve());
  posted = [];
});

describe('the outbox', () => {
  it('brings the queue what waits, due when it was due, and is empty then', async () => {
    await outbox(messageOf('1'), 30);
    await outbox(messageOf('2'), 600);
    clock.advance(60_000);
    expect(await drainOutbox(options, post)).toBe(2);
    expect(posted).toEqual([
      [messageOf('1'), 0],
      [messageOf('2'), 540],
    ]);
    expect(await everyItem(table)).toEqual([]);
  });

  it('has one message a lookup, the newest', async () => {
    await outbox(messageOf('1', 'b2xk'), 30);
    await outbox(messageOf('1', 'bmV3'), 30);
    await drainOutbox(options, post);
    expect(posted.map(([{ lookup }]) => lookup.b)).toEqual(['bmV3']);
  });

  it('keeps what the queue does not take', async () => {
    await outbox(messageOf('1'), 30);
    await outbox(messageOf('2'), 30);
    const takesOne: Post = ({ lookupId }) =>
      lookupId === '1' ? Promise.resolve() : Promise.reject(new Error('away'));
    await expect(drainOutbox(options, takesOne)).rejects.toThrow('away');
    await drainOutbox(options, post);
    expect(posted.map(([{ lookupId }]) => lookupId)).toEqual(['2']);
  });

  it('is read to its end, however much it holds', async () => {
    const bytes = 'A'.repeat(100_000);
    const ids = Array.from({ length: 25 }, (_, index) => `lookup-${index}`);
    await Promise.all(ids.map((id) => outbox(messageOf(id, bytes), 0)));
    expect(await drainOutbox(options, post)).toBe(ids.length);
    expect(posted.map(([{ lookupId }]) => lookupId).toSorted()).toEqual(ids.toSorted());
  });
});
