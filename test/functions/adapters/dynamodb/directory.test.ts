import { describe, expect, it } from 'vitest';

import {
  createDirectory,
  createDirectoryWriter,
  facilityProfile,
} from '../../../../functions/adapters/dynamodb/directory.ts';
import { sandboxFacilities } from '../../../../local/facilities.ts';
import { createClock } from '../../../support/clock.ts';
import { everyItem, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const writer = createDirectoryWriter(table);

describe('the directory', () => {
  it('knows the facility a client speaks for', async () => {
    await writer.putClient('client-a', '99001');
    const directory = createDirectory(table, createClock().now);
    expect(await directory.facilityOfClient('client-a')).toBe('99001');
  });

  it.each(['nobody', 'facility', '', 'client-a#', '99001'])(
    'knows no client nobody registered: %j',
    async (id) => {
      await writer.putClient('client-a', '99001');
      expect(await createDirectory(table, createClock().now).facilityOfClient(id)).toBeNull();
    },
  );

  it('sees a client move within a minute', async () => {
    const clock = createClock();
    const directory = createDirectory(table, clock.now);
    await writer.putClient('client-b', '99001');
    await directory.facilityOfClient('client-b');
    await writer.putClient('client-b', '99002');
    clock.advance(59_999);
    expect(await directory.facilityOfClient('client-b')).toBe('99001');
    clock.advance(1);
    expect(await directory.facilityOfClient('client-b')).toBe('99002');
  });

  it('sees a new client at once, though it was asked for before', async () => {
    const directory = createDirectory(table, createClock().now);
    expect(await directory.facilityOfClient('client-c')).toBeNull();
    await writer.putClient('client-c', '99003');
    expect(await directory.facilityOfClient('client-c')).toBe('99003');
  });

  it('holds each facility’s profile once', async () => {
    for (const profile of [...sandboxFacilities, ...sandboxFacilities]) await writer.putFacility(profile);
    const profiles = (await everyItem(table)).flatMap((item) => item['profile']?.S ?? []);
    expect(profiles).toHaveLength(sandboxFacilities.length);
    for (const profile of profiles) expect(facilityProfile.safeParse(JSON.parse(profile)).success).toBe(true);
  });
});

describe('a facility profile', () => {
  const [good] = sandboxFacilities;

  it.each([
    ['a code of four characters', { code: '9900' }],
    ['a code in small letters', { code: '99c01' }],
    ['no name', { name: '' }],
    ['a score above 100', { score: 101 }],
    ['an unknown level', { level: 'district' }],
    ['an unknown field', { colour: 'red' }],
  ])('is refused with %s', (_what, changes) => {
    expect(facilityProfile.safeParse(good).success).toBe(true);
    expect(facilityProfile.safeParse({ ...good, ...changes }).success).toBe(false);
  });
});
