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

  const read = async (name: string): Promise<Uint8Array | null> => {
    const { Item } = await dynamoDb.send(
      new GetItemCommand({
        TableName: table,
        Key: { pk: { S: 'keys' }, sk: { S: name } },
        ConsistentRead: true,
      }),
    );
    return Item?.['wrapped']?.B ?? null;
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

  return {
    async obtain(name) {
      const known = await read(name);
      if (known !== null) return unwrap(name, known);
      const made = await make(name);
      if (made !== null) return made;
      const theirs = await read(name);
      if (theirs === null) throw new Error(`Wrapped key ${name} vanished`);
      return unwrap(name, theirs);
    },
  };
}

function plain(bytes: Uint8Array | undefined): Buffer {
  if (bytes === undefined) throw new Error('KMS answered without a key');
  return Buffer.from(bytes);
}
