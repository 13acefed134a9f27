import type { AskPorts } from '../eligibility/ask.ts';
import type { Circuit, Time } from '../eligibility/ports.ts';
import type { Batch, BatchLine, LineResult, Progress } from './batch.ts';
import type { LineFault } from './faults.ts';

export interface BatchStore {
  /** Everything of a batch, itself last: one that was not written whole is not there. False: it was there before. */
  create(batch: Batch, lines: readonly BatchLine[], faults: readonly LineFault[]): Promise<boolean>;
  /** Null where this facility has no such batch. */
  read(facility: string, id: string): Promise<Batch | null>;
  lines(batch: Batch, chunk: number): Promise<readonly BatchLine[]>;
  /** Of those lines that there are results of, in their order. */
  results(batch: Batch, chunk: number): Promise<readonly LineResult[]>;
  putResults(batch: Batch, chunk: number, results: readonly LineResult[]): Promise<void>;
  /** A page of the lines that are not looked up, and whether there are more behind it. */
  faults(
    batch: Batch,
    page: number,
  ): Promise<{ readonly faults: readonly LineFault[]; readonly isLast: boolean }>;
  /** Null when somebody has cancelled the batch, or worked on it, since it was read: then nothing is written. */
  advance(batch: Batch, progress: Progress): Promise<Batch | null>;
  /** False where it had ended before. */
  cancel(batch: Batch, at: Date): Promise<boolean>;
  remove(batch: Batch): Promise<void>;
}

/** At most one batch of a facility is worked on at a time, so that its rate holds. */
export interface BatchTurns {
  /** Null while a holder of another name has it. The function given back ends the turn. */
  take(facility: string, holder: string, leaseUntil: Date): Promise<(() => Promise<void>) | null>;
}

/** Names the work to go on with. */
export interface BatchMessage {
  readonly facility: string;
  readonly batchId: string;
  readonly step: number;
}

export interface WorkPorts extends AskPorts, Time {
  readonly batches: BatchStore;
  readonly turns: BatchTurns;
  readonly circuit: Circuit;
  readonly newId: () => string;
  /** A fault of ours in one line, which must not stop the others. */
  readonly onDefect: (error: unknown) => void;
}
