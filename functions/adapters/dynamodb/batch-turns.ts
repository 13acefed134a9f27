import type { BatchTurns } from '../../core/batch/ports.ts';
import { getItem, type Table } from './items.ts';
import { endTurn, readTurn, takeTurn } from './turns.ts';

/** Long after any lease: the item only says whose turn it is. */
const KEEP_MS = 3_600_000;

/** One item per facility: whoever works on one of its batches has its turn. */
export function createBatchTurns(options: { readonly table: Table; readonly now: () => Date }): BatchTurns {
  const { table, now } = options;
  return {
    async take(facility, id, leaseUntil) {
      const key = { pk: facility, sk: 'batch-turn' };
      const at = now();
      const expiresAt = new Date(at.getTime() + KEEP_MS);
      const seen = readTurn(await getItem(table, key, at));
      // A queue hands a message out again only after whoever had it is gone: what it held is not waited for.
      const before = seen.id === id ? { ...seen, leaseUntil: at } : seen;
      if (!(await takeTurn(table, key, before, { id, at, leaseUntil, expiresAt }, []))) return null;
      return async () => {
        await endTurn(table, key, { id, at: now(), expiresAt }, {});
      };
    },
  };
}
