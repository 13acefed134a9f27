import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

import type { Kms } from '../aws/kms.ts';
import type { WrappedKeys } from './keyring.ts';

/** Data keys wrapped by KMS, one item each in the directory table, under `keys`. */
export function createKmsWrappedKeys(options: {
  readonly dynamoDb: DynamoDBClient;
  readonly kms: Kms;
  readonly table: string;
}): WrappedKeys {
  const { dynamoDb, kms, table } = options;

  /** Null when there is no key of this name. */
  const find = async (name: string): Promise<Buffer | null> => {
    const { Item } = await dynamoDb.send(
      new GetItemCommand({
        TableName: table,
        Key: { pk: { S: 'keys' }, sk: { S: name } },
        ConsistentRead: true,
      }),
    );
    const wrapped = Item?.['wrapped']?.B;
    return wrapped === undefined ? null : kms.decrypt(wrapped, { key: name });
  };

  /** Null when another instance made the key first. */
  const make = async (name: string): Promise<Buffer | null> => {
    const made = await kms.generateDataKey({ key: name });
    try {
      await dynamoDb.send(
        new PutItemCommand({
          TableName: table,
          Item: { pk: { S: 'keys' }, sk: { S: name }, wrapped: { B: made.wrapped } },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
    return made.plain;
  };

  const open = async (name: string): Promise<Buffer> => {
    const key = await find(name);
    if (key === null) throw new Error('There is no wrapped key of this name');
    return key;
  };

  return {
    open,
    obtain: async (name) => (await find(name)) ?? (await make(name)) ?? open(name),
  };
}
