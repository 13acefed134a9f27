import { describe, expect, it } from 'vitest';

import { createInquiryStore } from '../../../../functions/adapters/dynamodb/inquiries.ts';
import type { InquiryStore, InquirySubject } from '../../../../functions/core/eligibility/ports.ts';
import type { AskOutcome } from '../../../../functions/core/registry/answer.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { createMemoryInquiries } from '../../../support/memory-stores.ts';
import { answer, answered, facility, period, person, unreachable } from '../../../support/samples.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const keyring = testKeyring();

let serial = 10;
/** Somebody nobody has asked about yet. */
const newSubject = (): InquirySubject => ({
  facility,
  person: { ...person, number: `0011900000${++serial}` },
});

interface Desk {
  readonly store: InquiryStore;
  readonly clock: ReturnType<typeof createClock>;
}

function deskInDynamoDb(): Desk {
  const clock = createClock();
  return { store: createInquiryStore({ table, keyring, now: clock.now }), clock };
}

const deskInMemory = (): Desk => ({ store: createMemoryInquiries(), clock: createClock() });

async function begin({ store, clock }: Desk, subject: InquirySubject, id: string): Promise<boolean> {
  const at = clock.now();
  const leaseUntil = new Date(at.getTime() + 45_000);
  return store.begin(subject, await store.read(subject), { id, at, leaseUntil });
}

async function askOnce(desk: Desk, subject: InquirySubject, id: string, outcome: AskOutcome): Promise<void> {
  await begin(desk, subject, id);
  await desk.store.end(subject, id, outcome, desk.clock.now());
}

describe.each([
  ['in DynamoDB', deskInDynamoDb],
  ['in memory, as the tests of the core use them', deskInMemory],
])('inquiries %s', (_where, open) => {
  it('are untouched where nobody asked', async () => {
    const untouched = { askId: null, ended: null, leaseUntil: new Date(0), kept: null, attempts: [] };
    expect(await open().store.read(newSubject())).toStrictEqual(untouched);
  });

  it('say who asks and until when that is waited for', async () => {
    const [desk, subject] = [open(), newSubject()];
    expect(await begin(desk, subject, 'ask-1')).toBe(true);
    expect(await desk.store.read(subject)).toStrictEqual({
      askId: 'ask-1',
      ended: null,
      leaseUntil: new Date(desk.clock.now().getTime() + 45_000),
      kept: null,
      attempts: [],
    });
    expect(await begin(desk, subject, 'ask-2')).toBe(false);
  });

  it('keep what was tried, through a later asking that says nothing of it', async () => {
    const [desk, subject] = [open(), newSubject()];
    const at = desk.clock.now();
    const call = { step: 'login', at, milliseconds: 31, httpStatus: null } as const;
    const attempt = { startedAt: at, endedAt: at, outcome: 'registry-unreachable', calls: [call] };
    await begin(desk, subject, 'ask-1');
    await desk.store.end(subject, 'ask-1', unreachable, at, [attempt]);
    desk.clock.advance(1_000);
    await askOnce(desk, subject, 'ask-2', answered('000'));
    expect((await desk.store.read(subject)).attempts).toStrictEqual([attempt]);
  });

  it('end with an answer that is kept', async () => {
    const [desk, subject] = [open(), newSubject()];
    const at = desk.clock.now();
    await askOnce(desk, subject, 'ask-1', answered('000'));
    expect(await desk.store.read(subject)).toMatchObject({
      askId: 'ask-1',
      ended: { outcome: answered('000'), at },
      kept: { answer: answer('000'), asOf: at },
    });
  });

  it.each([
    ['a silence', unreachable],
    ['rejected credentials', { kind: 'failed', reason: 'facility-credentials-rejected' }],
    ['a fault by code', answered('101', [])],
    ['a mismatch', answered('070')],
    ['an unknown code', answered('777')],
  ] as const)('never keep %s, nor let it replace what is kept', async (_what, outcome) => {
    const [desk, subject] = [open(), newSubject()];
    await askOnce(desk, subject, 'ask-1', outcome);
    expect(await desk.store.read(subject)).toMatchObject({ ended: { outcome }, kept: null });

    const asOf = desk.clock.now();
    await askOnce(desk, subject, 'ask-2', answered('000'));
    desk.clock.advance(60_000);
    await askOnce(desk, subject, 'ask-3', outcome);
    expect(await desk.store.read(subject)).toMatchObject({
      askId: 'ask-3',
      ended: { outcome, at: desk.clock.now() },
      kept: { answer: answer('000'), asOf },
    });
  });

  it('show the older answer while the next asking is under way, and not its end', async () => {
    const [desk, subject] = [open(), newSubject()];
    await askOnce(desk, subject, 'ask-1', answered('000'));
    await begin(desk, subject, 'ask-2');
    const { ended, kept } = await desk.store.read(subject);
    expect(ended).toBeNull();
    expect(kept?.answer).toStrictEqual(answer('000'));
  });

  it('ignore the late end of an asking that was taken over', async () => {
    const [desk, subject] = [open(), newSubject()];
    await begin(desk, subject, 'ask-1');
    desk.clock.advance(45_000);
    await begin(desk, subject, 'ask-2');
    await desk.store.end(subject, 'ask-1', answered('050', []), desk.clock.now());
    expect(await desk.store.read(subject)).toMatchObject({ askId: 'ask-2', ended: null, kept: null });
  });

  it.each([
    ['facility', { facility: '99002', person }],
    ['number', { facility, person: { ...person, number: 'DN4999900000017' } }],
    ['name', { facility, person: { ...person, fullName: 'Đỗ Thị Mậu' } }],
    ['birth date', { facility, person: { ...person, dateOfBirth: '1990-02' } }],
  ])('are told apart by the %s', async (_part, other) => {
    const desk = open();
    await askOnce(desk, { facility, person }, 'ask-1', answered('000'));
    expect(await desk.store.read(other)).toMatchObject({ askId: null, kept: null });
  });

  it('are the same for a name in other case, spacing or Unicode form', async () => {
    const [desk, subject] = [open(), newSubject()];
    await askOnce(desk, subject, 'ask-1', answered('000'));
    const fullName = ' ĐỖ  THỊ MẪU'.normalize('NFD');
    const same = { ...subject, person: { ...subject.person, fullName } };
    expect((await desk.store.read(same)).askId).toBe('ask-1');
  });
});

