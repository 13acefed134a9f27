import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import {
  addCertificates,
  addList,
  type Change,
  describeTrust,
  removeCertificate,
} from '../functions/adapters/chip/trust-set.ts';
import {
  MOST_TRUST_BYTES,
  readChipTrust,
  replaceChipTrust,
  type VersionedTrust,
} from '../functions/adapters/dynamodb/chip-trust.ts';
import { ok, type Result } from '../functions/core/result.ts';
import { print, runTool, UsageError } from './operator-tool.ts';

/** `npm run chip-trust`: whose chips are believed, loaded and rotated without a deploy (docs/adr/0006). */

const usage = `npm run chip-trust -- show --table NAME
npm run chip-trust -- add FILE.pem|der [--crl FILE] --table NAME [--dry-run]
npm run chip-trust -- add --crl FILE --table NAME [--dry-run]
npm run chip-trust -- remove FINGERPRINT --table NAME [--dry-run]

NAME is the stack's output DirectoryTableName. What is added is checked before anything is written.
Compare the fingerprint with what the authority published, by another way than the file came.`;

const nothing: Pick<VersionedTrust, 'certificates' | 'crls'> = { certificates: [], crls: [] };

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { table: { type: 'string' }, crl: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  });
  const [command, argument] = positionals;
  if (values.table === undefined) throw new UsageError();

  const now = new Date();
  const table = { dynamoDb: new DynamoDBClient({}), name: values.table };
  const seen = await readChipTrust(table, now);
  const change = await changeOf(command, { argument, crl: values.crl }, seen ?? nothing, now);
  if (change === null) {
    print(describeTrust(seen ?? nothing, now));
    return;
  }
  if (!change.ok) throw new Error(change.error);

  const { next, warnings } = change.value;
  const size = [...next.certificates, ...next.crls].reduce((sum, { length }) => sum + length, 0);
  if (size > MOST_TRUST_BYTES)
    throw new Error(`the set would have ${size} bytes, more than ${MOST_TRUST_BYTES}`);
  print([...describeTrust(next, now), ...warnings.map((warning) => `Warning: ${warning}`)]);
  if (values['dry-run'] === true) {
    print(['Nothing was written (--dry-run).']);
    return;
  }
  const isWritten = await replaceChipTrust(table, seen, next);
  if (!isWritten)
    throw new Error('somebody else has changed the set meanwhile: nothing was written, try again');
  print(['Written. Functions take it over within five minutes.']);
}

/** Null for `show`. */
async function changeOf(
  command: string | undefined,
  { argument, crl }: { readonly argument: string | undefined; readonly crl: string | undefined },
  set: Change['next'],
  now: Date,
): Promise<Result<Change, string> | null> {
  if (command === 'show') return null;
  if (command === 'remove' && argument !== undefined) return removeCertificate(set, argument);
  if (command !== 'add' || (argument === undefined && crl === undefined)) throw new UsageError();
  const added =
    argument === undefined
      ? ok({ next: set, warnings: [] })
      : addCertificates(set, await derFiles(argument), now);
  if (!added.ok || crl === undefined) return added;
  const [list, ...more] = await derFiles(crl);
  if (list === undefined || more.length > 0) throw new Error(`${crl} does not hold exactly one list`);
  const listed = addList(added.value.next, list, now);
  if (!listed.ok) return listed;
  return ok({ next: listed.value.next, warnings: [...added.value.warnings, ...listed.value.warnings] });
}

/** A PEM file may hold several. */
async function derFiles(path: string): Promise<Uint8Array[]> {
  const bytes = await readFile(path);
  const blocks = bytes.toString('latin1').matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \1-----/g);
  const pem = [...blocks].map(([, , base64 = '']) => Buffer.from(base64, 'base64'));
  return pem.length > 0 ? pem : [bytes];
}

await runTool('chip-trust', usage, main);
