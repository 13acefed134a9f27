import type { Post } from '../queue/rechecks.ts';
import { type ItemKey, keyOf, millis, putItem, type Table, ttl } from './items.ts';

/** A partition of its own: no facility is called so, and the drain may see nothing else. */
export const outboxPartition = 'outbox';

/** As long as the queue would keep it. */
const KEEP_MS = 4 * 86_400_000;

export const outboxKey = (lookupId: string): ItemKey => ({ pk: outboxPartition, sk: `recheck#${lookupId}` });

/** Messages that the queue did not take, one a lookup: what is personal in them is sealed before they come here. */
export const createOutbox =
  ({ table, now }: { readonly table: Table; readonly now: () => Date }): Post =>
  async (message, delaySeconds) => {
    await putItem(table, {
      ...keyOf(outboxKey(message.lookupId)),
      message: { S: JSON.stringify(message) },
      dueAt: millis(new Date(now().getTime() + delaySeconds * 1000)),
      expiresAt: ttl(new Date(now().getTime() + KEEP_MS)),
    });
  };
