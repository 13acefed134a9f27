import type { PlainDate } from '../calendar.ts';
import { holidays } from './law/holidays.ts';

const DAY_MS = 86_400_000;

/** The nth working day after a date, which is not counted itself (Civil Code; benefit rules A11). */
export function workingDayAfter(date: PlainDate, count: number): PlainDate {
  let time = Date.parse(date);
  for (let left = count; left > 0;) {
    time += DAY_MS;
    if (isWorkingDay(new Date(time))) left -= 1;
  }
  return plain(new Date(time));
}

const isWorkingDay = (day: Date): boolean => ![0, 6].includes(day.getUTCDay()) && !isHoliday(plain(day));

const isHoliday = (day: PlainDate): boolean => holidays[day.slice(0, 4)]?.includes(day) ?? false;

const plain = (day: Date): PlainDate => day.toISOString().slice(0, 10);
