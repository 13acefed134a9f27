import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';

import type { WrappedKeys } from './keyring.ts';

/** Data keys wrapped by KMS, one item each in the directory table, under `keys`. */
export function createKmsWrappedKeys(options: {
  readonly dynamoDb: DynamoDBClient;
  readonly kms: KMSClient;
  readonly table: string;
  readonly kmsKeyId: string;
}): WrappedKeys {
  const { dynamoDb, kms, table, kmsKeyId } = options;

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
    return wrapped === undefined ? null : unwrap(name, wrapped);
  };

  const unwrap = async (name: string, wrapped: Uint8Array): Promise<Buffer> => {
    const { Plaintext } = await kms.send(
      new DecryptCommand({ KeyId: kmsKeyId, CiphertextBlob: wrapped, EncryptionContext: { key: name } }),
    );
    return plain(Plaintext);
  };

  /** Null when another instance made the key first. */
  const make = async (name: string): Promise<Buffer | null> => {
    const made = await kms.send(
      new GenerateDataKeyCommand({
        KeyId: kmsKeyId,
        KeySpec: 'AES_256',
        EncryptionContext: { key: name },
      }),
    );
    try {
      await dynamoDb.send(
        new PutItemCommand({
          TableName: table,
          Item: { pk: { S: 'keys' }, sk: { S: name }, wrapped: { B: plain(made.CiphertextBlob) } },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
    return plain(made.Plaintext);
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

function plain(bytes: Uint8Array | undefined): Buffer {
  if (bytes === undefined) throw new Error('KMS answered without a key');
  return Buffer.from(bytes);
}
