import { randomBytes } from 'node:crypto';

import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';

import { keyedHash, type Keyring } from '../keys/keyring.ts';
import { type ItemKey, keyOf, millis, putItem, type Table, ttl, unlessConditionFails } from './items.ts';

/** Long enough to open an app and scan, too short to pass a picture of it around. */
const VALID_MS = 120_000;

export interface Challenge {
  readonly nonce: string;
  readonly expiresAt: Date;
}

/** A new nonce for the facility to show. */
export type IssueChallenge = (facility: string) => Promise<Challenge>;

/** True once, for the facility that showed it, until it expires. */
export type UseChallenge = (facility: string, nonce: string) => Promise<boolean>;

interface Options {
  readonly table: Table;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

export const createIssueChallenge =
  ({ table, keyring, now }: Options): IssueChallenge =>
  async (facility) => {
    const nonce = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now().getTime() + VALID_MS);
    await putItem(table, {
      ...keyOf(await keyFor(keyring, facility, nonce)),
      validUntil: millis(expiresAt),
      expiresAt: ttl(expiresAt),
    });
    return { nonce, expiresAt };
  };

/** Deleting it is using it: of two at once, one finds it gone. */
export const createUseChallenge =
  ({ table, keyring, now }: Options): UseChallenge =>
  async (facility, nonce) =>
    unlessConditionFails(
      table.dynamoDb.send(
        new DeleteItemCommand({
          TableName: table.name,
          Key: keyOf(await keyFor(keyring, facility, nonce)),
          ConditionExpression: 'validUntil > :now',
          ExpressionAttributeValues: { ':now': millis(now()) },
        }),
      ),
    );

const keyFor = async (keyring: Keyring, facility: string, nonce: string): Promise<ItemKey> => ({
  pk: facility,
  sk: `challenge#${await keyedHash(keyring, ['challenge', facility, nonce])}`,
});
