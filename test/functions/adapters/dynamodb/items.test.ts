import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  InternalServerError,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  ThrottlingException,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';

import { getItem, millis, putItem, ttl } from '../../../../functions/adapters/dynamodb/items.ts';
import { endTurn, takeTurn } from '../../../../functions/adapters/dynamodb/turns.ts';

/** Answers that the embedded engine never gives. */
const engine = mockClient(DynamoDBClient);
const table = { dynamoDb: new DynamoDBClient({ region: 'ap-southeast-1' }), name: 'cache' };
const key = { pk: '99001', sk: 'lookup#1' };
const now = new Date('2026-11-21T01:15:00.000Z');
const turn = { id: 'ask-1', at: now, leaseUntil: now, expiresAt: now };
const free = { id: null, leaseUntil: new Date(0), endedAt: null };

beforeEach(() => {
  engine.reset();
});

const busy = { message: 'busy', $metadata: {} };

describe.each([
  ['throttling', new ThrottlingException(busy)],
  ['too little capacity', new ProvisionedThroughputExceededException(busy)],
  ['a fault of the engine', new InternalServerError(busy)],
  ['a time-out', Object.assign(new Error('timed out'), { name: 'TimeoutError' })],
])('%s', (_what, error) => {
  it('is never taken for a missing item or a lost race', async () => {
    engine.on(GetItemCommand).rejects(error);
    engine.on(PutItemCommand).rejects(error);
    engine.on(UpdateItemCommand).rejects(error);
    await expect(getItem(table, key, now)).rejects.toThrow(error);
    await expect(putItem(table, { pk: { S: '99001' } })).rejects.toThrow(error);
    await expect(takeTurn(table, key, free, turn, [])).rejects.toThrow(error);
    await expect(endTurn(table, key, turn, {})).rejects.toThrow(error);
  });
});

describe('a condition that does not hold', () => {
  it('is an answer, not an error', async () => {
    const lost = new ConditionalCheckFailedException({ message: 'lost', $metadata: {} });
    engine.on(PutItemCommand).rejects(lost);
    engine.on(UpdateItemCommand).rejects(lost);
    expect(await putItem(table, { pk: { S: '99001' } })).toBe(false);
    expect(await takeTurn(table, key, free, turn, [])).toBe(false);
    expect(await endTurn(table, key, turn, {})).toBe(false);
  });
});

describe('an item', () => {
  it('is read consistently, for leases are decided on it', async () => {
    engine.on(GetItemCommand).resolves({});
    expect(await getItem(table, key, now)).toBeNull();
    expect(engine.commandCalls(GetItemCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
  });

  it.each([
    ['a second ahead', 1, true],
    ['this very second', 0, false],
    ['a second ago', -1, false],
  ])('that expires %s', async (_when, seconds, isThere) => {
    const expiresAt = ttl(new Date(now.getTime() + seconds * 1000));
    engine.on(GetItemCommand).resolves({ Item: { pk: { S: '99001' }, expiresAt } });
    expect((await getItem(table, key, now)) !== null).toBe(isThere);
  });

  it('without an expiry does not expire', async () => {
    engine.on(GetItemCommand).resolves({ Item: { pk: { S: '99001' } } });
    expect(await getItem(table, key, new Date('2999-01-01'))).not.toBeNull();
  });

  it('keeps times in milliseconds, and its expiry in seconds as DynamoDB wants it, never early', () => {
    const moment = new Date('2026-11-21T01:15:00.001Z');
    expect(millis(moment)).toStrictEqual({ N: String(moment.getTime()) });
    expect(ttl(moment)).toStrictEqual({ N: String(Date.parse('2026-11-21T01:15:01Z') / 1000) });
  });
});
