import { randomUUID } from 'node:crypto';

import {
  type AttributeValue,
  DeleteTableCommand,
  DynamoDBClient,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll } from 'vitest';

import type { Item, Table } from '../../functions/adapters/dynamodb/items.ts';
import { ensureTables, startEmbeddedDynamoDb } from '../../local/dynamodb.ts';

/** A table of its own for one test file: on the embedded engine, or on the one DYNAMODB_ENDPOINT names. */
export async function startTestTable(): Promise<Table> {
  const name = `test-${randomUUID()}`;
  const elsewhere = process.env['DYNAMODB_ENDPOINT'];
  const engine = elsewhere === undefined ? await startEmbeddedDynamoDb() : null;
  const dynamoDb = new DynamoDBClient({
    endpoint: engine?.endpoint ?? elsewhere ?? '',
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await ensureTables(dynamoDb, [
    {
      id: name,
      keySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      attributes: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
    },
  ]);
  afterAll(async () => {
    await dynamoDb.send(new DeleteTableCommand({ TableName: name }));
    dynamoDb.destroy();
    await engine?.close();
  });
  return { dynamoDb, name };
}

export async function everyItem({ dynamoDb, name }: Table): Promise<Item[]> {
  const { Items } = await dynamoDb.send(new ScanCommand({ TableName: name, ConsistentRead: true }));
  return Items ?? [];
}

/** All that somebody with the table's content could read in it: names and values of attributes, bytes as UTF-8. */
export const readable = (items: readonly Item[]): string =>
  items.flatMap((item) => Object.entries(item).flatMap(([name, value]) => [name, textOf(value)])).join('\n');

function textOf(value: AttributeValue): string {
  const nested = Object.entries(value.M ?? {}).map(([name, inner]) => `${name} ${textOf(inner)}`);
  const bytes = value.B === undefined ? '' : Buffer.from(value.B).toString('utf8');
  return [value.S, value.N, bytes, ...nested, ...(value.L ?? []).map(textOf)].join(' ');
}
