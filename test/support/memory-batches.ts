import {
  type Batch,
  type BatchLine,
  CHUNK_LINES,
  type LineResult,
} from '../../functions/core/batch/batch.ts';
import type { LineFault } from '../../functions/core/batch/faults.ts';
import type { BatchStore, BatchTurns } from '../../functions/core/batch/ports.ts';

/** Keeps the port's promises in maps; test/functions/adapters/dynamodb/batches.test.ts holds the store to them. */
export function createMemoryBatches(): BatchStore {
  const batches = new Map<string, Batch>();
  const lines = new Map<string, readonly BatchLine[]>();
  const faults = new Map<string, readonly LineFault[]>();
  const results = new Map<string, readonly LineResult[]>();
  const change = (seen: Batch, next: Batch): boolean => {
    const known = batches.get(seen.id);
    if (known?.cancelledAt !== null) return false;
    if (JSON.stringify(known.progress) !== JSON.stringify(seen.progress)) return false;
    batches.set(seen.id, next);
    return true;
  };
  return {
    create: (batch, accepted, rejected) => {
      if (batches.has(batch.id)) return Promise.resolve(false);
      batches.set(batch.id, batch);
      lines.set(batch.id, accepted);
      faults.set(batch.id, rejected);
      return Promise.resolve(true);
    },
    read: (facility, id) => {
      const batch = batches.get(id);
      return Promise.resolve(batch?.facility === facility ? batch : null);
    },
    lines: ({ id }, chunk) =>
      Promise.resolve((lines.get(id) ?? []).slice(chunk * CHUNK_LINES, (chunk + 1) * CHUNK_LINES)),
    results: ({ id }, chunk) => Promise.resolve(results.get(`${id}/${chunk}`) ?? []),
    putResults: ({ id }, chunk, found) => {
      results.set(`${id}/${chunk}`, found);
      return Promise.resolve();
    },
    faults: ({ id }) => Promise.resolve({ faults: faults.get(id) ?? [], isLast: true }),
    advance: (batch, progress) => {
      const next = { ...batch, progress };
      return Promise.resolve(change(batch, next) ? next : null);
    },
    cancel: (batch, at) => Promise.resolve(change(batch, { ...batch, cancelledAt: at })),
    remove: ({ id }) => {
      batches.delete(id);
      return Promise.resolve();
    },
  };
}

export function createMemoryTurns(now: () => Date): BatchTurns {
  const turns = new Map<string, { readonly holder: string; readonly leaseUntil: Date }>();
  return {
    take: (facility, holder, leaseUntil) => {
      const known = turns.get(facility);
      const isOver = known === undefined || known.leaseUntil <= now();
      if (!isOver && known.holder !== holder) return Promise.resolve(null);
      turns.set(facility, { holder, leaseUntil });
      return Promise.resolve(() => {
        turns.delete(facility);
        return Promise.resolve();
      });
    },
  };
}
