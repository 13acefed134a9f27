import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';

import { parseIsoDate } from '../../core/calendar.ts';
import { profileContradictions } from '../../core/facility/contradictions.ts';
import { type FacilityProfile, type FindFacility, levels, tiers } from '../../core/facility/profile.ts';
import { oldestFirst, versionOn } from '../../core/facility/versions.ts';
import { within } from '../patience.ts';
import { getItem, type Item, keyOf, type ItemKey, putItem, type Table } from './items.ts';

const CODE = /^[0-9]{2}[0-9A-Z]{3}$/;

/** Each message says what is allowed: the operator's import prints it beside the field. */
const mustBe = {
  code: 'must be two digits and three digits or capital letters',
  name: 'must be 1 to 200 characters on one line',
  level: `must be one of ${levels.join(', ')}`,
  score: 'must be a number from 0 to 100, or none',
  flag: 'must be true or false',
  tier: `must be one of ${tiers.join(', ')}, or none`,
  date: 'must be a date YYYY-MM-DD, or none',
};

const fields = z.strictObject(
  {
    code: z.string(mustBe.code).check(z.regex(CODE, mustBe.code)),
    name: z.string(mustBe.name).check(z.regex(/^(?=.*\S)\P{Cc}{1,200}$/u, mustBe.name)),
    level: z.enum(levels, mustBe.level),
    score: z.nullable(z.number(mustBe.score).check(z.gte(0, mustBe.score), z.lte(100, mustBe.score))),
    provisional: z.boolean(mustBe.flag),
    tierBefore2025: z.nullable(z.enum(tiers, mustBe.tier)),
    listedPrimary: z.boolean(mustBe.flag),
    contract: z.boolean(mustBe.flag),
    validFrom: z._default(
      z.nullable(
        z
          .string(mustBe.date)
          .check(z.refine((text) => text.length === 10 && parseIsoDate(text) !== null, mustBe.date)),
      ),
      null,
    ),
  },
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `does not know ${issue.keys.join(', ')}`
        : 'must be an object with the fields of a profile',
  },
);

/** A version of a facility, as files and the directory hold it. */
export const facilityProfile: z.ZodMiniType<FacilityProfile> = fields.check(
  ...profileContradictions.map(({ field, rule, isBroken }) =>
    z.refine<FacilityProfile>((profile) => !isBroken(profile), {
      path: [field],
      error: rule,
      // Beside whatever else is wrong, so that all of it is said at once; but not where its own fields are.
      when: ({ issues }) =>
        !issues.some(({ code, path: [at] = [] }) =>
          at === undefined ? code !== 'unrecognized_keys' : at === 'level' || at === field,
        ),
    }),
  ),
);

export interface Directory {
  /** The facility a client of the token issuer speaks for; null for a client nobody registered. */
  facilityOfClient(clientId: string): Promise<string | null>;
  facility: FindFacility;
}

/** What is stored of one facility: all versions in one item, so that a write changes all of them or none. */
export interface FacilityRecord {
  readonly code: string;
  /** Oldest first; none: nothing is stored; null: what is stored cannot be read. */
  readonly versions: readonly FacilityProfile[] | null;
  /** To write only over what was read. */
  readonly seen: AttributeValue | undefined;
}

export interface DirectoryWriter {
  /** These versions instead of those of `record`. False when somebody has changed them meanwhile. */
  putFacility(record: FacilityRecord, versions: readonly FacilityProfile[]): Promise<boolean>;
  /** From now on the client speaks for the facility. */
  putClient(clientId: string, facility: string): Promise<void>;
}

/** A client moves between facilities almost never: a minute of memory saves a read on every lookup. */
const REMEMBER_CLIENT_MS = 60_000;

/** A level changes on a day known long before; a facility that was missing is waited for. */
const REMEMBER_FACILITY_MS = 300_000;
const REMEMBER_UNKNOWN_MS = 30_000;

/** What was once known stands in for a store that does not answer; nobody waits long to have it confirmed. */
const STAND_IN_MS = 24 * 3_600_000;
const CONFIRM_MS = 200;
/** A store at fault is not asked again by every lookup. */
const RETRY_MS = 5_000;

