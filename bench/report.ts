import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** One line of the report. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'µs' | 'x' | 'bytes' | 'calls';
  /** The most that was promised; null for what is shown beside it. */
  readonly goal: number | null;
  /** The pair it was measured with, or the spread: what makes the figure readable. */
  readonly beside?: string;
}

export interface Finding {
  readonly rows: readonly Row[];
  readonly details: Readonly<Record<string, unknown>>;
}

export function progress(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

export const isReached = ({ value, goal }: Row): boolean => goal === null || value <= goal;

const digits: Record<Row['unit'], number> = { ms: 1, µs: 0, x: 2, bytes: 0, calls: 0 };

export const written = (value: number, unit: Row['unit']): string =>
  unit === 'x'
    ? `${value.toFixed(digits.x)} x`
    : `${value.toLocaleString('en-GB', { maximumFractionDigits: digits[unit] })} ${unit}`;

/** `yes, 12 % below` or `NO, 3 % above`. */
export function judgement(row: Row): string {
  if (row.goal === null) return '';
  const percent = Math.abs((row.value / row.goal - 1) * 100);
  const distance = percent < 0.05 ? 'just' : `${percent.toFixed(percent < 10 ? 1 : 0)} %`;
  if (row.value > row.goal) return `NO, ${distance} above`;
  return row.value === row.goal ? 'yes' : `yes, ${distance} below`;
}

export function table(rows: readonly Row[]): string {
  const cells = [
    ['what', 'measured', 'goal', 'reached', 'beside'],
    ...rows.map((row) => [
      row.what,
      written(row.value, row.unit),
      row.goal === null ? '' : `≤ ${written(row.goal, row.unit)}`,
      judgement(row),
      row.beside ?? '',
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

export async function writeJson(
  findings: Readonly<Record<string, Finding>>,
  about: Readonly<Record<string, unknown>>,
): Promise<void> {
  const folder = join(import.meta.dirname, 'results');
  await mkdir(folder, { recursive: true });
  const measures = Object.fromEntries(
    Object.entries(findings).map(([name, { rows, details }]) => [
      name,
      { rows: rows.map((row) => ({ ...row, reached: isReached(row) })), details },
    ]),
  );
  const machine = { node: process.version, platform: process.platform, arch: process.arch };
  const json = { ...about, machine: { ...machine, cores: availableParallelism() }, measures };
  await writeFile(join(folder, 'latest.json'), `${JSON.stringify(json, null, 2)}\n`);
}
