import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

import { eligibilityResponse } from '../../functions/http/contract/eligibility-response.ts';
import { people } from '../../local/people/people.ts';
import { localCredentials, type LocalService } from '../../local/service.ts';
import { type Desk, signIn, startService } from '../support/desk.ts';
import { listedPeople } from '../support/sandbox.ts';

let service: LocalService;
let desk: Desk;

beforeAll(async () => {
  service = await startService();
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());

const kinds = ['chip', 'citizen-qr', 'vneid', 'card', 'card-qr', 'scan'] as const;

describe('every synthetic person of GET /sandbox', () => {
  it('is there: at least 40', async () => {
    expect((await listedPeople(service)).length).toBeGreaterThanOrEqual(40);
  });

  it.each(people.map(({ id }) => id))(
    '%s gets the verdict and reason listed there, however presented',
    async (id) => {
      const person = (await listedPeople(service)).find((candidate) => candidate.id === id);
      const answers = [];
      for (const kind of kinds) {
        const { status, body: answer } = await desk.settle(person?.subjects[kind]);
        expect(eligibilityResponse.safeParse(answer).error?.issues).toBeUndefined();
        const applying = z.array(z.object({ applies: z.boolean() })).parse(answer['cards']);
        expect(applying.filter(({ applies }) => applies)).toHaveLength(
          answer['verdict'] === 'eligible' ? 1 : 0,
        );
        answers.push({ kind, status, verdict: answer['verdict'], reason: answer['reason'] });
      }
      expect(answers).toEqual(kinds.map((kind) => ({ kind, status: 200, ...person?.expected })));
    },
  );
});

it('the tables show no personal number, name or card number in clear', async () => {
  for (const person of people.slice(0, 5)) await desk.settle({ kind: 'chip', ...stated(person) });
  const stored = await everythingStored(service);
  expect(stored.length).toBeGreaterThan(1000);
  const secrets = people.flatMap(({ fullName, personalId, socialNumber, cards }) => [
    fullName,
    fullName.toUpperCase(),
    personalId,
    socialNumber,
    ...cards.map(({ number }) => number),
  ]);
  expect(secrets.filter((secret) => stored.includes(secret))).toEqual([]);
});

const stated = ({ personalId, fullName, dateOfBirth }: (typeof people)[number]) => ({
  personalId,
  fullName,
  dateOfBirth,
});

/** All items of all tables as text, binary attributes decoded as if they were text. */
async function everythingStored({ dynamoDbEndpoint, tables }: LocalService): Promise<string> {
  const client = new DynamoDBClient({
    endpoint: dynamoDbEndpoint,
    region: localCredentials.AWS_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let text = '';
  for (const TableName of tables) {
    for await (const page of paginateScan({ client }, { TableName })) {
      text += JSON.stringify(page.Items, (_name, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
      );
    }
  }
  client.destroy();
  return text;
}
