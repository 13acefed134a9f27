import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';

import type { Stores } from '../../../functions/http/composition.ts';
import { composeWatch, type Watch } from '../../../functions/http/compose-recheck.ts';
import type { Telemetry } from '../../../functions/http/telemetry.ts';
import { testKeyring } from '../../support/keyring.ts';
import { createMemoryInquiries, createMemoryLookups } from '../../support/memory-stores.ts';
import { replying, startRecorder } from '../../support/recorder.ts';
import { answered, lookup, unreachable } from '../../support/samples.ts';

const sqs = await startRecorder();
const dynamoDb = await startRecorder();
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

let counted: string[] = [];
const telemetry: Telemetry = {
  info: () => undefined,
  defect: () => undefined,
  count: (metric) => void counted.push(metric),
  flush: () => undefined,
};

function watching(): { watch: Watch; stores: Stores } {
  const table = {
    name: 'cache',
    dynamoDb: new DynamoDBClient({ region: 'local', endpoint: dynamoDb.url, credentials, maxAttempts: 1 }),
  };
  const stores: Stores = {
    cache: table,
    directory: table,
    keyring: testKeyring(),
    inquiries: createMemoryInquiries(),
    lookups: createMemoryLookups(),
  };
  const config = {
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SQS: sqs.url,
    RECHECK_QUEUE_URL: 'https://sqs.example.vn/000000000000/rechecks',
    RECHECK_FIRST_SECONDS: 30,
    RECHECK_MAX_SECONDS: 900,
  };
  return { watch: composeWatch(config, stores, telemetry), stores };
}

const open = lookup({ basis: { outcome: unreachable, source: 'registry', asOf: new Date() } });
const later = (): Date => new Date(Date.now() + 20_000);

beforeEach(() => {
  counted = [];
  sqs.requests.length = 0;
  dynamoDb.requests.length = 0;
  sqs.answer = replying(200, '{}');
  dynamoDb.answer = replying(200, '{}');
});

describe('watching a lookup', () => {
  it('leaves a settled one alone', async () => {
    const basis = { outcome: answered('000'), source: 'registry', asOf: new Date() } as const;
    expect(await watching().watch(lookup({ basis }), later())).toBeNull();
    expect(sqs.requests).toEqual([]);
  });

  it('puts an open one up, and shows at its address when it is rechecked', async () => {
    const { watch, stores } = watching();
    const recheck = await watch(open, later());
    expect(recheck?.attempts).toBe(0);
    expect(recheck?.nextAt?.getTime()).toBeGreaterThan(Date.now());
    expect(await stores.lookups.get(open.facility, open.id)).toEqual({ ...open, recheck });
    expect(JSON.parse(sqs.requests[0]?.body ?? '')).toMatchObject({ DelaySeconds: 30 });
    expect(dynamoDb.requests).toEqual([]);
  });

  it('puts it in the outbox where the queue does not take it', async () => {
    sqs.answer = replying(503, '{}');
    expect(await watching().watch(open, later())).toMatchObject({ attempts: 0 });
    expect(JSON.parse(dynamoDb.requests[0]?.body ?? '')).toMatchObject({ Item: { pk: { S: 'outbox' } } });
    expect(counted).toEqual([]);
  });

  it('says that nothing has taken it up where both are away, and counts that', async () => {
    sqs.answer = replying(503, '{}');
    dynamoDb.answer = replying(500, '{}');
    expect(await watching().watch(open, later())).toBeNull();
    expect(counted).toEqual(['RecheckFault']);
  });

  it('says so also where the queue takes longer than the desk waits', async () => {
    sqs.answer = () => undefined;
    expect(await watching().watch(open, new Date())).toBeNull();
    expect(counted).toEqual([]);
  });

  it('is not undone by a store that does not take its new state', async () => {
    const { watch, stores } = watching();
    stores.lookups.put = () => Promise.reject(new Error('away'));
    expect(await watch(open, later())).toMatchObject({ attempts: 0 });
  });

  it('does not wait for a store that hangs to say what the queue has taken', async () => {
    const { watch, stores } = watching();
    stores.lookups.put = () => new Promise(() => undefined);
    expect(await watch(open, later())).toMatchObject({ attempts: 0 });
  });
});
