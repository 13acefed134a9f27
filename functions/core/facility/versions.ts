import type { PlainDate } from '../calendar.ts';
import type { FacilityProfile } from './profile.ts';

/** The newest version that holds on the day; null where the facility has none yet. */
export const versionOn = (versions: readonly FacilityProfile[], on: PlainDate): FacilityProfile | null =>
  oldestFirst(versions).findLast(({ validFrom }) => validFrom === null || validFrom <= on) ?? null;

export const oldestFirst = (versions: readonly FacilityProfile[]): FacilityProfile[] =>
  versions.toSorted((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
