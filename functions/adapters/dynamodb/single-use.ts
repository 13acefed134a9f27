import { keyedHash, type Keyring } from '../keys/keyring.ts';
import { keyOf, putItem, type Table, ttl } from './items.ts';

/** True for the first who brings the id, false for everybody after. */
export type UseOnce = (use: {
  readonly issuer: string;
  readonly id: string;
  readonly until: Date;
}) => Promise<boolean>;

/**
 * Ids of tokens that were used, until the tokens end. A partition to each, because the mark holds for every facility:
 * what was used at one is not used again at another. What stays is a keyed hash, and the time after which it may go.
 */
export const createUseOnce =
  ({ table, keyring }: { readonly table: Table; readonly keyring: Keyring }): UseOnce =>
  async ({ issuer, id, until }) => {
    const key = { pk: `used-token#${await keyedHash(keyring, ['used-token', issuer, id])}`, sk: 'used' };
    // An old mark that DynamoDB has not deleted yet still refuses: no issuer gives an id twice (RFC 7519 §4.1.7).
    return putItem(
      table,
      { ...keyOf(key), expiresAt: ttl(until) },
      { ConditionExpression: 'attribute_not_exists(pk)' },
    );
  };
