import type { PlainDate } from '../calendar.ts';
import type { FacilityProfile, FindFacility, Level } from './profile.ts';

/** What the directory knows of the facilities that a decision rests on. */
export interface Places {
  readonly here: { readonly code: string; readonly profile: FacilityProfile | null };
  levelOf(registeredFacility: string | null): Level | 'unknown' | 'none';
}

/** A directory that does not answer knows nothing: the decision then asks for review instead of failing the lookup. */
export async function findPlaces(
  find: FindFacility,
  { here, registered, on }: { here: string; registered: readonly (string | null)[]; on: PlainDate },
): Promise<Places> {
  const codes = [...new Set([here, ...registered.filter((code) => code !== null)])];
  const profiles = new Map(
    await Promise.all(codes.map(async (code) => [code, await find(code, on).catch(() => null)] as const)),
  );
  return {
    here: { code: here, profile: profiles.get(here) ?? null },
    levelOf: (code) => (code === null ? 'none' : (profiles.get(code)?.level ?? 'unknown')),
  };
}
