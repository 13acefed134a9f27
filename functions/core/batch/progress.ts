import { addDays, endOfDay, localDate, type PlainDate } from '../calendar.ts';
import { type Batch, doneOf } from './batch.ts';

export const batchStates = ['queued', 'running', 'waiting', 'done', 'cancelled'] as const;
export type BatchState = (typeof batchStates)[number];

export function stateOf(
  { cancelledAt, progress }: Pick<Batch, 'cancelledAt' | 'progress'>,
  now: Date,
): BatchState {
  if (cancelledAt !== null) return 'cancelled';
  if (progress.finishedAt !== null) return 'done';
  if (progress.waitUntil !== null && progress.waitUntil > now) return 'waiting';
  return progress.startedAt === null ? 'queued' : 'running';
}

export const isOver = ({ cancelledAt, progress }: Batch): boolean =>
  cancelledAt !== null || progress.finishedAt !== null;

/** When it ends if nothing more comes in between; null where it has ended. */
export function expectedEnd(batch: Batch, ratePerSecond: number, now: Date): Date | null {
  if (isOver(batch)) return null;
  const { waitUntil } = batch.progress;
  const from = waitUntil !== null && waitUntil > now ? waitUntil : now;
  const left = batch.accepted - doneOf(batch);
  return new Date(from.getTime() + Math.ceil(left / ratePerSecond) * 1000);
}

/** Results are personal data: nobody needs them once the visits are over, and no visit is this far ahead. */
const LONGEST_DAYS = 4;

/** The end of the day after the last visit, within four days. */
export function expiryOf(visitDays: readonly PlainDate[], now: Date): Date {
  const today = localDate(now);
  const last = visitDays.reduce((latest, day) => (day > latest ? day : latest), today);
  const longest = addDays(today, LONGEST_DAYS);
  const end = addDays(last, 1);
  return new Date(endOfDay(end < longest ? end : longest));
}
