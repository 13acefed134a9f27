import { type AttributeValue, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

import {
  dateIn,
  type Item,
  type ItemKey,
  keyOf,
  millis,
  type Table,
  ttl,
  unlessConditionFails,
} from './items.ts';

/**
 * Work that many instances want and one should do: the item says whose turn it is, until when that is waited for,
 * and, once the turn has ended, what came of it. Used for asking the registry and for logging in to it.
 */
export interface Turn {
  readonly id: string | null;
  readonly leaseUntil: Date;
  readonly endedAt: Date | null;
}

const NEVER = new Date(0);

export const readTurn = (item: Item | null): Turn => ({
  id: item?.['turnId']?.S ?? null,
  leaseUntil: (item === null ? null : dateIn(item, 'leaseUntil')) ?? NEVER,
  endedAt: item === null ? null : dateIn(item, 'endedAt'),
});

/** Somebody has the turn, and is still waited for. */
export const isUnderWay = (turn: Turn, now: Date): boolean =>
  turn.id !== null && turn.endedAt === null && turn.leaseUntil > now;

/**
 * Takes the turn if it was free when `seen` was read and nothing has happened to it since. True: it is ours.
 * A turn that was under way is not taken even if it has ended meanwhile: what came of it is what we wanted.
 * `clears` names attributes of the turn before that must not outlive it.
 */
export async function takeTurn(
  table: Table,
  key: ItemKey,
  seen: Turn,
  turn: { readonly id: string; readonly at: Date; readonly leaseUntil: Date; readonly expiresAt: Date },
  clears: readonly string[],
): Promise<boolean> {
  if (isUnderWay(seen, turn.at)) return false;
  const { condition, values } = unchangedSince(seen, turn.at);
  return unlessConditionFails(
    table.dynamoDb.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: keyOf(key),
        UpdateExpression: `SET turnId = :id, leaseUntil = :lease, expiresAt = :expires REMOVE ${['endedAt', ...clears].join(', ')}`,
        ConditionExpression: condition,
        ExpressionAttributeValues: {
          ':id': { S: turn.id },
          ':lease': millis(turn.leaseUntil),
          ':expires': ttl(turn.expiresAt),
          ...values,
        },
      }),
    ),
  );
}

function unchangedSince(seen: Turn, now: Date): { condition: string; values: Item } {
  if (seen.id === null) {
    return {
      // What we could not see may be there expired, TTL not having come by yet.
      condition: 'attribute_not_exists(turnId) OR expiresAt <= :now',
      values: { ':now': { N: String(Math.floor(now.getTime() / 1000)) } },
    };
  }
  const values = { ':seen': { S: seen.id } };
  return seen.endedAt === null
    ? { condition: 'turnId = :seen AND attribute_not_exists(endedAt)', values }
    : {
        condition: 'turnId = :seen AND endedAt = :seenEnd',
        values: { ...values, ':seenEnd': millis(seen.endedAt) },
      };
}

/** Ends our turn with what came of it. False when another has taken over since: then nothing is written. */
export function endTurn(
  table: Table,
  key: ItemKey,
  turn: { readonly id: string; readonly at: Date; readonly expiresAt: Date },
  results: Readonly<Record<string, AttributeValue>>,
): Promise<boolean> {
  const names = Object.keys(results);
  return unlessConditionFails(
    table.dynamoDb.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: keyOf(key),
        UpdateExpression: `SET endedAt = :at, expiresAt = :expires${names.map((_, i) => `, #r${i} = :r${i}`).join('')}`,
        ConditionExpression: 'turnId = :id AND attribute_not_exists(endedAt)',
        ...(names.length > 0 && {
          ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#r${i}`, name])),
        }),
        ExpressionAttributeValues: {
          ':id': { S: turn.id },
          ':at': millis(turn.at),
          ':expires': ttl(turn.expiresAt),
          ...Object.fromEntries(Object.values(results).map((value, i) => [`:r${i}`, value])),
        },
      }),
    ),
  );
}
