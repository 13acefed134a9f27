import { askLine, type LineLimits } from './ask-line.ts';
import {
  type Batch,
  type BatchLine,
  isFinal,
  type LineResult,
  lookupOf,
  type Progress,
  tally,
} from './batch.ts';
import { inParallel } from './pace.ts';
import type { WorkPorts } from './ports.ts';

export interface ChunkLimits extends LineLimits {
  readonly atOnce: number;
}

export interface WorkedChunk {
  /** Every line that this pass is to ask about was asked about. */
  readonly isComplete: boolean;
  readonly refusedUntil: Date | null;
  /** Of the lines that became final in this pass. */
  readonly verdicts: Progress['verdicts'];
}

/** Works on what is open in the chunk that the batch is at, and stores what came of it. */
export async function workChunk(ports: WorkPorts, batch: Batch, limits: ChunkLimits): Promise<WorkedChunk> {
  const { pass, chunk } = batch.progress;
  const [lines, earlier] = await Promise.all([
    ports.batches.lines(batch, chunk),
    ports.batches.results(batch, chunk),
  ]);
  const results = new Map(earlier.map((result) => [result.line, result]));
  const openLines = (): BatchLine[] => lines.filter((line) => isOpen(batch, line, results.get(line.line)));

  const open = openLines();
  let refusedUntil: Date | null = null;
  await inParallel(open, limits.atOnce, async (line) => {
    const outcome = await askLine(ports, batch, line, limits);
    if (outcome === 'later') return false;
    if ('refusal' in outcome) {
      refusedUntil = outcome.refusal.until;
      return false;
    }
    results.set(line.line, { line: line.line, attempts: pass + 1, basis: outcome });
    return true;
  });
  const inOrder = lines.flatMap(({ line }) => results.get(line) ?? []);
  if (open.length > 0) await ports.batches.putResults(batch, chunk, inOrder);
  return { isComplete: openLines().length === 0, refusedUntil, verdicts: verdictsOf(batch, lines, results) };
}

/** Not asked about in this pass, and not settled in an earlier one. */
const isOpen = (batch: Batch, line: BatchLine, result: LineResult | undefined): boolean =>
  result === undefined ||
  (result.attempts <= batch.progress.pass && !isFinal(lookupOf(batch, line, result.basis), result.attempts));

/** Counts what is stored, not what was done just now, so that a chunk done again counts the same. */
function verdictsOf(
  batch: Batch,
  lines: readonly BatchLine[],
  results: ReadonlyMap<number, LineResult>,
): Progress['verdicts'] {
  const ofThisPass = lines.flatMap((line) => {
    const result = results.get(line.line);
    if (result?.attempts !== batch.progress.pass + 1) return [];
    const lookup = lookupOf(batch, line, result.basis);
    return isFinal(lookup, result.attempts) ? [lookup] : [];
  });
  return tally(ofThisPass);
}
