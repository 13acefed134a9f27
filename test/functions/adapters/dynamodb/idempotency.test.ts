import { describe, expect, it } from 'vitest';

import { createIdempotencyStore } from '../../../../functions/adapters/dynamodb/idempotency.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();

let serial = 10;
/** A desk of its own clock, and a request under a key that nobody has used. */
function newRequest() {
  const clock = createClock();
  const store = createIdempotencyStore({ table, keyring: testKeyring(), now: clock.now });
  const key = `key-${++serial}`;
  const request = {
    facility: '99001',
    key,
    body: '{"subject":{"fullName":"Đỗ Thị Mẫu"}}',
    lookupId: 'lookup-1',
  };
  return { clock, store, request };
}

describe('an idempotency key', () => {
  it('stands for the first lookup made under it', async () => {
    const { store, request } = newRequest();
    expect(await store.claim(request)).toStrictEqual({ kind: 'first' });
    expect(await store.claim({ ...request, lookupId: 'lookup-2' })).toStrictEqual({
      kind: 'repeat',
      lookupId: 'lookup-1',
    });
  });

  it('is first for exactly one of twenty at once', async () => {
    const { store, request } = newRequest();
    const ids = Array.from({ length: 20 }, (_, index) => `lookup-${index}`);
    const claims = await Promise.all(ids.map((lookupId) => store.claim({ ...request, lookupId })));
    const winner = ids[claims.findIndex(({ kind }) => kind === 'first')];
    const others = claims.filter(({ kind }) => kind !== 'first');
    expect(others).toStrictEqual(Array.from({ length: 19 }, () => ({ kind: 'repeat', lookupId: winner })));
  });

  it('is refused for another body, byte for byte', async () => {
    const { store, request } = newRequest();
    await store.claim(request);
    expect(await store.claim({ ...request, body: `${request.body} ` })).toStrictEqual({ kind: 'other-body' });
  });

  it('is each facility’s own', async () => {
    const { store, request } = newRequest();
    await store.claim(request);
    expect(await store.claim({ ...request, facility: '99002' })).toStrictEqual({ kind: 'first' });
  });

  it('is free again after ten minutes, and not before', async () => {
    const { clock, store, request } = newRequest();
    await store.claim(request);
    clock.advance(599_999);
    expect((await store.claim(request)).kind).toBe('repeat');
    clock.advance(1);
    expect(await store.claim({ ...request, body: '{}', lookupId: 'lookup-2' })).toStrictEqual({
      kind: 'first',
    });
    expect(await store.claim({ ...request, body: '{}' })).toStrictEqual({
      kind: 'repeat',
      lookupId: 'lookup-2',
    });
  });

  it('leaves neither itself nor the body in the table', async () => {
    const { store, request } = newRequest();
    await store.claim(request);
    const content = readable(await everyItem(table));
    expect(content).toContain('lookup-1');
    expect(content).not.toContain(request.key);
    expect(content).not.toMatch(/Đỗ|subject/);
  });
});
