import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

import type { Asking, Breakable, CircuitState, CircuitStore } from '../../core/eligibility/circuit.ts';
import { keyedHash, type Keyring } from '../keys/keyring.ts';
import {
  dateIn,
  getItem,
  type Item,
  type ItemKey,
  keyOf,
  millis,
  type Table,
  ttl,
  unlessConditionFails,
} from './items.ts';

/** Longer than anything stays open; what is older says nothing. */
const KEEP_MS = 3_600_000;

/** One item for the gateway, one for a facility's account, one for each person at its desks. */
export function createCircuitStore(options: {
  readonly table: Table;
  readonly keyring: Keyring;
  readonly now: () => Date;
}): CircuitStore {
  const { table, keyring, now } = options;

  const places: Readonly<Record<Breakable, (asking: Asking) => Promise<ItemKey>>> = {
    gateway: () => Promise.resolve({ pk: 'circuit', sk: 'gateway' }),
    account: ({ facility }) => Promise.resolve({ pk: facility, sk: 'circuit#account' }),
    operator: async ({ facility, operator: { personalId, fullName } }) => ({
      pk: facility,
      sk: `circuit#operator#${await keyedHash(keyring, ['operator', facility, personalId, fullName])}`,
    }),
  };

  const update = async (key: ItemKey, change: Change): Promise<Item> => {
    const { Attributes = {} } = await table.dynamoDb.send(
      new UpdateItemCommand({ TableName: table.name, Key: keyOf(key), ReturnValues: 'ALL_NEW', ...change }),
    );
    return Attributes;
  };

  return {
    async read(what, asking) {
      const item = await getItem(table, await places[what](asking), now());
      return item === null ? null : stateIn(item);
    },

    async addFault(what, asking, { id, since }) {
      const key = await places[what](asking);
      const fault = await keyedHash(keyring, ['fault', ...id]);
      const at = { ':at': millis(now()), ':expires': ttl(new Date(now().getTime() + KEEP_MS)) };
      const one: Change = {
        UpdateExpression: 'SET lastFaultAt = :at, expiresAt = :expires ADD faults :fault',
        ConditionExpression: 'lastFaultAt > :since OR attribute_exists(openUntil)',
        ExpressionAttributeValues: { ...at, ':fault': { SS: [fault] }, ':since': millis(since) },
      };
      const first: Change = {
        UpdateExpression: 'SET lastFaultAt = :at, expiresAt = :expires, faults = :fault',
        ConditionExpression: 'attribute_not_exists(lastFaultAt) OR lastFaultAt <= :since',
        ExpressionAttributeValues: one.ExpressionAttributeValues,
      };
      // Where another instance was first with the first, ours is one more.
      const item =
        (await unlessConditionFailed(update(key, one))) ??
        (await unlessConditionFailed(update(key, first))) ??
        (await update(key, one));
      return stateIn(item);
    },

    async setOpen(what, asking, seen, { openUntil, isProbed, openings }) {
      const isUnchanged =
        seen.openUntil === null
          ? { ConditionExpression: 'attribute_exists(faults) AND attribute_not_exists(openUntil)' }
          : { ConditionExpression: 'openUntil = :seen' };
      return unlessConditionFails(
        update(await places[what](asking), {
          UpdateExpression:
            'SET openUntil = :until, isProbed = :probed, openings = :openings, expiresAt = :expires REMOVE faults',
          ...isUnchanged,
          ExpressionAttributeValues: {
            ':until': millis(openUntil),
            ':probed': { BOOL: isProbed },
            ':openings': { N: String(openings) },
            ':expires': ttl(new Date(openUntil.getTime() + KEEP_MS)),
            ...(seen.openUntil !== null && { ':seen': millis(seen.openUntil) }),
          },
        }),
      );
    },

    async close(what, asking) {
      const key = await places[what](asking);
      await table.dynamoDb.send(new DeleteItemCommand({ TableName: table.name, Key: keyOf(key) }));
    },
  };
}

interface Change {
  readonly UpdateExpression: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues: Item;
}

const stateIn = (item: Item): CircuitState => ({
  faults: item['faults']?.SS?.length ?? 0,
  openUntil: dateIn(item, 'openUntil'),
  isProbed: item['isProbed']?.BOOL ?? false,
  openings: Number(item['openings']?.N ?? 0),
});

/** What was written, or null where the condition did not hold. */
async function unlessConditionFailed(writing: Promise<Item>): Promise<Item | null> {
  try {
    return await writing;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
