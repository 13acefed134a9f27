import { percentile } from '../statistics.ts';
import type { LoadReport } from './load.ts';

interface Soaked {
  readonly report: LoadReport;
  readonly seconds: number;
  readonly ratePerSecond: number;
  readonly registryCalls: number;
  readonly lost: number;
}

const PROMISED_MS = 1_000;

/** What a soak came to, the disappointing included. */
export function soakTable({ report, seconds, ratePerSecond, registryCalls, lost }: Soaked): string {
  const { timesMs, asked, lateMs, open } = report;
  const lastMs = Math.max(...chunked(timesMs));
  const lines: [string, string][] = [
    [
      'asked',
      `${asked} in ${seconds} s, ${(asked / seconds).toFixed(0)} of ${ratePerSecond} a second wanted`,
    ],
    ...counted('answers by rung', report.rungs, asked),
    ...counted('by status', report.statuses, asked),
    ...[50, 95, 99, 99.9].map((p): [string, string] => [`p${p}`, `${percentile(timesMs, p).toFixed(0)} ms`]),
    ['slowest', `${lastMs.toFixed(0)} ms`],
    ['later than a second', shareOf(timesMs.filter((ms) => ms > PROMISED_MS).length, asked)],
    ['asked late, by the asking process', `${lateMs.toFixed(0)} ms at most`],
    ['registry calls a lookup', (registryCalls / asked).toFixed(3)],
    ['left open when answered', shareOf(open.length, asked)],
    ['of these never settled', String(lost)],
  ];
  const width = Math.max(...lines.map(([what]) => what.length));
  return lines.map(([what, value]) => `${what.padEnd(width)}  ${value}`).join('\n');
}

const counted = (what: string, counts: Readonly<Record<string, number>>, of: number): [string, string][] =>
  Object.entries(counts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, count]) => [`${what}: ${name}`, shareOf(count, of)]);

const shareOf = (count: number, of: number): string => `${count} (${((100 * count) / of).toFixed(2)} %)`;

/** The greatest of each thousand: a function takes only so many arguments. */
const chunked = (values: readonly number[]): number[] =>
  Array.from({ length: Math.ceil(values.length / 1000) }, (_, index) =>
    Math.max(...values.slice(index * 1000, (index + 1) * 1000)),
  );
