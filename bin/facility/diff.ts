import type { FacilityRecord } from '../../functions/adapters/dynamodb/directory.ts';
import type { FacilityProfile } from '../../functions/core/facility/profile.ts';

/** What is to be written of one facility, all its versions. */
export interface Write {
  readonly record: FacilityRecord;
  readonly versions: readonly FacilityProfile[];
}

export interface Diff {
  readonly writes: readonly Write[];
  /** For the operator to read before anything is written. */
  readonly lines: readonly string[];
}

/** The file's versions laid over what is stored. What is stored besides stays. */
export function compare(
  profiles: readonly FacilityProfile[],
  stored: ReadonlyMap<string, FacilityRecord>,
): Diff {
  const byCode = [...Map.groupBy(profiles, ({ code }) => code)];
  const facilities = byCode.map(([code, versions]) =>
    compareFacility(stored.get(code) ?? { code, versions: [], seen: undefined }, versions),
  );
  const versions = facilities.flatMap((facility) => facility.versions);
  const count = (kind: Comparison['kind']): number => versions.filter((each) => each.kind === kind).length;
  const unread = [...stored.values()].filter((record) => record.versions === null);
  const held = [...stored.values()].reduce((sum, record) => sum + (record.versions?.length ?? 0), 0);
  return {
    writes: facilities.filter(needsWriting).map(({ record, merged }) => ({ record, versions: merged })),
    lines: [
      ...unread.map(({ code }) => unreadable(code, facilities)),
      ...versions.flatMap(({ lines }) => lines),
      `${count('new')} new, ${count('changed')} changed, ${count('unchanged')} unchanged; ` +
        `${held - count('changed') - count('unchanged')} stored and not in the file, left alone.`,
    ],
  };
}

interface Comparison {
  readonly kind: 'new' | 'changed' | 'unchanged';
  readonly lines: readonly string[];
}

interface Facility {
  readonly record: FacilityRecord;
  readonly merged: readonly FacilityProfile[];
  readonly versions: readonly Comparison[];
}

function compareFacility(record: FacilityRecord, given: readonly FacilityProfile[]): Facility {
  const old = byDate(record.versions ?? []);
  return {
    record,
    merged: [...new Map([...old, ...byDate(given)]).values()],
    versions: given.map((next) => compareVersion(old.get(next.validFrom), next)),
  };
}

const byDate = (versions: readonly FacilityProfile[]): Map<string | null, FacilityProfile> =>
  new Map(versions.map((version) => [version.validFrom, version]));

function compareVersion(old: FacilityProfile | undefined, next: FacilityProfile): Comparison {
  if (old === undefined) return { kind: 'new', lines: [`+ ${next.code} ${describeVersion(next)}`] };
  const before = new Map(statedFields(old));
  const changes = statedFields(next)
    .filter(([field, value]) => before.get(field) !== value)
    .map(([field, value]) => `${field} ${before.get(field) ?? ''} → ${value}`);
  if (changes.length === 0) return { kind: 'unchanged', lines: [] };
  return { kind: 'changed', lines: [`~ ${next.code} ${period(next)}: ${changes.join(', ')}`] };
}

const needsWriting = ({ record, versions }: Facility): boolean =>
  record.versions === null || versions.some(({ kind }) => kind !== 'unchanged');

const unreadable = (code: string, given: readonly Facility[]): string =>
  given.some(({ record }) => record.code === code)
    ? `! ${code}: what is stored cannot be read and is replaced`
    : `! ${code}: what is stored cannot be read, so it counts as unknown; it is not in the file`;

export const describeVersion = (profile: FacilityProfile): string =>
  `${period(profile)}: ${statedFields(profile)
    .map(([field, value]) => `${field} ${value}`)
    .join(', ')}`;

const period = ({ validFrom }: FacilityProfile): string =>
  validFrom === null ? 'from ever' : `from ${validFrom}`;

/** All but what tells versions apart. */
const statedFields = (profile: FacilityProfile): [string, string][] =>
  Object.entries({ ...profile })
    .filter(([field]) => field !== 'code' && field !== 'validFrom')
    .map(([field, value]) => [field, value === null ? 'none' : String(value)]);