describe('what is stored of an inquiry', () => {
  it('is of no use after a day, though it may not be deleted yet', async () => {
    const [desk, subject] = [deskInDynamoDb(), newSubject()];
    await askOnce(desk, subject, 'ask-1', answered('000'));
    desk.clock.advance(24 * 3_600_000);
    expect(await desk.store.read(subject)).toMatchObject({ askId: null, ended: null, kept: null });
    expect(await begin(desk, subject, 'ask-2')).toBe(true);
  });

  it('does not come back to life when somebody asks again after it has expired', async () => {
    const [desk, subject] = [deskInDynamoDb(), newSubject()];
    await askOnce(desk, subject, 'ask-1', answered('000'));
    desk.clock.advance(25 * 3_600_000);
    await begin(desk, subject, 'ask-2');
    expect((await desk.store.read(subject)).kept).toBeNull();
  });

  it('shows nobody’s name, number, birth date, card or verdict to whoever reads the table', async () => {
    const desk = deskInDynamoDb();
    const sentence = 'Thẻ còn giá trị sử dụng! Họ tên : Đỗ Thị Mẫu';
    await askOnce(desk, { facility, person }, 'ask-9', answered('000', [period()], sentence));
    await askOnce(desk, newSubject(), 'ask-10', answered('060', [], 'Thẻ sai họ tên'));
    const content = readable(await everyItem(table));
    expect(content).toContain('ask-9');
    const secrets = [
      person.number,
      person.fullName,
      'ĐỖ THỊ MẪU',
      person.dateOfBirth,
      period().number,
      'Thẻ',
    ];
    expect(secrets.filter((secret) => content.includes(secret))).toStrictEqual([]);
    expect(content).not.toMatch(/answered|maKetQua|2026-12-31/);
  });

  it('cannot be found without the index key', async () => {
    const { clock, store } = deskInDynamoDb();
    await askOnce({ clock, store }, { facility, person }, 'ask-11', answered('000'));
    const stranger = createInquiryStore({ table, keyring: testKeyring(clock.now, 'stolen'), now: clock.now });
    expect((await stranger.read({ facility, person })).askId).toBeNull();
  });
});
