import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';

import { parseIsoDate, parseSlashedDate } from '../../functions/core/calendar.ts';
import { failed, ok, type Result } from '../../functions/core/result.ts';

/** One row of the list, as `POST /v1/batches` takes it. */
export interface Item {
  readonly ref?: string;
  readonly subject: {
    readonly kind: 'card';
    readonly cardNumber: string;
    readonly fullName: string;
    readonly dateOfBirth: string;
  };
  readonly visit?: { readonly date: string };
}

export interface List {
  readonly items: readonly Item[];
  /** The line of the file on which each item begins, as an editor counts. */
  readonly fileLines: readonly number[];
}

/** What a column may be called, case, diacritics and blanks aside; what stands first here is taken first. */
const names = {
  ref: ['ref', 'mabn', 'mabenhnhan', 'maphieu', 'sophieu', 'ma', 'id', 'stt'],
  number: [
    'number',
    'cardnumber',
    'personalid',
    'so',
    'sothe',
    'mathe',
    'sothebhyt',
    'mathebhyt',
    'cccd',
    'socccd',
    'sodinhdanh',
    'sodinhdanhcanhan',
  ],
  fullName: ['fullname', 'name', 'hoten', 'hovaten', 'ten', 'tenbenhnhan'],
  dateOfBirth: ['dateofbirth', 'dob', 'ngaysinh', 'namsinh'],
  visitDate: ['visitdate', 'ngaykham', 'ngayhen'],
} as const;
type Column = keyof typeof names;

const needed = ['number', 'fullName', 'dateOfBirth'] as const;

const rows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

/** The list as Vietnamese spreadsheets save it: with a byte order mark or without, by commas, semicolons or tabs. */
export function readList(bytes: Uint8Array): Result<List, string> {
  const text = decode(bytes);
  if (text === null) return failed('the file is not UTF-8: save it as "CSV UTF-8"');
  const cells = cellsOf(text);
  if (!cells.ok) return cells;
  const [header, ...body] = cells.value;
  const columns = columnsOf(header?.cells ?? []);
  const missing = needed.filter((name) => !columns.has(name));
  if (missing.length > 0) {
    return failed(
      `the first line names no column ${missing.join(', ')} (e.g. ${missing.map(exampleOf).join(', ')})`,
    );
  }
  if (body.length === 0) return failed('the file holds no patient');
  return ok({
    items: body.map((row) => itemOf((name) => row.cells[columns.get(name) ?? -1]?.trim() ?? '')),
    fileLines: body.map(({ line }) => line),
  });
}

const exampleOf = (name: (typeof needed)[number]): string => names[name][0];

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function cellsOf(text: string): Result<readonly Row[], string> {
  try {
    const parsed = rows.parse(
      parse(text, {
        bom: true,
        delimiter: delimiterOf(text),
        info: true,
        relax_column_count: true,
        relax_quotes: true,
        skip_empty_lines: true,
        skip_records_with_empty_values: true,
      }),
    );
    return ok(parsed.map(({ record, info }) => ({ line: info.lines - newlinesIn(record), cells: record })));
  } catch (error) {
    // Its message may repeat what is in the file.
    if (error instanceof CsvError) return failed(`the file cannot be read as CSV (${error.code})`);
    throw error;
  }
}

/** The parser counts to the end of a row. */
const newlinesIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);

/** What the header has most of: Excel writes semicolons where the comma is the decimal sign, as in Viet Nam. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split('\n');
  const count = (mark: string): number => header.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function columnsOf(header: readonly string[]): ReadonlyMap<Column, number> {
  const folded = header.map(fold);
  const found = new Map<Column, number>();
  for (const [name, known] of Object.entries(names)) {
    const called = known.find((each) => folded.includes(each));
    if (called !== undefined && isColumn(name)) found.set(name, folded.indexOf(called));
  }
  return found;
}

const isColumn = (name: string): name is Column => name in names;

const fold = (cell: string): string =>
  cell
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');

function itemOf(cell: (name: Column) => string): Item {
  const ref = cell('ref');
  const visitDate = cell('visitDate');
  return {
    ...(ref !== '' && { ref }),
    subject: {
      kind: 'card',
      cardNumber: cell('number'),
      fullName: cell('fullName'),
      dateOfBirth: isoDate(cell('dateOfBirth')),
    },
    ...(visitDate !== '' && { visit: { date: isoDate(visitDate) } }),
  };
}

/** What is no date goes on as it is: the service names the line. */
const isoDate = (cell: string): string =>
  parseIsoDate(cell) ?? parseSlashedDate(cell.replaceAll(/[-.]/g, '/')) ?? cell;
