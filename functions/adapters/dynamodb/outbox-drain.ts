import { DeleteItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';

import { type Post, readRecheck } from '../queue/rechecks.ts';
import { dateIn, type Item, keyOf, type Table } from './items.ts';
import { outboxKey, outboxPartition } from './outbox.ts';

/**
 * Moves what waits in the outbox to the queue; how many that were. A message is gone from here only after it is there. Throws
 * where the queue does not take one: the others wait with it.
 */
export async function drainOutbox(
  { table, now }: { readonly table: Table; readonly now: () => Date },
  post: Post,
): Promise<number> {
  let moved = 0;
  let from: Item | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.dynamoDb.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :outbox',
        ExpressionAttributeValues: { ':outbox': { S: outboxPartition } },
        ConsistentRead: true,
        ...(from !== undefined && { ExclusiveStartKey: from }),
      }),
    );
    for (const item of Items) await move(table, item, now(), post);
    moved += Items.length;
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return moved;
}

async function move(table: Table, item: Item, now: Date, post: Post): Promise<void> {
  const text = item['message']?.S ?? '';
  const message = readRecheck(text);
  const dueAt = dateIn(item, 'dueAt') ?? now;
  await post(message, Math.max(0, dueAt.getTime() - now.getTime()) / 1000);
  await table.dynamoDb.send(
    new DeleteItemCommand({
      TableName: table.name,
      Key: keyOf(outboxKey(message.lookupId)),
    }),
  );
}
