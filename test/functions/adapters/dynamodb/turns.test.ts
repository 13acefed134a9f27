import { describe, expect, it } from 'vitest';

import { getItem, type ItemKey } from '../../../../functions/adapters/dynamodb/items.ts';
import { endTurn, readTurn, takeTurn, type Turn } from '../../../../functions/adapters/dynamodb/turns.ts';
import { startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();

const start = Date.parse('2026-11-21T01:15:00.000Z');
const at = (seconds: number): Date => new Date(start + seconds * 1000);
const LEASE_S = 45;
const KEEP_S = 600;

let keys = 0;
const newKey = (): ItemKey => ({ pk: '99001', sk: `turn#${++keys}` });

const read = async (key: ItemKey, seconds: number): Promise<Turn> =>
  readTurn(await getItem(table, key, at(seconds)));

const take = (key: ItemKey, seen: Turn, id: string, seconds: number): Promise<boolean> =>
  takeTurn(
    table,
    key,
    seen,
    { id, at: at(seconds), leaseUntil: at(seconds + LEASE_S), expiresAt: at(seconds + KEEP_S) },
    ['outcome'],
  );

const end = (key: ItemKey, id: string, seconds: number): Promise<boolean> =>
  endTurn(table, key, { id, at: at(seconds), expiresAt: at(seconds + KEEP_S) }, { outcome: { S: id } });

const resultOf = async (key: ItemKey, seconds: number): Promise<string | undefined> =>
  (await getItem(table, key, at(seconds)))?.['outcome']?.S;

describe('a turn', () => {
  it('that nobody has had is free', async () => {
    expect(await read(newKey(), 0)).toStrictEqual({ id: null, leaseUntil: new Date(0), endedAt: null });
  });

  it('is won by exactly one of fifty who race for it', async () => {
    const key = newKey();
    const seen = await read(key, 0);
    const ids = Array.from({ length: 50 }, (_, index) => `racer-${index}`);
    const won = await Promise.all(ids.map((id) => take(key, seen, id, 0)));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect((await read(key, 0)).id).toBe(ids[won.indexOf(true)]);
  });

  it('is won by exactly one of fifty who find it run out', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'dead', 0);
    const seen = await read(key, LEASE_S);
    const ids = Array.from({ length: 50 }, (_, index) => `racer-${index}`);
    const won = await Promise.all(ids.map((id) => take(key, seen, id, LEASE_S)));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('is not taken from one who still has it, up to the end of the lease', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'first', 0);
    const seen = await read(key, LEASE_S - 1);
    expect(seen).toStrictEqual({ id: 'first', leaseUntil: at(LEASE_S), endedAt: null });
    expect(await take(key, seen, 'second', LEASE_S - 1)).toBe(false);
    expect(await take(key, seen, 'second', LEASE_S)).toBe(true);
  });

  it('is not taken from one who took it since it was seen', async () => {
    const key = newKey();
    const seen = await read(key, 0);
    await take(key, seen, 'first', 0);
    expect(await take(key, seen, 'second', 0)).toBe(false);
  });

  it('that was under way when seen is not taken though it has ended meanwhile: its result is what was wanted', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'first', 0);
    const seen = await read(key, 1);
    await end(key, 'first', 2);
    expect(await take(key, seen, 'second', 3)).toBe(false);
    expect(await resultOf(key, 3)).toBe('first');
  });

  it('that ended since a dead one was seen is not taken either', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'late', 0);
    const seen = await read(key, LEASE_S);
    await end(key, 'late', LEASE_S);
    expect(await take(key, seen, 'second', LEASE_S + 1)).toBe(false);
    expect(await resultOf(key, LEASE_S + 1)).toBe('late');
  });

  it('that has ended can be taken, and what came of it is gone with the next', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'first', 0);
    expect(await end(key, 'first', 1)).toBe(true);
    const seen = await read(key, 2);
    expect(seen).toStrictEqual({ id: 'first', leaseUntil: at(LEASE_S), endedAt: at(1) });
    expect(await resultOf(key, 2)).toBe('first');
    expect(await take(key, seen, 'second', 2)).toBe(true);
    expect(await read(key, 2)).toStrictEqual({ id: 'second', leaseUntil: at(2 + LEASE_S), endedAt: null });
    expect(await resultOf(key, 2)).toBeUndefined();
  });
});

describe('the end of a turn', () => {
  it('that another has taken over writes nothing', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'first', 0);
    await take(key, await read(key, LEASE_S), 'second', LEASE_S);
    expect(await end(key, 'first', LEASE_S + 1)).toBe(false);
    expect(await read(key, LEASE_S + 1)).toMatchObject({ id: 'second', endedAt: null });
    expect(await end(key, 'second', LEASE_S + 2)).toBe(true);
    expect(await end(key, 'first', LEASE_S + 3)).toBe(false);
    expect(await resultOf(key, LEASE_S + 3)).toBe('second');
  });

  it('comes once: a second end changes nothing', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'first', 0);
    expect(await end(key, 'first', 1)).toBe(true);
    expect(await end(key, 'first', 2)).toBe(false);
    expect((await read(key, 2)).endedAt).toStrictEqual(at(1));
  });

  it('that comes after the lease counts as long as nobody has taken over', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'late', 0);
    expect(await end(key, 'late', LEASE_S + 1)).toBe(true);
  });

  it('of a turn that nobody took writes nothing', async () => {
    const key = newKey();
    expect(await end(key, 'nobody', 0)).toBe(false);
    expect(await getItem(table, key, at(0))).toBeNull();
  });

  it('can come without results', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'first', 0);
    expect(await endTurn(table, key, { id: 'first', at: at(1), expiresAt: at(KEEP_S) }, {})).toBe(true);
  });
});

describe('a turn that expired', () => {
  it('and was not deleted yet is as if it had never been, for readers and takers', async () => {
    const key = newKey();
    await take(key, await read(key, 0), 'old', 0);
    const seen = await read(key, KEEP_S);
    expect(seen.id).toBeNull();
    expect(await take(key, seen, 'new', KEEP_S)).toBe(true);
    expect((await read(key, KEEP_S)).id).toBe('new');
  });

  it('a moment later than it was seen is not taken as a free one', async () => {
    const key = newKey();
    const seen = await read(key, 0);
    await take(key, seen, 'first', 0);
    expect(await take(key, seen, 'second', KEEP_S - 1)).toBe(false);
  });
});
