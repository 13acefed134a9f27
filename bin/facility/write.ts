import { createDirectoryWriter } from '../../functions/adapters/dynamodb/directory.ts';
import type { Table } from '../../functions/adapters/dynamodb/items.ts';
import type { Write } from './diff.ts';

/** So many at once, and a line of progress after each so many. */
const AT_ONCE = 25;
const PROGRESS_EVERY = 500;

/** Each facility in one conditional write: whatever happens, it is the old one or the new one. */
export async function writeFacilities(
  table: Table,
  writes: readonly Write[],
  onProgress: (line: string) => void,
): Promise<void> {
  const writer = createDirectoryWriter(table);
  const putOne = async ({ record, versions }: Write): Promise<void> => {
    const isWritten = await writer.putFacility(record, versions);
    if (!isWritten) throw new Error(`somebody else has changed ${record.code} meanwhile`);
  };
  let written = 0;
  for (let start = 0; start < writes.length; start += AT_ONCE) {
    const outcomes = await Promise.allSettled(writes.slice(start, start + AT_ONCE).map(putOne));
    written += outcomes.filter(({ status }) => status === 'fulfilled').length;
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure !== undefined) throw new Error(stopped(failure.reason, written, writes.length));
    if (written % PROGRESS_EVERY === 0) onProgress(`${written} of ${writes.length} facilities written`);
  }
}

const stopped = (reason: unknown, written: number, all: number): string =>
  `${reason instanceof Error ? reason.message : 'failed'}: ${written} of ${all} facilities are written, ` +
  'the others are as they were; run it again to finish';