export function createDirectory(table: Table, now: () => Date): Directory {
  const clients = createMemory<string | null>(now, async (clientId) => {
    const item = await getItem(table, { pk: `client#${clientId}`, sk: 'facility' }, now());
    const facility = item?.['facility']?.S ?? null;
    return { value: facility, forMs: facility === null ? 0 : REMEMBER_CLIENT_MS };
  });
  const facilities = createMemory<readonly FacilityProfile[]>(now, async (code) => {
    const versions = (await readFacility(table, code, now())).versions ?? [];
    return { value: versions, forMs: versions.length > 0 ? REMEMBER_FACILITY_MS : REMEMBER_UNKNOWN_MS };
  });
  return {
    facilityOfClient: clients,
    // Codes come from cards and slips: what cannot be one is not asked for.
    facility: async (code, on) => (CODE.test(code) ? versionOn(await facilities(code), on) : null),
  };
}

interface Read<T> {
  readonly value: T;
  /** 0: not remembered. */
  readonly forMs: number;
}

const REMEMBER_AT_MOST = 2_000;

/** Reads once for a while. What it knew before stands in where it cannot be read again. */
function createMemory<T>(
  now: () => Date,
  read: (key: string) => Promise<Read<T>>,
): (key: string) => Promise<T> {
  const known = new Map<string, { readonly value: T; readonly readAt: number; readonly until: number }>();

  function remember(key: string, value: T, readAt: number, forMs: number): void {
    known.delete(key);
    const [oldest] = known.keys();
    if (known.size >= REMEMBER_AT_MOST && oldest !== undefined) known.delete(oldest);
    if (forMs > 0) known.set(key, { value, readAt, until: now().getTime() + forMs });
  }

  return async (key) => {
    const entry = known.get(key);
    const at = now().getTime();
    if (entry !== undefined && at < entry.until) return entry.value;
    const reading = read(key);
    try {
      const canStandIn = entry !== undefined && at - entry.readAt < STAND_IN_MS;
      const { value, forMs } = await (canStandIn ? within(CONFIRM_MS, reading) : reading);
      remember(key, value, at, forMs);
      return value;
    } catch (error) {
      if (entry === undefined || at - entry.readAt >= STAND_IN_MS) throw error;
      remember(key, entry.value, entry.readAt, RETRY_MS);
      return entry.value;
    }
  };
}

export const createDirectoryWriter = (table: Table): DirectoryWriter => ({
  putFacility: ({ code, seen }, versions) =>
    putItem(
      table,
      { ...keyOf(placeOf(code)), versions: { S: JSON.stringify(oldestFirst(versions)) } },
      seen === undefined
        ? { ConditionExpression: 'attribute_not_exists(versions)' }
        : { ConditionExpression: 'versions = :seen', ExpressionAttributeValues: { ':seen': seen } },
    ),
  async putClient(clientId, facility) {
    await putItem(table, {
      pk: { S: `client#${clientId}` },
      sk: { S: 'facility' },
      facility: { S: facility },
    });
  },
});

const FACILITY = 'facility#';
const VERSIONS = 'versions';

const placeOf = (code: string): ItemKey => ({ pk: `${FACILITY}${code}`, sk: VERSIONS });

export async function readFacility(table: Table, code: string, now: Date): Promise<FacilityRecord> {
  const item = await getItem(table, placeOf(code), now);
  return item === null ? { code, versions: [], seen: undefined } : recordOf(item);
}

/** Every facility there is, by its code; for the operator. */
export async function readFacilities(table: Table): Promise<ReadonlyMap<string, FacilityRecord>> {
  const pages = paginateScan(
    { client: table.dynamoDb },
    {
      TableName: table.name,
      ConsistentRead: true,
      FilterExpression: 'begins_with(pk, :facility) AND sk = :versions',
      ExpressionAttributeValues: { ':facility': { S: FACILITY }, ':versions': { S: VERSIONS } },
    },
  );
  const records: FacilityRecord[] = [];
  for await (const { Items = [] } of pages) records.push(...Items.map(recordOf));
  return new Map(records.map((record) => [record.code, record]));
}

function recordOf(item: Item): FacilityRecord {
  const code = (item['pk']?.S ?? '').slice(FACILITY.length);
  const seen = item['versions'];
  const parsed = z.array(facilityProfile).safeParse(parseJson(seen?.S ?? ''));
  const isRead = parsed.success && parsed.data.every((version) => version.code === code);
  return { code, versions: isRead ? oldestFirst(parsed.data) : null, seen };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
