import { failed, ok, type Result } from '../result.ts';
import type { LineFaultCode } from './faults.ts';

/** One line as it was sent, before anything is known of what it says. */
export interface SentLine {
  /** 1 for the first, blank ones counted. */
  readonly line: number;
  readonly value: Result<unknown, LineFaultCode>;
}

/** Longer than any line that states one person and one visit. */
const LONGEST_LINE_BYTES = 8 * 1024;

const NEWLINE = 0x0a;

/**
 * The lines of NDJSON, blank ones left out. Where the upload `broke` off, what was readable counts: the line in which it
 * broke is listed, and so is the next one if it broke between two, for nobody knows what was to follow.
 */
export function ndjsonLines(bytes: Uint8Array, broke: boolean): SentLine[] {
  const lines: SentLine[] = [];
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(NEWLINE, start);
    const isLast = end === -1;
    const value = readLine(bytes.subarray(start, isLast ? bytes.length : end), isLast);
    if (value !== null) lines.push({ line, value });
    start = isLast ? bytes.length : end + 1;
  }
  const isSaid = lines.at(-1)?.line === line - 1 && endsWithin(lines.at(-1));
  if (broke && !isSaid) lines.push({ line, value: failed('cut-off') });
  return lines;
}

const endsWithin = (last: SentLine | undefined): boolean =>
  last?.value.ok === false && last.value.error === 'cut-off';

/** Null: a blank line. What does not end in a newline and is no JSON was cut off. */
function readLine(bytes: Uint8Array, isLast: boolean): SentLine['value'] | null {
  if (bytes.length > LONGEST_LINE_BYTES) return failed('line-too-long');
  const malformed = failed(isLast ? ('cut-off' as const) : ('malformed-json' as const));
  const text = decode(bytes);
  if (text === null) return malformed;
  if (text.trim() === '') return null;
  try {
    return ok(JSON.parse(text));
  } catch {
    return malformed;
  }
}

/** Null: not UTF-8. Replacing what cannot be read would make another name of it. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The items of a JSON body, counted as lines. */
export const itemLines = (items: readonly unknown[]): SentLine[] =>
  items.map((item, index) => ({
    line: index + 1,
    value: isTooLong(item) ? failed('line-too-long') : ok(item),
  }));

function isTooLong(item: unknown): boolean {
  try {
    return new TextEncoder().encode(JSON.stringify(item)).length > LONGEST_LINE_BYTES;
  } catch {
    // Nested deeper than can be written down again: longer than any line of ours.
    return true;
  }
}
