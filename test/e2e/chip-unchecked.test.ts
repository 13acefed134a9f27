import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { personById } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import { localCredentials, type LocalService } from '../../local/service.ts';
import { type Desk, signIn } from '../support/desk.ts';
import { startUnhurried } from '../support/unhurried.ts';

let service: LocalService;
let desk: Desk;

/** A service whose operator has loaded no CSCA certificate yet. */
beforeAll(async () => {
  // On an engine of its own: every local run writes its CSCA over the one before.
  service = await startUnhurried({ environment: { DYNAMODB_ENDPOINT: undefined } });
  desk = await signIn(service, '99003');
  const dynamoDb = new DynamoDBClient({
    endpoint: service.dynamoDbEndpoint,
    region: localCredentials.AWS_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const TableName = service.tables.find((name) => name.includes('Directory')) ?? '';
  const Key = { pk: { S: 'chip-trust' }, sk: { S: 'current' } };
  await dynamoDb.send(new DeleteItemCommand({ TableName, Key }));
  dynamoDb.destroy();
});
afterAll(() => service.close());

const person = personById('valid-employee');

it('a chip that nobody can check does not keep the patient waiting, and is not called verified', async () => {
  const { status, body } = await desk.settle({ ...chipSubject(person), chip: service.chips.read(person) });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    verdict: 'eligible',
    identity: { presence: 'qr', warnings: ['CHIP_NOT_CHECKED'] },
  });
});

it('what is wrong with the chip itself is told all the same', async () => {
  const chip = { ...service.chips.read(person), sod: 'AAAA' };
  const { body } = await desk.ask({ ...chipSubject(person), chip });
  expect(body).toMatchObject({ status: 422, errors: [{ code: 'CHIP_SOD_MALFORMED' }] });
});
