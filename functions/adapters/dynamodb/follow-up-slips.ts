import { keyedHash, type Keyring } from '../keys/keyring.ts';
import { type ItemKey, keyOf, putItem, type Table, ttl } from './items.ts';

/** True where this visit is the first that uses the slip, also when it asks again; false where another visit used it. */
export type UseSlip = (use: {
  readonly facility: string;
  readonly number: string;
  /** What tells this visit from another: the id the HIS gave it, else the patient and the day. */
  readonly visit: readonly string[];
}) => Promise<boolean>;

/** A slip counts on one day only; a year is for whoever looks up what became of it. */
const KEEP_MS = 366 * 86_400_000;

/** Follow-up slips that were used (TT 01/2025 Đ11 k2: once). What stays are keyed hashes: no slip, no patient. */
export const createUseSlip =
  ({
    table,
    keyring,
    now,
  }: {
    readonly table: Table;
    readonly keyring: Keyring;
    readonly now: () => Date;
  }): UseSlip =>
  async ({ facility, number, visit }) => {
    const key: ItemKey = { pk: facility, sk: `slip#${await keyedHash(keyring, ['slip', facility, number])}` };
    const usedBy = await keyedHash(keyring, ['slip-visit', facility, ...visit]);
    return putItem(
      table,
      { ...keyOf(key), usedBy: { S: usedBy }, expiresAt: ttl(new Date(now().getTime() + KEEP_MS)) },
      {
        ConditionExpression: 'attribute_not_exists(pk) OR usedBy = :ours',
        ExpressionAttributeValues: { ':ours': { S: usedBy } },
      },
    );
  };
