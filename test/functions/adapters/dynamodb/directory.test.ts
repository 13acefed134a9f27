import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';

import {
  createDirectory,
  createDirectoryWriter,
  facilityProfile,
  type FacilityRecord,
  readFacilities,
  readFacility,
} from '../../../../functions/adapters/dynamodb/directory.ts';
import { keyOf, putItem } from '../../../../functions/adapters/dynamodb/items.ts';
import type { FacilityProfile } from '../../../../functions/core/facility/profile.ts';
import { sandboxFacilities } from '../../../../local/facilities.ts';
import { createClock } from '../../../support/clock.ts';
import { startTestTable } from '../../../support/test-table.ts';

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
});

describe('the directory of facilities', () => {
  const on = '2026-11-21';
  const [basic, other] = sandboxFacilities.filter(({ level }) => level === 'basic');
  if (basic === undefined || other === undefined) throw new Error('The sandbox has no basic facilities');

  /** A code of its own for each test, and what is stored of it now. */
  let codes = 100;
  const newCode = (): string => `98${(codes += 1)}`;
  const stored = (code: string): Promise<FacilityRecord> => readFacility(table, code, new Date());
  const put = async (code: string, ...versions: Partial<FacilityProfile>[]): Promise<boolean> =>
    writer.putFacility(
      await stored(code),
      versions.map((version) => ({ ...basic, ...version, code })),
    );

  it('knows the version that holds on a day', async () => {
    const code = newCode();
    await put(code, { validFrom: '2026-07-01', score: 49 }, { score: 60 }, { validFrom: '2025-01-01' });
    const { facility } = createDirectory(table, createClock().now);
    expect(await facility(code, '2024-12-31')).toStrictEqual({ ...basic, code, score: 60 });
    expect((await facility(code, '2025-01-01'))?.score).toBe(basic.score);
    expect((await facility(code, '2026-06-30'))?.score).toBe(basic.score);
    expect((await facility(code, '2026-07-01'))?.score).toBe(49);
  });

  it('does not know a facility before its first version begins', async () => {
    const code = newCode();
    await put(code, { validFrom: '2026-07-01' });
    expect(await createDirectory(table, createClock().now).facility(code, '2026-06-30')).toBeNull();
  });

  it.each(['97999', '', '9', '99c01', '99001 ', 'client#x', '9'.repeat(5_000), '99001\u0000', '😀'])(
    'does not know %j, and says so',
    async (code) => {
      expect(await createDirectory(table, createClock().now).facility(code, on)).toBeNull();
    },
  );

  it('sees a change within five minutes', async () => {
    const code = newCode();
    const clock = createClock();
    const { facility } = createDirectory(table, clock.now);
    await put(code, { score: 45 });
    await facility(code, on);
    await put(code, { score: 55 });
    clock.advance(299_999);
    expect((await facility(code, on))?.score).toBe(45);
    clock.advance(1);
    expect((await facility(code, on))?.score).toBe(55);
  });

  it('sees a new facility within half a minute', async () => {
    const code = newCode();
    const clock = createClock();
    const { facility } = createDirectory(table, clock.now);
    expect(await facility(code, on)).toBeNull();
    await put(code, {});
    clock.advance(29_999);
    expect(await facility(code, on)).toBeNull();
    clock.advance(1);
    expect(await facility(code, on)).toStrictEqual({ ...basic, code });
  });

  it.each<[string, (code: string) => AttributeValue | undefined]>([
    ['no versions', () => undefined],
    ['no text', () => ({ N: '1' })],
    ['no JSON', () => ({ S: '[{"code":' })],
    ['no list', (code) => ({ S: JSON.stringify({ ...basic, code }) })],
    ['a field missing', (code) => ({ S: JSON.stringify([{ ...basic, code, level: undefined }]) })],
    ['a contradiction', (code) => ({ S: JSON.stringify([{ ...basic, code, score: 70 }]) })],
    ['another facility’s profile', () => ({ S: JSON.stringify([other]) })],
  ])('does not know one whose item holds %s, until it is written anew', async (_what, versions) => {
    const code = newCode();
    const attribute = versions(code);
    await putItem(table, {
      ...keyOf({ pk: `facility#${code}`, sk: 'versions' }),
      ...(attribute !== undefined && { versions: attribute }),
    });
    expect((await stored(code)).versions).toBeNull();
    expect(await createDirectory(table, createClock().now).facility(code, on)).toBeNull();
    expect(await put(code, {})).toBe(true);
    expect(await createDirectory(table, createClock().now).facility(code, on)).toStrictEqual({
      ...basic,
      code,
    });
  });

  it('is written only over what was read', async () => {
    const code = newCode();
    const nothing = await stored(code);
    await put(code, { score: 45 });
    const seen = await stored(code);
    await put(code, { score: 55 });
    for (const stale of [nothing, seen]) {
      expect(await writer.putFacility(stale, [{ ...basic, code, score: 65 }])).toBe(false);
    }
    expect((await stored(code)).versions?.map(({ score }) => score)).toStrictEqual([55]);
  });

  it('lists every facility once, and nothing else of the table', async () => {
    await writer.putClient('client-d', '99001');
    for (const profile of [...sandboxFacilities, ...sandboxFacilities]) {
      await writer.putFacility(await stored(profile.code), [profile]);
    }
    const listed = await readFacilities(table);
    expect([...listed.keys()].filter((code) => code.startsWith('99')).toSorted()).toStrictEqual(
      sandboxFacilities.map(({ code }) => code).toSorted(),
    );
    for (const profile of sandboxFacilities) {
      expect(listed.get(profile.code)?.versions).toStrictEqual([profile]);
    }
  });
});

