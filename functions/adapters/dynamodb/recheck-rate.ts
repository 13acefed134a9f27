import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';

import { keyOf, type Table, ttl, unlessConditionFails } from './items.ts';

const MINUTE_MS = 60_000;

/** Counts the rechecks of a facility in the minute it is; false where there were as many already. */
export const createMayRecheck =
  ({
    table,
    now,
    perMinute,
  }: {
    readonly table: Table;
    readonly now: () => Date;
    readonly perMinute: number;
  }): ((facility: string) => Promise<boolean>) =>
  (facility) => {
    const minute = Math.floor(now().getTime() / MINUTE_MS);
    return unlessConditionFails(
      table.dynamoDb.send(
        new UpdateItemCommand({
          TableName: table.name,
          Key: keyOf({ pk: facility, sk: `rechecks#${minute}` }),
          UpdateExpression: 'SET expiresAt = :expires ADD rechecks :one',
          ConditionExpression: 'attribute_not_exists(rechecks) OR rechecks < :most',
          ExpressionAttributeValues: {
            ':one': { N: '1' },
            ':most': { N: String(perMinute) },
            ':expires': ttl(new Date((minute + 2) * MINUTE_MS)),
          },
        }),
      ),
    );
  };
