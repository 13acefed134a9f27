import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';

import { keyedHash, type Keyring } from '../keys/keyring.ts';
import { type ItemKey, keyOf, type Table, ttl, unlessConditionFails } from './items.ts';

/** True for the visit that uses the slip first, whenever it asks; false where another visit has used it. */
export type UseSlip = (use: {
  readonly facility: string;
  readonly number: string;
  /** The HIS's own id of the visit; null where it has none yet: then the same patient is the same visit. */
  readonly visitId: string | null;
  /** The number that the patient is looked up by. */
  readonly patient: string;
}) => Promise<boolean>;

interface Options {
  readonly table: Table;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

/** A slip counts on one day only; a year is for whoever looks up what became of it. */
const KEEP_MS = 366 * 86_400_000;

/** Follow-up slips that were used (TT 01/2025 Đ11 k2: once). What stays are keyed hashes: no slip, no patient. */
export const createUseSlip =
  ({ table, keyring, now }: Options): UseSlip =>
  async ({ facility, number, visitId, patient }) => {
    const slip = number.normalize('NFC').replace(/\s+/g, '').toUpperCase();
    const key: ItemKey = { pk: facility, sk: `slip#${await keyedHash(keyring, ['slip', facility, slip])}` };
    const usedBy = await keyedHash(keyring, ['slip-patient', facility, patient]);
    const usedIn = visitId === null ? null : await keyedHash(keyring, ['slip-visit', facility, visitId]);
    return unlessConditionFails(
      table.dynamoDb.send(
        new UpdateItemCommand({
          TableName: table.name,
          Key: keyOf(key),
          UpdateExpression: `SET usedBy = if_not_exists(usedBy, :patient), expiresAt = :expires${usedIn === null ? '' : ', usedIn = :visit'}`,
          ConditionExpression: `attribute_not_exists(pk) OR ${
            usedIn === null
              ? 'usedBy = :patient'
              : 'usedIn = :visit OR (usedBy = :patient AND attribute_not_exists(usedIn))'
          }`,
          ExpressionAttributeValues: {
            ':patient': { S: usedBy },
            ':expires': ttl(new Date(now().getTime() + KEEP_MS)),
            ...(usedIn !== null && { ':visit': { S: usedIn } }),
          },
        }),
      ),
    );
  };
