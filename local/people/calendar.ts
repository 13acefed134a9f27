import type { RelativeDate } from './person.ts';

const dayMs = 86_400_000;
const vietnamOffsetMs = 7 * 3_600_000;

/** The calendar date in Asia/Ho_Chi_Minh, which has had no summer time since 1975. */
export function vietnamDate(instant: Date): string {
  return new Date(instant.getTime() + vietnamOffsetMs).toISOString().slice(0, 10);
}

export function resolveDate(date: RelativeDate, today: string): string {
  if ('date' in date) return date.date;
  return new Date(Date.parse(today) + date.days * dayMs).toISOString().slice(0, 10);
}