describe('a facility profile', () => {
  const [listed] = sandboxFacilities;
  const of = (level: string, changes: object): object => ({
    ...listed,
    level,
    listedPrimary: false,
    score: null,
    ...changes,
  });
  const problems = (profile: unknown): string[] =>
    (facilityProfile.safeParse(profile).error?.issues ?? []).map(({ path, message }) =>
      [...path, message].join(' '),
    );

  it('holds from ever where nothing else is said', () => {
    expect(facilityProfile.parse({ ...listed, validFrom: undefined }).validFrom).toBeNull();
  });

  it.each([
    ['a code of four characters', { code: '9900' }, 'code must be two digits'],
    ['a code in small letters', { code: '99c01' }, 'code must be two digits'],
    ['no name', { name: '' }, 'name must be 1 to 200 characters'],
    ['a blank name', { name: '  ' }, 'name must be 1 to 200 characters'],
    ['a name that moves the cursor', { name: 'A\u001b[2J' }, 'name must be 1 to 200 characters'],
    ['a score above 100', { score: 120 }, 'score must be a number from 0 to 100, or none'],
    ['a negative score', { score: -1 }, 'score must be a number from 0 to 100, or none'],
    ['a score in words', { score: '45' }, 'score must be a number from 0 to 100, or none'],
    ['an unknown level', { level: 'district' }, 'level must be one of primary, basic, specialised'],
    ['an unknown tier', { tierBefore2025: 'ward' }, 'tierBefore2025 must be one of commune, district'],
    ['a flag in words', { contract: 'yes' }, 'contract must be true or false'],
    ['a day that does not exist', { validFrom: '2026-02-30' }, 'validFrom must be a date YYYY-MM-DD'],
    ['a month', { validFrom: '2026-02' }, 'validFrom must be a date YYYY-MM-DD'],
    ['a day written otherwise', { validFrom: '01/07/2026' }, 'validFrom must be a date YYYY-MM-DD'],
    ['an unknown field', { colour: 'red' }, 'does not know colour'],
  ])('is refused with %s', (_what, changes, message) => {
    expect(problems(listed)).toStrictEqual([]);
    expect(problems({ ...listed, ...changes })).toStrictEqual([expect.stringContaining(message)]);
  });

  it.each([
    ['listedPrimary', of('basic', { listedPrimary: true })],
    ['listedPrimary', of('specialised', { listedPrimary: true })],
    ['provisional', of('primary', { provisional: true })],
    ['provisional', of('specialised', { provisional: true })],
    ['score', of('basic', { score: 70 })],
    ['score', of('specialised', { score: 69.9 })],
  ])('is refused with a %s that its level does not allow', (field, profile) => {
    expect(problems(profile)).toStrictEqual([expect.stringMatching(new RegExp(`^${field} .* level `))]);
  });

  it.each([
    of('basic', { score: 69.9 }),
    of('basic', { provisional: true }),
    of('basic', {}),
    of('specialised', { score: 70 }),
    of('specialised', {}),
    of('primary', { listedPrimary: true }),
  ])('may be %j', (profile) => {
    expect(problems(profile)).toStrictEqual([]);
  });

  it('is told all that is wrong with it at once, and no consequence of it', () => {
    const wrong = { ...of('basic', { listedPrimary: true, score: 120, name: '' }), colour: 'red' };
    expect(problems(wrong)).toHaveLength(4);
    expect(problems(of('district', { listedPrimary: true, score: 80 }))).toHaveLength(1);
  });

  it.each([null, undefined, 7, 'text', [], [listed]])('is an object, not %j', (value) => {
    expect(problems(value)).toStrictEqual(['must be an object with the fields of a profile']);
  });
});
