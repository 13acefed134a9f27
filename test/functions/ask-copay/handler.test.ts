import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import { createKms } from '../../../functions/adapters/aws/kms.ts';
import { createInquiryStore } from '../../../functions/adapters/dynamodb/inquiries.ts';
import { createLookupStore } from '../../../functions/adapters/dynamodb/lookups.ts';
import { createKeyring } from '../../../functions/adapters/keys/keyring.ts';
import { createKmsWrappedKeys } from '../../../functions/adapters/keys/kms-wrapped-keys.ts';
import { localDate } from '../../../functions/core/calendar.ts';
import type { CopayQuestion, CopayState } from '../../../functions/core/eligibility/copay.ts';
import { composeReadCopay, composeStartCopay } from '../../../functions/http/compose-copay.ts';
import { composeAccess } from '../../../functions/http/composition.ts';
import { createTelemetry } from '../../../functions/http/telemetry.ts';
import { startLocalAws } from '../../../local/aws.ts';
import { localCredentials } from '../../../local/credentials.ts';
import { startFunctions } from '../../../local/functions.ts';
import { people, personById } from '../../../local/people/people.ts';
import { startRegistrySimulator } from '../../../local/registry-simulator/index.ts';
import { facility, operator } from '../../support/samples.ts';
import { startTestTable } from '../../support/test-table.ts';

/** The whole way but HTTP: Lambda's queue, the function in its own thread, the registry, the sealed table. */
const account = { username: `${facility}_BV`, password: 'sandbox', operators: [operator] };
const table = await startTestTable();
const simulator = await startRegistrySimulator({ people, accounts: [account] });
const aws = await startLocalAws(new Map([[`registry/${facility}`, JSON.stringify(account)]]));
const engine = await table.dynamoDb.config.endpoint?.();
const lambda = await startFunctions([
  {
    id: 'ask-copay',
    entry: new URL('../../../functions/ask-copay/handler.ts', import.meta.url),
    timeoutMs: 75_000,
    concurrency: 2,
    environment: {
      ...localCredentials,
      AWS_ENDPOINT_URL_DYNAMODB: `http://${engine?.hostname ?? ''}:${engine?.port ?? ''}`,
      AWS_ENDPOINT_URL_KMS: aws.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
      CACHE_TABLE: table.name,
      DIRECTORY_TABLE: table.name,
      DATA_KEY_ID: 'sandbox',
      REGISTRY_URL: simulator.url,
      REGISTRY_CONNECT_TIMEOUT_MS: '1000',
      REGISTRY_TOTAL_TIMEOUT_MS: '1500',
      CREDENTIALS_PREFIX: 'registry/',
      POWERTOOLS_METRICS_DISABLED: 'true',
      LOG_LEVEL: 'SILENT',
    },
  },
]);
aws.attach(lambda);
afterAll(async () => {
  await lambda.close();
  await Promise.all([aws.close(), simulator.close()]);
});
beforeEach(async () => {
  await fetch(simulator.controlUrl, { method: 'DELETE' });
});

const now = (): Date => new Date();
const access = composeAccess(localCredentials);
const kms = createKms({ ...access, endpoint: aws.url, keyId: 'sandbox' });
const keyring = createKeyring(
  createKmsWrappedKeys({ dynamoDb: table.dynamoDb, kms, table: table.name }),
  now,
);
const inCache = { table, keyring, now };
const stores = {
  cache: table,
  directory: table,
  keyring,
  inquiries: createInquiryStore(inCache),
  lookups: createLookupStore(inCache),
};
const telemetry = createTelemetry();
const start = composeStartCopay(
  { ...access, endpoint: aws.url, functionName: 'ask-copay', now },
  stores,
  telemetry,
);
const read = composeReadCopay(stores, telemetry);

const inMs = (milliseconds: number): Date => new Date(Date.now() + milliseconds);
const questionAbout = (id: string): CopayQuestion => {
  const { personalId: number, fullName, dateOfBirth } = personById(id);
  return { facility, person: { number, fullName, dateOfBirth }, visit: { date: localDate(now()) } };
};

async function ask(id: string): Promise<CopayState> {
  const question = questionAbout(id);
  await start(question, inMs(5_000));
  return read(question, inMs(20_000));
}

describe('the co-payment, asked in the background', () => {
  it('is found by whoever reads it, and asked once', async () => {
    const all = await Promise.all([ask('near-poor'), ask('near-poor'), ask('near-poor')]);
    expect(all).toMatchObject(all.map(() => ({ status: 'ready', cumulative: 16_200_000 })));
    expect(await read(questionAbout('near-poor'))).toStrictEqual(all[0]);
    expect(simulator.stats().copays).toBe(1);
  });

  it('is pending while the registry thinks, and waits for no longer than told', async () => {
    simulator.control({ copay: { fault: { kind: 'hang' } } });
    const question = questionAbout('household-member-k2');
    await start(question, inMs(5_000));
    expect(await read(question)).toStrictEqual({ status: 'pending' });
    expect(await read(question, inMs(20_000))).toStrictEqual({
      status: 'unavailable',
      reason: 'registry-unreachable',
    });
  });

  it('is unavailable, with the reason, where the registry does not tell', async () => {
    simulator.control({ copay: { fault: { kind: 'restricted-account' } } });
    expect(await ask('student')).toStrictEqual({ status: 'unavailable', reason: 'restricted-account' });
  });
});
