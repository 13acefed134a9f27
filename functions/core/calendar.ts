/** A calendar date `YYYY-MM-DD` in Asia/Ho_Chi_Minh. Compares correctly as text. */
export type PlainDate = string;

/** A birth date as the register knows it: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
export type BirthDate = string;

/** Viet Nam has kept UTC+7 without daylight saving since 1975. */
const OFFSET_MS = 7 * 3_600_000;

/** The calendar date in Viet Nam at this instant. */
export const localDate = (instant: Date): PlainDate =>
  new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** RFC 3339 with Viet Nam's offset, to the second. */
export const localTimestamp = (instant: Date): string =>
  `${new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 19)}+07:00`;

export const endOfDay = (date: PlainDate): string => `${date}T23:59:59+07:00`;

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The date in ISO form at the precision given, or null when there is no such date. */
export function calendarDate(year: number, month?: number, day?: number): string | null {
  if (year < 1800 || year > 9999) return null;
  if (month === undefined) return day === undefined ? pad(year, 4) : null;
  if (month < 1 || month > 12) return null;
  if (day === undefined) return `${pad(year, 4)}-${pad(month, 2)}`;
  if (day < 1 || day > daysInMonth(year, month)) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, and a date that exists; else null. */
export function parseIsoDate(text: string): BirthDate | null {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (match === null) return null;
  const [, year, month, day] = match;
  return calendarDate(Number(year), numberOrNone(month), numberOrNone(day));
}

/** `d/M/yyyy`, `M/yyyy` or `yyyy`, as the registry and paper write dates; else null. */
export function parseSlashedDate(text: string): BirthDate | null {
  const match = /^(?:(?:(\d{1,2})\/)?(\d{1,2})\/)?(\d{4})$/.exec(text);
  if (match === null) return null;
  const [, day, month, year] = match;
  return calendarDate(Number(year), numberOrNone(month), numberOrNone(day));
}

/** `ddMMyyyy`, `MMyyyy` or `yyyy`, unknown parts also as zeros, as the citizen card's QR writes dates. */
export function parsePackedDate(text: string): BirthDate | null {
  const match = /^(?:(?:(\d{2}))?(\d{2}))?(\d{4})$/.exec(text);
  if (match === null) return null;
  const [, day, month, year] = match;
  return calendarDate(Number(year), knownPart(month), knownPart(day));
}

const numberOrNone = (digits: string | undefined): number | undefined =>
  digits === undefined ? undefined : Number(digits);

const knownPart = (digits: string | undefined): number | undefined =>
  digits === '00' ? undefined : numberOrNone(digits);

/** `yyyy-MM-dd` to `dd/MM/yyyy`, and the shorter forms alike: what the registry wants (gateway protocol §2.1). */
export const toSlashedDate = (date: BirthDate): string => date.split('-').reverse().join('/');

/** The first day a partial date can mean: `1990` is `1990-01-01`. */
export const earliestDay = (date: BirthDate): PlainDate => date + '-01-01'.slice(date.length - 4);

/** The last day a partial date can mean, as far as years count: `1990` is `1990-12-31`. */
export const latestDay = (date: BirthDate): PlainDate => date + '-12-31'.slice(date.length - 4);

/** Whole years lived by a day; of a partial birth date, the most that it can mean. */
export function ageOn(day: PlainDate, dateOfBirth: BirthDate): number {
  const born = earliestDay(dateOfBirth);
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) < born.slice(5) ? years - 1 : years;
}

export const addDays = (date: PlainDate, days: number): PlainDate =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** The same day so many years on; of 29 February, 28 February where there is none. */
export function addYears(date: PlainDate, years: number): PlainDate {
  const year = Number(date.slice(0, 4)) + years;
  return calendarDate(year, Number(date.slice(5, 7)), Number(date.slice(8))) ?? `${pad(year, 4)}-02-28`;
}
