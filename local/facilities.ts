import { readFile } from 'node:fs/promises';
import * as z from 'zod';

import { facilityProfile, type FacilityProfile } from '../functions/adapters/dynamodb/directory.ts';

/** The sandbox's own facilities, one of each kind that the law tells apart. All invented. */
export const sandboxFacilities: readonly FacilityProfile[] = [
  facility('99001', 'Trạm Y tế Ví Dụ', 'primary', null, 'commune', true),
  facility('99002', 'Phòng khám đa khoa Ví Dụ', 'primary', null, null),
  facility('99003', 'Bệnh viện Ví Dụ', 'basic', 45, 'district'),
  facility('99006', 'Bệnh viện đa khoa tỉnh Thử Nghiệm', 'basic', 66, 'province'),
  facility('99008', 'Bệnh viện Trung ương Thử Nghiệm', 'specialised', 92, 'central'),
];

function facility(
  code: string,
  name: string,
  level: FacilityProfile['level'],
  score: number | null,
  tierBefore2025: FacilityProfile['tierBefore2025'],
  listedPrimary = false,
): FacilityProfile {
  return { code, name, level, score, provisional: false, tierBefore2025, listedPrimary, contract: true };
}

/** Facilities of a file besides the sandbox's own; one of the same code takes its place. */
export async function loadFacilities(file: string | undefined): Promise<readonly FacilityProfile[]> {
  if (file === undefined || file === '') return sandboxFacilities;
  const json: unknown = JSON.parse(await readFile(file, 'utf8'));
  const loaded = z
    .array(z.unknown())
    .parse(json)
    .map((row, index) => parseRow(row, index, file));
  return [...new Map([...sandboxFacilities, ...loaded].map((profile) => [profile.code, profile])).values()];
}

function parseRow(row: unknown, index: number, file: string): FacilityProfile {
  const parsed = facilityProfile.safeParse(row);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || issue.code);
  throw new Error(`${file}: facility ${index + 1} is not valid: ${fields.join(', ')}`);
}
