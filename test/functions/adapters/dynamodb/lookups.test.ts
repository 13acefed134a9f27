import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';

import { createLookupStore } from '../../../../functions/adapters/dynamodb/lookups.ts';
import type { Lookup } from '../../../../functions/core/eligibility/lookup-record.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { answered, facility, lookup, period, person, unreachable } from '../../../support/samples.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const clock = createClock();
const store = createLookupStore({ table, keyring: testKeyring(), now: clock.now });

let serial = 10;
const newId = (): string => `01930000-0000-7000-8000-0000000000${++serial}`;
const asOf = new Date('2026-11-21T01:14:00.000Z');
const dayAfter = '2026-11-22T03:00:00.000Z';

describe('a lookup', () => {
  it.each<[string, Partial<Lookup>]>([
    ['pending', {}],
    [
      'answered by the registry',
      { basis: { outcome: answered('000', [period()], 'Thẻ còn'), source: 'registry', asOf } },
    ],
    ['served from what was kept', { basis: { outcome: answered('050', []), source: 'cache', asOf } }],
    ['without an answer', { basis: { outcome: unreachable, source: 'registry', asOf } }],
    ['for a visit of the HIS', { visit: { id: 'HS-2026-000017', date: '2026-11-30' } }],
    ['presented by a guardian', { presentedBy: { personalId: '001085000033', relation: 'guardian' } }],
    ['of a person with warnings', { person: { ...person, warnings: ['DOB_PARTIAL', 'PID_YEAR_MISMATCH'] } }],
    ['of a typed card', { person: { ...person, personalId: null, sex: null, presence: 'typed' } }],
  ])('is read back as it was: %s', async (_state, details) => {
    const kept = lookup({ ...details, id: newId() });
    await store.put(kept);
    expect(await store.get(facility, kept.id)).toStrictEqual(kept);
  });

  it('shows its newest state', async () => {
    const pending = lookup({ id: newId() });
    await store.put(pending);
    const concluded = { ...pending, basis: { outcome: unreachable, source: 'registry', asOf } } as const;
    await store.put(concluded);
    expect(await store.get(facility, pending.id)).toStrictEqual(concluded);
  });

  it('exists for the facility that made it only', async () => {
    const kept = lookup({ id: newId() });
    await store.put(kept);
    expect(await store.get('99002', kept.id)).toBeNull();
  });

  it.each(['', 'nothing', '#', '../session'])('that nobody made is not there: %j', async (id) => {
    expect(await store.get(facility, id)).toBeNull();
  });

  it('is gone a day after it was requested, whenever it was concluded', async () => {
    const late = createClock();
    const lateStore = createLookupStore({ table, keyring: testKeyring(), now: late.now });
    const kept = lookup({ id: newId(), requestedAt: late.now() });
    late.advance(24 * 3_600_000 - 1);
    await lateStore.put(kept);
    expect(await lateStore.get(facility, kept.id)).not.toBeNull();
    late.advance(1);
    expect(await lateStore.get(facility, kept.id)).toBeNull();
  });

  it.each<[string, Partial<Lookup>]>([
    ['when it will be asked about again', { recheck: { attempts: 90, nextAt: new Date(dayAfter) } }],
    [
      'it was answered',
      {
        recheck: { attempts: 90, nextAt: null },
        basis: { outcome: answered('000'), source: 'registry', asOf: new Date(dayAfter) },
      },
    ],
  ])('that is rechecked is gone a day after %s', async (_name, details) => {
    const late = createClock(dayAfter);
    const lateStore = createLookupStore({ table, keyring: testKeyring(), now: late.now });
    const kept = lookup({ id: newId(), ...details });
    await lateStore.put(kept);
    late.advance(24 * 3_600_000 - 1);
    expect(await lateStore.get(facility, kept.id)).toStrictEqual(kept);
    late.advance(1);
    expect(await lateStore.get(facility, kept.id)).toBeNull();
  });

  it('shows nothing of a person to whoever reads the table', async () => {
    const message = 'Họ tên : Đỗ Thị Mẫu';
    const basis = { outcome: answered('000', [period()], message), source: 'registry', asOf } as const;
    await store.put(lookup({ id: newId(), basis, visit: { id: 'HS-2026-000017', date: '2026-11-30' } }));
    const content = readable(await everyItem(table));
    expect(content).toContain('lookup#');
    const secrets = [
      person.number,
      person.fullName,
      person.dateOfBirth,
      period().number,
      'HS-2026',
      '2026-11-30',
    ];
    expect(secrets.filter((secret) => content.includes(secret))).toStrictEqual([]);
  });

  it('that was moved to another address does not open there', async () => {
    const kept = lookup({ id: newId() });
    await store.put(kept);
    const [item] = (await everyItem(table)).filter(({ sk }) => sk?.S === `lookup#${kept.id}`);
    const moved = { ...item, pk: { S: '99002' } };
    await table.dynamoDb.send(new PutItemCommand({ TableName: table.name, Item: moved }));
    await expect(store.get('99002', kept.id)).rejects.toThrow();
  });
});
