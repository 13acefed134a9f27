import { askLine, type LineLimits } from './ask-line.ts';
import {
  type Batch,
  chunksOf,
  doneOf,
  isFinal,
  type LineResult,
  lookupOf,
  MOST_ATTEMPTS,
  type Progress,
  tally,
} from './batch.ts';
import { createPace, inParallel } from './pace.ts';
import type { BatchMessage, WorkPorts } from './ports.ts';
import { isOver } from './progress.ts';

export interface WorkLimits {
  readonly ratePerSecond: number;
  /** How long an answer counts as fresh for the facility that obtained it. */
  readonly freshForMs: number;
  /** For how long questions are started; the last of them may take the registry's own time beyond it. */
  readonly startForMs: number;
  /** Longer than the function may run. */
  readonly leaseMs: number;
}

/** The message to send before this one is acknowledged. */
export interface Continuation {
  readonly message: BatchMessage;
  readonly delaySeconds: number;
}

/** Another batch of the facility is worked on. */
const BUSY_SECONDS = 5;

/** Before lines are asked about again that the registry was silent about. */
const PASS_PAUSES_MS = [120_000, 300_000];

/** Seconds' worth of the rate that may be under way: the registry takes 1 to 3 (protocol §4). */
const IN_FLIGHT_SECONDS = 2;

/**
 * Works on a batch for as long as one invocation may, and says how it goes on; null: it does not. Killed at any moment
 * it loses nothing: the message comes back, and what was answered is fresh in the facility's inquiries.
 */
export async function workBatch(
  ports: WorkPorts,
  message: BatchMessage,
  limits: WorkLimits,
): Promise<Continuation | null> {
  const batch = await ports.batches.read(message.facility, message.batchId);
  if (batch === null || isOver(batch) || message.step < batch.progress.step) return null;
  const now = ports.now();
  const { waitUntil } = batch.progress;
  // Longer than a queue delays a message.
  if (waitUntil !== null && waitUntil > now) return { message, delaySeconds: secondsUntil(waitUntil, now) };
  const holder = `${batch.id}/${message.step}`;
  const endTurn = await ports.turns.take(batch.facility, holder, new Date(now.getTime() + limits.leaseMs));
  if (endTurn === null) return { message, delaySeconds: BUSY_SECONDS };
  try {
    return await workOn(ports, batch, message, limits);
  } finally {
    await endTurn();
  }
}

async function workOn(
  ports: WorkPorts,
  batch: Batch,
  message: BatchMessage,
  limits: WorkLimits,
): Promise<Continuation | null> {
  const until = new Date(ports.now().getTime() + limits.startForMs);
  const line = { until, freshForMs: limits.freshForMs, pace: createPace(ports, limits.ratePerSecond) };
  const next = { ...message, step: message.step + 1 };
  const goOnAt = (at: Date): Continuation => ({
    message: next,
    delaySeconds: secondsUntil(at, ports.now()),
  });

  const startedAt = batch.progress.startedAt ?? ports.now();
  let at = await ports.batches.advance(batch, {
    ...batch.progress,
    step: message.step,
    startedAt,
    waitUntil: null,
  });
  while (at !== null && !isOver(at)) {
    const worked = await workChunk(ports, at, { ...line, atOnce: atOnce(limits.ratePerSecond) });
    if (worked.refusedUntil !== null) {
      const waitUntil = later(worked.refusedUntil, ports.now());
      at = await ports.batches.advance(at, { ...at.progress, waitUntil });
      return at === null ? null : goOnAt(waitUntil);
    }
    if (!worked.isComplete) return goOnAt(ports.now());
    at = await ports.batches.advance(at, afterChunk(at, worked.verdicts, ports.now()));
    const waitUntil = at?.progress.waitUntil ?? null;
    if (waitUntil !== null) return goOnAt(waitUntil);
    if (ports.now() >= until) return at === null || isOver(at) ? null : goOnAt(ports.now());
  }
  return null;
}

/** A circuit that is about to close is not asked at once again and again. */
const later = (at: Date, now: Date): Date => new Date(Math.max(at.getTime(), now.getTime() + 1000));

const secondsUntil = (at: Date, now: Date): number =>
  Math.max(0, Math.ceil((at.getTime() - now.getTime()) / 1000));

const atOnce = (ratePerSecond: number): number => Math.max(2, Math.ceil(ratePerSecond * IN_FLIGHT_SECONDS));

interface WorkedChunk {
  /** Every line that this pass is to ask about was asked about. */
  readonly isComplete: boolean;
  readonly refusedUntil: Date | null;
  /** Of the lines that became final in this pass. */
  readonly verdicts: Progress['verdicts'];
}

/** Counts by what is stored, not by what was done just now, so that a chunk done again counts the same. */
async function workChunk(
  ports: WorkPorts,
  batch: Batch,
  limits: LineLimits & { readonly atOnce: number },
): Promise<WorkedChunk> {
  const { pass, chunk } = batch.progress;
  const [lines, earlier] = await Promise.all([
    ports.batches.lines(batch, chunk),
    ports.batches.results(batch, chunk),
  ]);
  const results = new Map(earlier.map((result) => [result.line, result]));
  const isOpen = (line: number): boolean => {
    const result = results.get(line);
    return result === undefined || (result.attempts <= pass && !isSettled(result));
  };
  const lookups = new Map(lines.map((line) => [line.line, line]));
  const isSettled = ({ line, attempts, basis }: LineResult): boolean => {
    const of = lookups.get(line);
    return of === undefined || isFinal(lookupOf(batch, of, basis), attempts);
  };

  const open = lines.filter(({ line }) => isOpen(line));
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
  const settledNow = inOrder.filter((result) => result.attempts === pass + 1 && isSettled(result));
  return {
    isComplete: !lines.some(({ line }) => isOpen(line)),
    refusedUntil,
    verdicts: tally(
      settledNow.flatMap(({ line, basis }) => {
        const of = lookups.get(line);
        return of === undefined ? [] : [lookupOf(batch, of, basis)];
      }),
    ),
  };
}

/** The next chunk; behind the last, the next pass over what the registry was silent about, or the end. */
function afterChunk(batch: Batch, verdicts: Progress['verdicts'], now: Date): Progress {
  const { progress } = batch;
  const counted = {
    ...progress,
    chunk: progress.chunk + 1,
    verdicts: {
      eligible: progress.verdicts.eligible + verdicts.eligible,
      'not-eligible': progress.verdicts['not-eligible'] + verdicts['not-eligible'],
      undetermined: progress.verdicts.undetermined + verdicts.undetermined,
    },
  };
  if (counted.chunk < chunksOf(batch)) return counted;
  const isWhole = doneOf({ progress: counted }) >= batch.accepted;
  if (isWhole || progress.pass + 1 >= MOST_ATTEMPTS) return { ...counted, finishedAt: now };
  const pauseMs = PASS_PAUSES_MS[progress.pass] ?? 0;
  return { ...counted, pass: progress.pass + 1, chunk: 0, waitUntil: new Date(now.getTime() + pauseMs) };
}
