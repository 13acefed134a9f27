import { describe, expect, it } from 'vitest';

import { createCircuitStore } from '../../../../functions/adapters/dynamodb/circuits.ts';
import type { CircuitStore } from '../../../../functions/core/eligibility/circuit.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { createMemoryCircuits } from '../../../support/memory-circuits.ts';
import { operator } from '../../../support/samples.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const keyring = testKeyring();
let serial = 0;
const newAsking = () => ({ facility: `99${String(++serial).padStart(3, '0')}`, operator });

describe.each([
  ['in DynamoDB', (now: () => Date): CircuitStore => createCircuitStore({ table, keyring, now })],
  ['in memory, as the tests of the core use them', (): CircuitStore => createMemoryCircuits()],
])('circuits %s', (_where, open) => {
  const clock = createClock();
  const store = open(clock.now);
  const in_ = (milliseconds: number): Date => new Date(clock.now().getTime() + milliseconds);
  const since = in_(-60_000);
  let faultSerial = 0;
  const newFault = () => ({ id: [`ask-${++faultSerial}`], since });

  it('are unknown where nothing ever failed', async () => {
    expect(await store.read('account', newAsking())).toBeNull();
  });

  it('count faults in a row, each of them once, however many come at a time', async () => {
    const asking = newAsking();
    const faults = await Promise.all([1, 2, 3, 4].map(() => store.addFault('account', asking, newFault())));
    expect(faults.map((state) => state.faults).sort()).toStrictEqual([1, 2, 3, 4]);
    expect(await store.read('account', asking)).toStrictEqual({
      faults: 4,
      openUntil: null,
      isProbed: false,
      openings: 0,
    });
  });

  it('count the same fault once', async () => {
    const [asking, fault] = [newAsking(), newFault()];
    await store.addFault('account', asking, fault);
    expect((await store.addFault('account', asking, fault)).faults).toBe(1);
  });

  it('begin to count anew where the last fault is long ago', async () => {
    const asking = newAsking();
    await store.addFault('account', asking, newFault());
    expect((await store.addFault('account', asking, { ...newFault(), since: in_(1) })).faults).toBe(1);
  });

  it('are opened by one of many, and moved on by one of many', async () => {
    const asking = newAsking();
    const seen = await store.addFault('account', asking, newFault());
    const opening = { openUntil: in_(10_000), isProbed: false, openings: 1 };
    const opened = await Promise.all([1, 2, 3].map(() => store.setOpen('account', asking, seen, opening)));
    expect(opened.filter(Boolean)).toHaveLength(1);
    const open = { ...seen, ...opening, faults: 0 };
    expect(await store.read('account', asking)).toStrictEqual(open);
    const probe = { openUntil: in_(55_000), isProbed: true, openings: 1 };
    const elected = await Promise.all([1, 2, 3].map(() => store.setOpen('account', asking, open, probe)));
    expect(elected.filter(Boolean)).toHaveLength(1);
    expect(await store.read('account', asking)).toMatchObject({ isProbed: true });
  });

  it('are forgotten when closed, and what was closed is not opened by who saw it before', async () => {
    const asking = newAsking();
    const seen = await store.addFault('account', asking, newFault());
    await store.close('account', asking);
    expect(await store.read('account', asking)).toBeNull();
    const opening = { openUntil: in_(10_000), isProbed: false, openings: 1 };
    expect(await store.setOpen('account', asking, seen, opening)).toBe(false);
  });

  it('are one for the gateway, one for each account, one for each operator', async () => {
    const [here, there] = [newAsking(), newAsking()];
    const another = { ...here, operator: { ...operator, personalId: '000200000033' } };
    await store.addFault('operator', here, newFault());
    await store.addFault('account', here, newFault());
    await store.addFault('gateway', here, newFault());
    expect(await store.read('operator', another)).toBeNull();
    expect(await store.read('operator', there)).toBeNull();
    expect(await store.read('account', there)).toBeNull();
    expect(await store.read('account', another)).toMatchObject({ faults: 1 });
    expect(await store.read('gateway', there)).toMatchObject({ faults: 1 });
  });
});

it('nothing of the person at the desk can be read in the table', async () => {
  await createCircuitStore({ table, keyring, now: createClock().now }).addFault('operator', newAsking(), {
    id: ['Đỗ Thị Mẫu', '1990-02-17'],
    since: new Date(0),
  });
  const text = readable(await everyItem(table));
  expect(text).toContain('circuit#operator#');
  expect(text).not.toContain(operator.personalId);
  expect(text).not.toContain(operator.fullName);
});
