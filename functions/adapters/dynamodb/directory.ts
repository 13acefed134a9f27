import * as z from 'zod/mini';

import { getItem, putItem, type Table } from './items.ts';

/** A facility as the directory knows it. Level, score and tier decide benefits in a later issue of the law table. */
export const facilityProfile = z.strictObject({
  code: z.string().check(z.regex(/^[0-9]{2}[0-9A-Z]{3}$/)),
  name: z.string().check(z.minLength(1)),
  level: z.enum(['primary', 'basic', 'specialised']),
  score: z.nullable(z.number().check(z.gte(0), z.lte(100))),
  provisional: z.boolean(),
  tierBefore2025: z.nullable(z.enum(['commune', 'district', 'province', 'central'])),
  listedPrimary: z.boolean(),
  contract: z.boolean(),
});

export type FacilityProfile = z.infer<typeof facilityProfile>;

export interface Directory {
  /** The facility a client of the token issuer speaks for; null for a client nobody registered. */
  facilityOfClient(clientId: string): Promise<string | null>;
}

export interface DirectoryWriter {
  putFacility(profile: FacilityProfile): Promise<void>;
  /** From now on the client speaks for the facility. */
  putClient(clientId: string, facility: string): Promise<void>;
}

/** A client moves between facilities almost never: a minute of memory saves a read on every lookup. */
const REMEMBER_MS = 60_000;

export function createDirectory(table: Table, now: () => Date): Directory {
  const known = new Map<string, { readonly facility: string; readonly until: number }>();
  return {
    async facilityOfClient(clientId) {
      const remembered = known.get(clientId);
      if (remembered !== undefined && now().getTime() < remembered.until) return remembered.facility;
      const item = await getItem(table, { pk: `client#${clientId}`, sk: 'facility' }, now());
      const facility = item?.['facility']?.S ?? null;
      if (facility === null) known.delete(clientId);
      else known.set(clientId, { facility, until: now().getTime() + REMEMBER_MS });
      return facility;
    },
  };
}

export const createDirectoryWriter = (table: Table): DirectoryWriter => ({
  async putFacility(profile) {
    await putItem(table, {
      pk: { S: `facility#${profile.code}` },
      sk: { S: 'profile' },
      profile: { S: JSON.stringify(profile) },
    });
  },
  async putClient(clientId, facility) {
    await putItem(table, {
      pk: { S: `client#${clientId}` },
      sk: { S: 'facility' },
      facility: { S: facility },
    });
  },
});
