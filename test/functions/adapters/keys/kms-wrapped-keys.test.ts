import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';

import { createKms, type Kms } from '../../../../functions/adapters/aws/kms.ts';
import { createKeyring } from '../../../../functions/adapters/keys/keyring.ts';
import { createKmsWrappedKeys } from '../../../../functions/adapters/keys/kms-wrapped-keys.ts';
import { startLocalAws } from '../../../../local/aws.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const aws = await startLocalAws(new Map());
afterAll(() => aws.close());

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const kms = createKms({ endpoint: aws.url, region: 'ap-southeast-1', credentials, keyId: 'sandbox' });
const instance = (from: Kms = kms) =>
  createKmsWrappedKeys({ dynamoDb: table.dynamoDb, kms: from, table: table.name });

describe('a wrapped key', () => {
  it('is made once and is the same for every instance', async () => {
    const made = await instance().obtain('data-2026-11');
    expect(made).toHaveLength(32);
    expect(await instance().obtain('data-2026-11')).toStrictEqual(made);
  });

  it('is opened where there is one, and not made where there is none', async () => {
    const made = await instance().obtain('data-2026-08');
    expect(await instance().open('data-2026-08')).toStrictEqual(made);
    await expect(instance().open('data-1999-01')).rejects.toThrow('no wrapped key');
    expect(readable(await everyItem(table))).not.toContain('data-1999-01');
  });

  it('is another under another name', async () => {
    const [one, other] = await Promise.all([
      instance().obtain('data-2026-01'),
      instance().obtain('data-2026-02'),
    ]);
    expect(one).not.toStrictEqual(other);
  });

  it('is one and the same where ten instances make it at once', async () => {
    const keys = await Promise.all(Array.from({ length: 10 }, () => instance().obtain('index')));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  });

  it('is never stored in plain', async () => {
    const key = await instance().obtain('data-2026-03');
    const items = await everyItem(table);
    const stored = items.map((item) => Buffer.from(item['wrapped']?.B ?? []).toString('hex'));
    expect(stored.filter((hex) => hex.includes(key.toString('hex')))).toStrictEqual([]);
    expect(readable(items)).toContain('data-2026-03');
  });

  it('that was put under another name does not open: KMS binds it to its own', async () => {
    await instance().obtain('data-2026-04');
    const wrapped = (await everyItem(table)).find(({ sk }) => sk?.S === 'data-2026-04')?.['wrapped']?.B;
    const moved = {
      pk: { S: 'keys' },
      sk: { S: 'data-2026-05' },
      wrapped: { B: wrapped ?? new Uint8Array() },
    };
    await table.dynamoDb.send(new PutItemCommand({ TableName: table.name, Item: moved }));
    await expect(instance().obtain('data-2026-05')).rejects.toThrow();
  });
});

describe('a KMS that fails', () => {
  it('leaves nothing behind, and is asked again', async () => {
    let isAway = true;
    const failing: Kms = {
      ...kms,
      generateDataKey: (context) =>
        isAway ? Promise.reject(new Error('KMS is away')) : kms.generateDataKey(context),
    };
    const keyring = createKeyring(instance(failing), () => new Date('2026-06-01'));
    await expect(keyring.current()).rejects.toThrow('KMS is away');
    isAway = false;
    expect((await keyring.current()).key.export()).toHaveLength(32);
  });
});
