import { describe, expect, it } from 'vitest';

import { createCopayInquiryStore } from '../../../../functions/adapters/dynamodb/copay-inquiries.ts';
import { putItem } from '../../../../functions/adapters/dynamodb/items.ts';
import type { CopayInquiryStore, CopaySubject } from '../../../../functions/core/eligibility/ports.ts';
import type { CopayOutcome } from '../../../../functions/core/registry/copay-answer.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { createMemoryCopays } from '../../../support/memory-stores.ts';
import { facility, person } from '../../../support/samples.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const keyring = testKeyring();

const answered: CopayOutcome = {
  kind: 'answered',
  totals: { cumulative: 14_610_001, beforeJuly2026: 7_020_000, asOf: '20/11/2026 23:30' },
};
const failed: CopayOutcome = { kind: 'failed', reason: 'restricted-account' };

let serial = 10;
/** Somebody nobody has asked about yet. */
const newSubject = (): CopaySubject => ({
  facility,
  person: { ...person, number: `0011900000${++serial}` },
  year: 2026,
});

interface Desk {
  readonly store: CopayInquiryStore;
  readonly clock: ReturnType<typeof createClock>;
}

function deskInDynamoDb(): Desk {
  const clock = createClock();
  return { store: createCopayInquiryStore({ table, keyring, now: clock.now }), clock };
}

const deskInMemory = (): Desk => ({ store: createMemoryCopays(), clock: createClock() });

async function begin({ store, clock }: Desk, subject: CopaySubject, id: string): Promise<boolean> {
  const at = clock.now();
  const leaseUntil = new Date(at.getTime() + 150_000);
  return store.begin(subject, await store.read(subject), { id, at, leaseUntil });
}

async function askOnce(desk: Desk, subject: CopaySubject, outcome: CopayOutcome): Promise<void> {
  await begin(desk, subject, 'ask-1');
  await desk.store.end(subject, 'ask-1', outcome, desk.clock.now());
}

describe.each([
  ['in DynamoDB', deskInDynamoDb],
  ['in memory, as the tests of the core use them', deskInMemory],
])('co-payments %s', (_where, open) => {
  it('are untouched where nobody asked', async () => {
    const untouched = { askId: null, ended: null, leaseUntil: new Date(0) };
    expect(await open().store.read(newSubject())).toStrictEqual(untouched);
  });

  it('are asked for by one at a time', async () => {
    const [desk, subject] = [open(), newSubject()];
    const seen = await desk.store.read(subject);
    const at = desk.clock.now();
    const leaseUntil = new Date(at.getTime() + 150_000);
    const all = ['ask-1', 'ask-2', 'ask-3'].map((id) =>
      desk.store.begin(subject, seen, { id, at, leaseUntil }),
    );
    expect((await Promise.all(all)).filter(Boolean)).toHaveLength(1);
    expect(await desk.store.read(subject)).toMatchObject({ ended: null, leaseUntil });
    expect(await begin(desk, subject, 'ask-4')).toBe(false);
  });

  it.each([
    ['an answer', answered],
    ['a failure', failed],
  ])('end with %s', async (_what, outcome) => {
    const [desk, subject] = [open(), newSubject()];
    await askOnce(desk, subject, outcome);
    const { ended } = await desk.store.read(subject);
    expect(ended).toStrictEqual({ outcome, at: desk.clock.now() });
  });

  it('are asked for again once they have ended', async () => {
    const [desk, subject] = [open(), newSubject()];
    await askOnce(desk, subject, answered);
    expect(await begin(desk, subject, 'ask-2')).toBe(true);
    expect(await desk.store.read(subject)).toMatchObject({ askId: 'ask-2', ended: null });
  });

  it('ignore the late end of an asking that was taken over', async () => {
    const [desk, subject] = [open(), newSubject()];
    await begin(desk, subject, 'ask-1');
    desk.clock.advance(150_000);
    await begin(desk, subject, 'ask-2');
    await desk.store.end(subject, 'ask-1', answered, desk.clock.now());
    expect(await desk.store.read(subject)).toMatchObject({ askId: 'ask-2', ended: null });
  });

  it.each([
    ['facility', { facility: '99002' }],
    ['number', { person: { ...person, number: 'DN4999900000017' } }],
    ['name', { person: { ...person, fullName: 'Đỗ Thị Mậu' } }],
    ['birth date', { person: { ...person, dateOfBirth: '1990-02' } }],
    ['year', { year: 2027 }],
  ])('are told apart by the %s', async (_part, other) => {
    const [desk, subject] = [open(), { facility, person, year: 2026 }];
    await askOnce(desk, subject, answered);
    expect(await desk.store.read({ ...subject, ...other })).toMatchObject({ askId: null });
  });
});

describe('what is stored of a co-payment', () => {
  it('is of no use after a day, though it may not be deleted yet', async () => {
    const [desk, subject] = [deskInDynamoDb(), newSubject()];
    await askOnce(desk, subject, answered);
    desk.clock.advance(24 * 3_600_000);
    expect(await desk.store.read(subject)).toMatchObject({ askId: null, ended: null });
    expect(await begin(desk, subject, 'ask-2')).toBe(true);
  });

  it('shows nobody’s name, number, birth date or money to whoever reads the table', async () => {
    const desk = deskInDynamoDb();
    await askOnce(desk, { facility, person, year: 2026 }, answered);
    const content = readable(await everyItem(table));
    expect(content).toContain('ask-1');
    const secrets = [person.number, person.fullName, person.dateOfBirth, '14610001', '7020000', '20/11/2026'];
    expect(secrets.filter((secret) => content.includes(secret))).toStrictEqual([]);
    expect(content).not.toMatch(/answered|cumulative|restricted/);
  });

  it('counts as a fault, soon asked again, where another release wrote what cannot be read', async () => {
    const [desk, subject] = [deskInDynamoDb(), newSubject()];
    const before = new Set((await everyItem(table)).map((item) => item['sk']?.S));
    await askOnce(desk, subject, answered);
    const mine = (await everyItem(table)).find((item) => !before.has(item['sk']?.S));
    await putItem(table, { ...mine, outcome: { S: 'in another form' } });
    const { ended } = await desk.store.read(subject);
    expect(ended?.outcome).toStrictEqual({ kind: 'failed', reason: 'registry-fault' });
  });
});
