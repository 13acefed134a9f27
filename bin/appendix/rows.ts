import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';

import { type ListedDisease, listedIn } from '../../functions/core/benefit/diagnosis.ts';
import { failed, ok, type Result } from '../../functions/core/result.ts';

type Problems = readonly string[];

const columns = ['row', 'codes', 'except', 'underAge'];

/** A three-character category, or a code below one; a range is of categories. */
const code = /^[A-Z][0-9]{2}(\.[0-9A-Z]{1,3})?$/;
const range = /^([A-Z][0-9]{2})-([A-Z][0-9]{2})$/;

const isRange = (text: string): boolean => {
  const [, first = '', last = ''] = range.exec(text) ?? [];
  return first !== '' && first < last;
};

const words = z.string().transform((text) => text.split(/\s+/).filter((word) => word !== ''));
const whole = z.string().regex(/^[1-9][0-9]{0,2}$/, 'must be a whole number from 1 to 999');

const csvRow = z.object({
  row: whole.transform(Number),
  codes: words.pipe(
    z
      .array(
        z.string().refine((text) => code.test(text) || isRange(text), {
          error: ({ input }) => `“${String(input)}” is neither an ICD-10 code nor a range like C00-C97`,
        }),
      )
      .min(1, 'names no code'),
  ),
  except: words.pipe(
    z.array(z.string().regex(code, { error: ({ input }) => `“${String(input)}” is not an ICD-10 code` })),
  ),
  underAge: z.union([z.literal('').transform(() => null), whole.transform(Number)], {
    error: 'must be empty or a whole number of years',
  }),
});

/** All rows of the file, or everything that is wrong with it. */
export function readAppendix(text: string): Result<readonly ListedDisease[], Problems> {
  const records = readCsv(text);
  if (!records.ok) return records;
  const [header = [], ...lines] = records.value;
  if (header.join() !== columns.join()) return failed([`the first line must be ${columns.join()}`]);
  if (lines.length === 0) return failed(['the file holds no row']);
  const rows = lines.map((line, index) => readRow(line, index + 2));
  const problems = rows.flatMap((row) => (row.ok ? [] : row.error));
  const diseases = rows.flatMap((row) => (row.ok ? [row.value] : []));
  const all = [...problems, ...repeatedRows(diseases)];
  return all.length > 0 ? failed(all) : ok(diseases.toSorted((one, other) => one.row - other.row));
}

function readCsv(text: string): Result<readonly (readonly string[])[], Problems> {
  try {
    // A PDF writes ranges with a long dash.
    const csv = text.replaceAll('–', '-');
    return ok(z.array(z.array(z.string())).parse(parse(csv, { bom: true, trim: true })));
  } catch (error) {
    if (error instanceof CsvError) return failed([error.message]);
    throw error;
  }
}

function readRow(
  [row = '', codes = '', except = '', underAge = '']: readonly string[],
  line: number,
): Result<ListedDisease, Problems> {
  const parsed = csvRow.safeParse({ row, codes, except, underAge });
  if (!parsed.success) {
    return failed(
      parsed.error.issues.map(({ path, message }) => `line ${line}, ${String(path[0])}: ${message}`),
    );
  }
  const value = parsed.data;
  const problems = [
    ...repeated([...value.codes, ...value.except]).map((word) => `${word} stands twice`),
    ...value.except
      .filter((word) => listedIn([{ row: value.row, codes: value.codes }], word, null) === null)
      .map((word) => `except ${word} is not within the row's own codes`),
  ];
  if (problems.length > 0) return failed(problems.map((problem) => `line ${line}: ${problem}`));
  return ok({
    row: value.row,
    codes: value.codes,
    ...(value.except.length > 0 ? { except: value.except } : {}),
    ...(value.underAge === null ? {} : { underAge: value.underAge }),
  });
}

const repeatedRows = (diseases: readonly ListedDisease[]): Problems =>
  repeated(diseases.map(({ row }) => row)).map((row) => `row ${row} stands twice`);

const repeated = <T>(values: readonly T[]): readonly T[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];

const describe = ({ codes, except = [], underAge }: ListedDisease): string =>
  [
    codes.join(' '),
    ...(except.length > 0 ? [`except ${except.join(' ')}`] : []),
    ...(underAge === undefined ? [] : [`under ${underAge} years`]),
  ].join(', ');

/** For the operator to read before anything is written. */
export function compareLists(
  before: readonly ListedDisease[],
  after: readonly ListedDisease[],
): readonly string[] {
  const old = new Map(before.map((disease) => [disease.row, describe(disease)]));
  const next = new Map(after.map((disease) => [disease.row, describe(disease)]));
  const numbers = [...new Set([...old.keys(), ...next.keys()])].toSorted((one, other) => one - other);
  return numbers.flatMap((row) => {
    const [was, is] = [old.get(row), next.get(row)];
    if (was === is) return [];
    return [
      ...(was === undefined ? [] : [`- ${row}: ${was}`]),
      ...(is === undefined ? [] : [`+ ${row}: ${is}`]),
    ];
  });
}
