import { type Batch, chunksOf, doneOf, MOST_ATTEMPTS, type Progress } from './batch.ts';
import { workChunk } from './chunk.ts';
import { createPace } from './pace.ts';
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
  const chunkLimits = {
    until,
    freshForMs: limits.freshForMs,
    pace: createPace(ports, limits.ratePerSecond),
    atOnce: Math.max(2, Math.ceil(limits.ratePerSecond * IN_FLIGHT_SECONDS)),
  };
  const goOnAt = (at: Date): Continuation => ({
    message: { ...message, step: message.step + 1 },
    delaySeconds: secondsUntil(at, ports.now()),
  });

  const startedAt = batch.progress.startedAt ?? ports.now();
  const begun = { ...batch.progress, step: message.step, startedAt, waitUntil: null };
  let at = await ports.batches.advance(batch, begun);
  // Null: it was cancelled.
  while (at !== null && !isOver(at)) {
    if (ports.now() >= until) return goOnAt(ports.now());
    const worked = await workChunk(ports, at, chunkLimits);
    if (worked.refusedUntil !== null)
      at = await ports.batches.advance(at, waiting(at, worked.refusedUntil, ports.now()));
    else if (worked.isComplete)
      at = await ports.batches.advance(at, afterChunk(at, worked.verdicts, ports.now()));
    else return goOnAt(ports.now());
    const waitUntil = at?.progress.waitUntil ?? null;
    if (waitUntil !== null) return goOnAt(waitUntil);
  }
  return null;
}

/** A circuit that is about to close is not asked at once again and again. */
const waiting = ({ progress }: Batch, until: Date, now: Date): Progress => ({
  ...progress,
  waitUntil: new Date(Math.max(until.getTime(), now.getTime() + 1000)),
});

const secondsUntil = (at: Date, now: Date): number =>
  Math.max(0, Math.ceil((at.getTime() - now.getTime()) / 1000));

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
