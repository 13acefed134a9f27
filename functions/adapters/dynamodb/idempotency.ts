import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';

import { keyedHash, type Keyring } from '../keys/keyring.ts';
import { getItem, type ItemKey, keyOf, putItem, type Table, ttl, unlessConditionFails } from './items.ts';

/** The contract's 10 minutes for the same key and body; a batch has longer. */
const KEEP_MS = 600_000;

/** `first`: go on. `repeat`: the lookup, or batch, made for this key and body. `other-body`: the key was used before. */
export type Claim =
  | { readonly kind: 'first' }
  | { readonly kind: 'repeat'; readonly lookupId: string }
  | { readonly kind: 'other-body' };

export interface IdempotencyStore {
  claim(request: {
    readonly facility: string;
    readonly key: string;
    readonly body: string;
    readonly lookupId: string;
  }): Promise<Claim>;
  /** Gives up a claim whose request came to nothing, so that it can be made again. */
  release(request: {
    readonly facility: string;
    readonly key: string;
    readonly lookupId: string;
  }): Promise<void>;
}

export function createIdempotencyStore(options: {
  readonly table: Table;
  readonly keyring: Keyring;
  readonly now: () => Date;
  readonly keepMs?: number;
}): IdempotencyStore {
  const { table, keyring, now, keepMs = KEEP_MS } = options;
  const keyFor = async (facility: string, key: string): Promise<ItemKey> => ({
    pk: facility,
    sk: `idempotency#${await keyedHash(keyring, [facility, key])}`,
  });
  return {
    async claim({ facility, key, body, lookupId }) {
      const itemKey = await keyFor(facility, key);
      const bodyHash = await keyedHash(keyring, [facility, key, body]);
      const at = now();
      const isFirst = await putItem(
        table,
        {
          ...keyOf(itemKey),
          bodyHash: { S: bodyHash },
          lookupId: { S: lookupId },
          expiresAt: ttl(new Date(at.getTime() + keepMs)),
        },
        {
          ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
          ExpressionAttributeValues: { ':now': { N: String(Math.floor(at.getTime() / 1000)) } },
        },
      );
      if (isFirst) return { kind: 'first' };
      const earlier = await getItem(table, itemKey, new Date(0));
      const earlierId = earlier?.['lookupId']?.S;
      if (earlier?.['bodyHash']?.S !== bodyHash || earlierId === undefined) return { kind: 'other-body' };
      return { kind: 'repeat', lookupId: earlierId };
    },
    async release({ facility, key, lookupId }) {
      await unlessConditionFails(
        table.dynamoDb.send(
          new DeleteItemCommand({
            TableName: table.name,
            Key: keyOf(await keyFor(facility, key)),
            ConditionExpression: 'lookupId = :ours',
            ExpressionAttributeValues: { ':ours': { S: lookupId } },
          }),
        ),
      );
    },
  };
}
