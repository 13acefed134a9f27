import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';

import type { PlainDate } from '../../core/calendar.ts';
import { keyedHash, type Keyring } from '../keys/keyring.ts';
import { type ItemKey, keyOf, type Table, ttl } from './items.ts';

/** The day of the first check under a visit id; this one's, if it is the first. */
export type FirstCheck = (check: {
  readonly facility: string;
  readonly visitId: string;
  readonly date: PlainDate;
}) => Promise<PlainDate>;

/** Longer than a stay lasts that one card is looked up for. */
const KEEP_MS = 120 * 86_400_000;

/** Ties the checks of one visit together: arrival, treatment and closing. What stays is a keyed hash and a day. */
export const createFirstCheck =
  ({
    table,
    keyring,
    now,
  }: {
    readonly table: Table;
    readonly keyring: Keyring;
    readonly now: () => Date;
  }): FirstCheck =>
  async ({ facility, visitId, date }) => {
    const key: ItemKey = {
      pk: facility,
      sk: `visit#${await keyedHash(keyring, ['visit', facility, visitId])}`,
    };
    const { Attributes } = await table.dynamoDb.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: keyOf(key),
        UpdateExpression: 'SET arrivedOn = if_not_exists(arrivedOn, :date), expiresAt = :expires',
        ExpressionAttributeValues: {
          ':date': { S: date },
          ':expires': ttl(new Date(now().getTime() + KEEP_MS)),
        },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return Attributes?.['arrivedOn']?.S ?? date;
  };
