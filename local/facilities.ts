import { readFile } from 'node:fs/promises';
import * as z from 'zod';

import { facilityProfile } from '../functions/adapters/dynamodb/directory.ts';
import type { FacilityProfile } from '../functions/core/facility/profile.ts';

/** The sandbox's own facilities, one of each kind that the law tells apart. All invented. */
export const sandboxFacilities: readonly FacilityProfile[] = [
  facility('99001', 'Trạm Y tế Ví Dụ', 'primary', null, 'commune', { listedPrimary: true }),
  facility('99002', 'Phòng khám đa khoa Ví Dụ', 'primary', null, null),
  facility('99003', 'Bệnh viện Ví Dụ', 'basic', 45, 'district'),
  facility('99004', 'Bệnh viện tư nhân Mới Mở', 'basic', null, null, { provisional: true }),
  facility('99005', 'Bệnh viện tư nhân Ví Dụ', 'basic', 62, null),
  facility('99006', 'Bệnh viện đa khoa tỉnh Thử Nghiệm', 'basic', 66, 'province'),
  facility('99007', 'Bệnh viện chuyên khoa tỉnh Thử Nghiệm', 'specialised', 78, 'province'),
  facility('99008', 'Bệnh viện Trung ương Thử Nghiệm', 'specialised', 92, 'central'),
  facility('99009', 'Bệnh viện khu vực Ví Dụ', 'basic', 58, 'district'),
  facility('99010', 'Bệnh viện chuyên khoa Mới Mở', 'specialised', 75, null),
  facility('99016', 'Bệnh viện đa khoa tỉnh Ví Dụ', 'basic', 48, 'province'),
];

function facility(
  code: string,
  name: string,
  level: FacilityProfile['level'],
  score: number | null,
  tierBefore2025: FacilityProfile['tierBefore2025'],
  { listedPrimary = false, provisional = false } = {},
): FacilityProfile {
  const always = { contract: true, validFrom: null };
  return { code, name, level, score, provisional, tierBefore2025, listedPrimary, ...always };
}

/** Facilities of a file besides the sandbox's own, perhaps in several versions; one of the same code takes its place. */
export async function loadFacilities(file: string | undefined): Promise<readonly FacilityProfile[]> {
  if (file === undefined || file === '') return sandboxFacilities;
  const json: unknown = JSON.parse(await readFile(file, 'utf8'));
  const loaded = z
    .array(z.unknown())
    .parse(json)
    .map((row, index) => parseRow(row, index, file));
  const codes = new Set(loaded.map(({ code }) => code));
  const untouched = sandboxFacilities.filter(({ code }) => !codes.has(code));
  const versions = new Map(loaded.map((profile) => [`${profile.code} ${profile.validFrom}`, profile]));
  return [...untouched, ...versions.values()];
}

function parseRow(row: unknown, index: number, file: string): FacilityProfile {
  const parsed = facilityProfile.safeParse(row);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [...path, message].join(' '));
  throw new Error(`${file}: facility ${index + 1} is not valid: ${problems.join('; ')}`);
}
