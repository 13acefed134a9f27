import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

import { type Keyring } from '../keys/keyring.ts';
import { seal, unseal } from '../keys/sealing.ts';

export type Item = Record<string, AttributeValue>;

export interface ItemKey {
  /** The facility: what one has asked can never be reached through another's key. */
  readonly pk: string;
  readonly sk: string;
}

export interface Table {
  readonly dynamoDb: DynamoDBClient;
  readonly name: string;
}

export const keyOf = ({ pk, sk }: ItemKey): Item => ({ pk: { S: pk }, sk: { S: sk } });

export const millis = (date: Date): AttributeValue => ({ N: String(date.getTime()) });

/** DynamoDB's TTL wants seconds, and deletes up to days late: every reader compares for itself. */
export const ttl = (date: Date): AttributeValue => ({ N: String(Math.ceil(date.getTime() / 1000)) });

export const dateIn = (item: Item, name: string): Date | null => {
  const value = item[name]?.N;
  return value === undefined ? null : new Date(Number(value));
};

/** The item, unless it has expired. Read consistently: leases and endings are decided on it. */
export async function getItem(table: Table, key: ItemKey, now: Date): Promise<Item | null> {
  const { Item: item } = await table.dynamoDb.send(
    new GetItemCommand({ TableName: table.name, Key: keyOf(key), ConsistentRead: true }),
  );
  if (item === undefined) return null;
  const expires = Number(item['expiresAt']?.N ?? 'Infinity') * 1000;
  return expires <= now.getTime() ? null : item;
}

export async function putItem(table: Table, item: Item, condition?: Condition): Promise<boolean> {
  return unlessConditionFails(
    table.dynamoDb.send(new PutItemCommand({ TableName: table.name, Item: item, ...condition })),
  );
}

export interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}

/** True when written, false when the condition did not hold. */
export async function unlessConditionFails(sending: Promise<unknown>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Sealed JSON as one attribute `{ k: key id, b: bytes }`. */
export async function sealedAttribute(
  keyring: Keyring,
  key: ItemKey,
  name: string,
  value: unknown,
): Promise<AttributeValue> {
  const { keyId, bytes } = await seal(keyring, value, placeOf(key, name));
  return { M: { k: { S: keyId }, b: { B: bytes } } };
}

export async function openAttribute(
  keyring: Keyring,
  key: ItemKey,
  name: string,
  item: Item,
): Promise<unknown> {
  const sealed = item[name]?.M;
  const keyId = sealed?.['k']?.S;
  const bytes = sealed?.['b']?.B;
  if (keyId === undefined || bytes === undefined) return null;
  return unseal(keyring, { keyId, bytes }, placeOf(key, name));
}

const placeOf = (key: ItemKey, name: string): string => `${key.pk}|${key.sk}|${name}`;
