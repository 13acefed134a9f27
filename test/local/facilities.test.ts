import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { facilityProfile } from '../../functions/adapters/dynamodb/directory.ts';
import { loadFacilities, sandboxFacilities } from '../../local/facilities.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiep-don-facilities-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(profiles: unknown): Promise<string> {
  const path = join(folder, 'facilities.json');
  await writeFile(path, JSON.stringify(profiles));
  return path;
}

/** As the files of the contract have it: without a date. */
const stated = {
  code: '99003',
  name: 'Bệnh viện Khác',
  level: 'basic',
  score: 49.5,
  provisional: false,
  tierBefore2025: 'district',
  listedPrimary: false,
  contract: true,
};

describe('the sandbox’s facilities', () => {
  it('are valid, each once', () => {
    for (const profile of sandboxFacilities) expect(facilityProfile.parse(profile)).toStrictEqual(profile);
    expect(new Set(sandboxFacilities.map(({ code }) => code)).size).toBe(sandboxFacilities.length);
  });

  it.each([
    ['99001', 'primary', null, 'commune', true, false],
    ['99002', 'primary', null, null, false, false],
    ['99003', 'basic', 45, 'district', false, false],
    ['99004', 'basic', null, null, false, true],
    ['99005', 'basic', 62, null, false, false],
    ['99006', 'basic', 66, 'province', false, false],
    ['99016', 'basic', 48, 'province', false, false],
    ['99007', 'specialised', 78, 'province', false, false],
    ['99008', 'specialised', 92, 'central', false, false],
    ['99009', 'basic', 58, 'district', false, false],
    ['99010', 'specialised', 75, null, false, false],
  ])(
    'are those of the worked cases: %s',
    (code, level, score, tierBefore2025, listedPrimary, provisional) => {
      const found = sandboxFacilities.find((profile) => profile.code === code);
      const contract = true;
      expect(found).toMatchObject({ level, score, tierBefore2025, listedPrimary, provisional, contract });
    },
  );

  it.each([undefined, ''])('stand alone without a file (%j)', async (none) => {
    expect(await loadFacilities(none)).toBe(sandboxFacilities);
  });
});

describe('FACILITIES_FILE', () => {
  it('adds facilities, and takes the place of the sandbox’s own of the same code', async () => {
    const loaded = await loadFacilities(await file([stated, { ...stated, code: '98001' }]));
    expect(loaded).toHaveLength(sandboxFacilities.length + 1);
    expect(loaded.filter(({ code }) => code === '99003')).toStrictEqual([{ ...stated, validFrom: null }]);
  });

  it('may hold several versions of one', async () => {
    const versions = [stated, { ...stated, score: 55, validFrom: '2026-07-01' }];
    const loaded = await loadFacilities(await file(versions));
    const dates = loaded.filter(({ code }) => code === '99003').map(({ validFrom }) => validFrom);
    expect(dates).toStrictEqual([null, '2026-07-01']);
  });

  it('is refused with its facility, field and rule', async () => {
    const path = await file([stated, { ...stated, score: 120, level: 'district' }]);
    await expect(loadFacilities(path)).rejects.toThrow(
      /facility 2 is not valid: level must be one of primary, basic, specialised; score must be a number/,
    );
  });
});
