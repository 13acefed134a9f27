import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';

import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';

import { facilityProfile } from '../../functions/adapters/dynamodb/directory.ts';
import type { FacilityProfile } from '../../functions/core/facility/profile.ts';
import { failed, ok, type Result } from '../../functions/core/result.ts';

/** One facility as a file states it, before anything is known to be right about it. */
interface Row {
  /** As a spreadsheet counts, the header being 1; in JSON, the first is 1. */
  readonly number: number;
  readonly value: unknown;
}

type Problems = readonly string[];

/** All profiles of the file, or everything that is wrong with it. */
export async function readProfiles(path: string): Promise<Result<readonly FacilityProfile[], Problems>> {
  const rows = await readRows(path);
  return rows.ok ? checkRows(rows.value) : rows;
}

async function readRows(path: string): Promise<Result<readonly Row[], Problems>> {
  const format = extname(path).toLowerCase();
  if (format !== '.csv' && format !== '.json') return failed([`${path} is neither .csv nor .json`]);
  const text = decode(await readFile(path));
  if (text === null) return failed([`${path} is not UTF-8: save it as "CSV UTF-8"`]);
  const rows = format === '.csv' ? rowsOfCsv(text) : rowsOfJson(text);
  return rows.ok && rows.value.length === 0 ? failed([`${path} holds no facility`]) : rows;
}

/** With or without a byte order mark. */
function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function rowsOfJson(text: string): Result<readonly Row[], Problems> {
  const values = z.array(z.unknown()).safeParse(parseJson(text));
  if (!values.success) return failed(['the file is not a JSON array of profiles']);
  return ok(values.data.map((value, index) => ({ number: index + 1, value })));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const text = (cell: string): unknown => (cell === '' ? null : cell);
const number = (cell: string): unknown => (/^[0-9]+(\.[0-9]+)?$/.test(cell) ? Number(cell) : text(cell));
/** Spreadsheets write them in capitals. */
const flag = (cell: string): unknown =>
  new Map([
    ['true', true],
    ['false', false],
  ]).get(cell.toLowerCase()) ?? text(cell);

/** How the cell of each column is read. What cannot be read so is left as it is, for the schema to refuse. */
const columns: Readonly<Record<keyof FacilityProfile, (cell: string) => unknown>> = {
  code: text,
  name: text,
  level: text,
  score: number,
  provisional: flag,
  tierBefore2025: text,
  listedPrimary: flag,
  contract: flag,
  validFrom: text,
};
const cellReaders = new Map(Object.entries(columns));
const optionalColumns = ['validFrom'];

function rowsOfCsv(csv: string): Result<readonly Row[], Problems> {
  const parsed = parseCsv(csv);
  if (!parsed.ok) return parsed;
  const [header = [], ...records] = parsed.value;
  const filled = records
    .map((cells, index) => ({ cells, number: index + 2 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const problems = [
    ...headerProblems(header),
    ...filled
      .filter(({ cells }) => cells.length !== header.length)
      .map(({ cells, number }) => `row ${number} has ${cells.length} fields, the header ${header.length}`),
  ];
  if (problems.length > 0) return failed(problems);
  return ok(filled.map(({ cells, number }) => ({ number, value: profileOf(header, cells) })));
}

const csvRecords = z.array(z.array(z.string()));

function parseCsv(csv: string): Result<readonly (readonly string[])[], Problems> {
  try {
    return ok(csvRecords.parse(parse(csv, { relax_column_count: true, trim: true })));
  } catch (error) {
    if (error instanceof CsvError) return failed([error.message]);
    throw error;
  }
}

function headerProblems(header: readonly string[]): Problems {
  const known = [...cellReaders.keys()];
  const missing = known.filter((name) => !header.includes(name) && !optionalColumns.includes(name));
  const unknown = header.filter((name) => !known.includes(name));
  const twice = header.filter((name, index) => header.indexOf(name) !== index);
  return [
    ...missing.map((name) => `row 1, the header: column ${name} is missing`),
    ...unknown.map((name) => `row 1, the header: no column is called ${show(name)}; ${known.join(', ')} are`),
    ...twice.map((name) => `row 1, the header: column ${name} stands twice`),
  ];
}

const profileOf = (header: readonly string[], cells: readonly string[]): unknown =>
  Object.fromEntries(header.map((name, index) => [name, cellReaders.get(name)?.(cells[index] ?? '')]));

function checkRows(rows: readonly Row[]): Result<readonly FacilityProfile[], Problems> {
  const parsed = rows.map(({ value }) => facilityProfile.safeParse(value));
  const firsts = firstOfEachVersion(rows);
  const problems = rows.flatMap((row, index) => [
    ...(parsed[index]?.error?.issues ?? []).map((issue) => describe(row, issue)),
    ...duplicateProblems(row, firsts),
  ]);
  return problems.length > 0 ? failed(problems) : ok(parsed.flatMap(({ data }) => data ?? []));
}

function describe({ number, value }: Row, { path, message }: z.core.$ZodIssue): string {
  const [field] = path;
  if (field === undefined) return `row ${number} ${message}`;
  return `row ${number}, ${String(field)}: ${message}; found ${show(fieldsOf(value).get(String(field)))}`;
}

const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(z.looseObject({}).safeParse(value).data ?? {}));

const show = (found: unknown): string =>
  found === null || found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 60);

/** What tells versions apart, also of rows that have something wrong with them. */
const version = z.looseObject({ code: z.string(), validFrom: z.string().nullish() });

function versionKey({ value }: Row): string | null {
  const { data } = version.safeParse(value);
  return data === undefined ? null : `${data.code} ${data.validFrom ?? ''}`;
}

/** The number of the row in which each version stands first. */
const firstOfEachVersion = (rows: readonly Row[]): ReadonlyMap<string | null, number> =>
  new Map(rows.map((row) => [versionKey(row), row.number] as const).toReversed());

function duplicateProblems(row: Row, firsts: ReadonlyMap<string | null, number>): Problems {
  const key = versionKey(row);
  const first = firsts.get(key);
  if (key === null || first === row.number || first === undefined) return [];
  return [`row ${row.number}, code and validFrom: are those of row ${first} again; each may stand once`];
}
