import { open, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { parseIsoDate } from '../functions/core/calendar.ts';
import { findAccess, type Operator } from './batch/access.ts';
import { csvLine } from './batch/csv.ts';
import { follow } from './batch/follow.ts';
import { type List, readList } from './batch/list.ts';
import { type BatchService, createService, type ErrorLine } from './batch/service.ts';
import { print, runTool, UsageError } from './operator-tool.ts';

/** `npm run batch`: a list of patients in, the verdict of each out. */

const usage = `npm run batch -- FILE.csv [--out FILE] [--visit-date YYYY-MM-DD] [--url URL]
npm run batch -- [FILE.csv] --resume BATCH [--out FILE] [--url URL]

FILE.csv has a first line with names of columns: ref, number (of the card or the person), fullName, dateOfBirth, visitDate;
or Vietnamese ones (Mã BN, Số thẻ, Họ tên, Ngày sinh, Ngày khám). Results go to FILE.results.csv unless --out says otherwise.
URL is http://127.0.0.1:3000 unless said otherwise. Who asks: TIEP_DON_CLIENT_ID, TIEP_DON_CLIENT_SECRET and TIEP_DON_TOKEN_URL
in the environment, else the sandbox's first client; the operator by --operator-name and --operator-id, or
TIEP_DON_OPERATOR_NAME and TIEP_DON_OPERATOR_ID. Exit code 1: some lines could not be looked up; they are listed.`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:3000' },
      out: { type: 'string' },
      'visit-date': { type: 'string' },
      'operator-name': { type: 'string' },
      'operator-id': { type: 'string' },
      resume: { type: 'string' },
    },
  });
  const [file, ...more] = positionals;
  const { resume, 'visit-date': visitDate } = values;
  const out = values.out ?? (file === undefined ? undefined : `${file.replace(/\.csv$/i, '')}.results.csv`);
  if ((file ?? resume) === undefined || out === undefined || more.length > 0) throw new UsageError();
  if (visitDate !== undefined && parseIsoDate(visitDate)?.length !== 10) throw new UsageError();
  const list = file === undefined ? null : await read(file);

  const url = values.url.replace(/\/+$/, '');
  const stated = operatorOf({
    fullName: values['operator-name'] ?? process.env['TIEP_DON_OPERATOR_NAME'],
    personalId: values['operator-id'] ?? process.env['TIEP_DON_OPERATOR_ID'],
  });
  const { credentials, operator } = await findAccess(url, process.env, stated);
  const service = createService(url, credentials);
  const batchId = resume ?? (await upload(service, list, { operator, visitDate }));
  const resumeBy = ['npm run batch --', ...(file === undefined ? [] : [quoted(file)])];
  process.once('SIGINT', () => {
    const again = [...resumeBy, '--resume', batchId, '--out', quoted(out), '--url', url].join(' ');
    process.stderr.write(`\nThe batch goes on without this program. To come back to it:\n${again}\n`);
    process.exit(130);
  });

  process.stderr.write(`batch ${batchId}\n`);
  const { rejected } = await follow(service, batchId, process.stderr);
  const lineOf = (line: number): number => list?.fileLines[line - 1] ?? line;
  const written = await writeResults(service, batchId, out, lineOf);
  print([`${written} results in ${out}`]);
  if (rejected === 0) return;
  for await (const error of service.errors(batchId)) process.stderr.write(`${complaint(error, lineOf)}\n`);
  process.exitCode = 1;
}

async function read(file: string): Promise<List> {
  const list = readList(await readFile(file));
  if (!list.ok) throw new Error(list.error);
  return list.value;
}

function operatorOf(of: { fullName: string | undefined; personalId: string | undefined }): Operator | null {
  const { fullName, personalId } = of;
  if (fullName === undefined && personalId === undefined) return null;
  if (fullName === undefined || personalId === undefined) throw new UsageError();
  return { fullName, personalId };
}

const upload = (
  service: BatchService,
  list: List | null,
  of: { readonly operator: Operator | null; readonly visitDate: string | undefined },
): Promise<string> =>
  service.upload({
    items: list?.items ?? [],
    ...(of.operator !== null && { operator: of.operator }),
    ...(of.visitDate !== undefined && { visit: { date: of.visitDate } }),
  });

const columns = [
  'line',
  'ref',
  'verdict',
  'reason',
  'mayAdmit',
  'cardNumber',
  'validFrom',
  'validTo',
  'registeredFacility',
  'coveredPercent',
  'source',
  'asOf',
  'guidance',
];

/** With a byte order mark, without which Excel takes UTF-8 for something else; for nobody but who runs this. */
async function writeResults(
  service: BatchService,
  batchId: string,
  out: string,
  lineOf: (line: number) => number,
): Promise<number> {
  const file = await open(out, 'w', 0o600);
  let written = 0;
  try {
    await file.write(`\uFEFF${csvLine(columns)}`);
    for await (const result of service.results(batchId)) {
      const { card, freshness } = result;
      await file.write(
        csvLine([
          lineOf(result.line),
          result.ref,
          result.verdict,
          result.reason,
          result.mayAdmit,
          card?.number ?? null,
          card?.validFrom ?? null,
          card?.validTo ?? null,
          card?.registeredFacility?.code ?? null,
          result.coveredPercent,
          freshness.source,
          freshness.asOf,
          result.guidance.vi,
        ]),
      );
      written += 1;
    }
  } finally {
    await file.close();
  }
  return written;
}

/** The column of the list behind a pointer of the service. */
const columnOf: Readonly<Record<string, string>> = {
  '/ref': 'ref',
  '/subject/cardNumber': 'number',
  '/subject/fullName': 'fullName',
  '/subject/dateOfBirth': 'dateOfBirth',
  '/visit/date': 'visitDate',
};

function complaint(error: ErrorLine, lineOf: (line: number) => number): string {
  const { pointer, detail, sameAs } = error;
  const at = pointer === null ? [] : [columnOf[pointer] ?? pointer];
  const same = sameAs === undefined ? [] : [`line ${lineOf(sameAs)}`];
  const more = [...at, ...(detail === undefined ? [] : [detail]), ...same].join(', ');
  return `line ${lineOf(error.line)}: ${error.code}${more === '' ? '' : ` (${more})`}: ${error.reason.en}`;
}

const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

await runTool('batch', usage, main);
