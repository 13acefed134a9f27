import type { Lookup } from '../../core/eligibility/lookup-record.ts';
import type { LookupStore } from '../../core/eligibility/ports.ts';
import type { Keyring } from '../keys/keyring.ts';
import {
  getItem,
  type ItemKey,
  keyOf,
  openAttribute,
  putItem,
  sealedAttribute,
  type Table,
  ttl,
} from './items.ts';
import { storedLookup } from './stored.ts';

/** A lookup can be read again for the day of the visit and the night behind it. */
const KEEP_MS = 24 * 3_600_000;

export function createLookupStore(options: {
  readonly table: Table;
  readonly keyring: Keyring;
  readonly now: () => Date;
}): LookupStore {
  const { table, keyring, now } = options;
  const keyFor = (facility: string, id: string): ItemKey => ({ pk: facility, sk: `lookup#${id}` });
  return {
    async put(lookup) {
      const key = keyFor(lookup.facility, lookup.id);
      await putItem(table, {
        ...keyOf(key),
        lookup: await sealedAttribute(keyring, key, 'lookup', lookup),
        expiresAt: ttl(new Date(lastStirred(lookup) + KEEP_MS)),
      });
    },
    async get(facility, id) {
      const key = keyFor(facility, id);
      const item = await getItem(table, key, now());
      return item === null ? null : storedLookup.parse(await openAttribute(keyring, key, 'lookup', item));
    },
  };
}

/** When it was asked; of one that is rechecked, when it was answered, or will be asked about again. */
function lastStirred({ requestedAt, basis, recheck }: Lookup): number {
  if (recheck === undefined) return requestedAt.getTime();
  const answeredAt = basis?.source === 'registry' ? basis.asOf : requestedAt;
  return Math.max(requestedAt.getTime(), answeredAt.getTime(), recheck.nextAt?.getTime() ?? 0);
}
