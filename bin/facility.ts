import { parseArgs } from 'node:util';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { readFacilities, readFacility } from '../functions/adapters/dynamodb/directory.ts';
import type { Table } from '../functions/adapters/dynamodb/items.ts';
import { compare, describeVersion } from './facility/diff.ts';
import { readProfiles } from './facility/rows.ts';
import { writeFacilities } from './facility/write.ts';
import { print, runTool, UsageError } from './operator-tool.ts';

/** `npm run facility`: level, score and former tier of facilities, which decide what a visit is paid. */

const usage = `npm run facility -- import FILE.csv|json [--table NAME] [--dry-run]
npm run facility -- show CODE [--table NAME]

NAME is the stack's output DirectoryTableName; without it, what DIRECTORY_TABLE in the environment says. FILE holds a profile a row: code, name, level, score, provisional,
tierBefore2025, listedPrimary, contract, validFrom (the day from which it holds; empty: from ever).
Every row is checked before anything is written. What is stored and not in the file stays.`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { table: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  });
  const [command, argument, ...more] = positionals;
  const name = values.table ?? process.env['DIRECTORY_TABLE'];
  if (name === undefined || argument === undefined || more.length > 0) throw new UsageError();
  const table = { dynamoDb: new DynamoDBClient({}), name };
  if (command === 'show') await showFacility(table, argument);
  else if (command === 'import') await importFile(table, argument, values['dry-run'] === true);
  else throw new UsageError();
}

async function showFacility(table: Table, code: string): Promise<void> {
  const { versions } = await readFacility(table, code, new Date());
  if (versions === null) throw new Error(`what is stored of ${code} cannot be read: it counts as unknown`);
  if (versions.length === 0) throw new Error(`${code} is not in the directory`);
  print([code, ...versions.map((version) => `  ${describeVersion(version)}`)]);
}

async function importFile(table: Table, path: string, isDryRun: boolean): Promise<void> {
  const profiles = await readProfiles(path);
  if (!profiles.ok) {
    const problems = profiles.error.length === 1 ? 'one problem' : `${profiles.error.length} problems`;
    throw new Error([`${problems}, nothing was written`, ...profiles.error].join('\n'));
  }
  const { writes, lines } = compare(profiles.value, await readFacilities(table));
  print(lines);
  if (isDryRun) {
    print(['Nothing was written (--dry-run).']);
    return;
  }
  await writeFacilities(table, writes, (line) => {
    print([line]);
  });
  print([
    writes.length === 0
      ? 'Nothing to write.'
      : `Facilities written: ${writes.length}. Functions take them over within five minutes.`,
  ]);
}

await runTool('facility', usage, main);
