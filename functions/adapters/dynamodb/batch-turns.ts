import type { BatchTurns } from '../../core/batch/ports.ts';
import { getItem, type Table } from './items.ts';
import { endTurn, readTurn, takeTurn } from './turns.ts';

/** Long after any lease: the item only says whose turn it is. */
const KEEP_MS = 3_600_000;

/** One item per facility: whoever works on one of its batches has its turn. */
export function createBatchTurns(options: {
  readonly table: Table;
  readonly now: () => Date;
  readonly newId: () => string;
}): BatchTurns {
  const { table, now, newId } = options;
  return {
    async take(facility, leaseUntil) {
      const key = { pk: facility, sk: 'batch-turn' };
      const at = now();
      const id = newId();
      const expiresAt = new Date(at.getTime() + KEEP_MS);
      const seen = readTurn(await getItem(table, key, at));
      if (!(await takeTurn(table, key, seen, { id, at, leaseUntil, expiresAt }, []))) return null;
      return async () => {
        await endTurn(table, key, { id, at: now(), expiresAt }, {});
      };
    },
  };
}
