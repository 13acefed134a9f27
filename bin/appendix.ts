import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { format, resolveConfig } from 'prettier';
import * as z from 'zod';

import { compareLists, readAppendix } from './appendix/rows.ts';
import { print, runTool, UsageError } from './operator-tool.ts';

/** `npm run appendix`: the ICD-10 lists of TT 01/2025, from a transcript of the signed document. */

const usage = `npm run appendix -- I|II|III FILE.csv [--dry-run] [--law FOLDER]

FILE holds a row of the appendix a line: row,codes,except,underAge; codes separated by blanks, C00-C97 for a range.
The list in FILE replaces the one of that appendix. Every row is checked before anything is written.`;

const numbers = new Map([
  ['I', 1],
  ['II', 2],
  ['III', 3],
]);

const list = z.object({
  source: z.string(),
  rows: z.array(
    z.object({
      row: z.number(),
      codes: z.array(z.string()),
      except: z.array(z.string()).exactOptional(),
      underAge: z.number().exactOptional(),
    }),
  ),
});

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean' }, law: { type: 'string' } },
  });
  const [appendix = '', path, ...more] = positionals;
  const number = numbers.get(appendix);
  if (number === undefined || path === undefined || more.length > 0) throw new UsageError();
  const folder = values.law ?? join(import.meta.dirname, '../functions/core/benefit/law');
  const target = join(folder, `appendix-${number}.json`);

  const rows = readAppendix(await readFile(path, 'utf8'));
  if (!rows.ok) throw new Error(['nothing was written:', ...rows.error].join('\n'));
  const stored = list.parse(JSON.parse(await readFile(target, 'utf8')));
  const changes = compareLists(stored.rows, rows.value);
  print([...changes, `Appendix ${appendix}: ${stored.rows.length} rows before, ${rows.value.length} after.`]);
  if (values['dry-run'] === true) {
    print(['Nothing was written (--dry-run).']);
    return;
  }
  await writeFile(target, await pretty({ ...stored, rows: rows.value }, target));
  print(['Written. Run the tests of functions/core/benefit and commit it with its source.']);
}

/** As `npm run check` wants it. */
const pretty = async (value: unknown, path: string): Promise<string> =>
  format(JSON.stringify(value, null, 2), { ...(await resolveConfig(path)), parser: 'json' });

await runTool('appendix', usage, main);
