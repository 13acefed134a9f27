import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readChipTrust } from '../../functions/adapters/dynamodb/chip-trust.ts';
import { issueRevocationList } from '../../local/chips/certificates.ts';
import { type ChipSandbox, createChipSandbox } from '../../local/chips/chips.ts';
import { runTool } from '../support/operator-tool.ts';
import { startTestTable } from '../support/test-table.ts';

const table = await startTestTable();
const now = new Date();

let sandbox: ChipSandbox;
let folder: string;
beforeAll(async () => {
  sandbox = await createChipSandbox(now);
  folder = await mkdtemp(join(tmpdir(), 'tiep-don-chip-trust-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const chipTrust = (...args: string[]) => runTool('chip-trust.ts', table, args);

const inTable = ['--table', table.name];

async function file(name: string, bytes: Uint8Array | string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const loaded = async () => {
  const set = await readChipTrust(table, now);
  return [set?.certificates.length ?? null, set?.crls.length ?? null];
};

describe('npm run chip-trust', () => {
  it('shows, adds, replaces a list and removes, each by one conditional write', async () => {
    const [certificate = Buffer.alloc(0)] = sandbox.trust.certificates;
    const [list = Buffer.alloc(0)] = sandbox.trust.crls;
    const x509 = new X509Certificate(certificate);
    const csca = await file('csca.pem', x509.toString());
    const crl = await file('csca.crl', list);

    const empty = await chipTrust('show', ...inTable);
    expect(empty.code).toBe(0);
    expect(empty.output).toContain('No CSCA is trusted');

    const tried = await chipTrust('add', csca, '--crl', crl, '--dry-run', ...inTable);
    expect(tried.code).toBe(0);
    expect(tried.output).toMatch(/Synthetic CSCA[\s\S]*1 revoked[\s\S]*Nothing was written/);
    expect(await loaded()).toEqual([null, null]);

    expect((await chipTrust('add', csca, '--crl', crl, ...inTable)).output).toContain('Written.');
    expect(await loaded()).toEqual([1, 1]);

    const again = await chipTrust('add', csca, ...inTable);
    expect(again.code).toBe(1);
    expect(again.output).toContain('already trusted');

    const newer = issueRevocationList(sandbox.csca, [], { from: now, to: new Date(now.getTime() + 1e9) });
    const pem = `-----BEGIN X509 CRL-----\n${newer.toString('base64')}\n-----END X509 CRL-----\n`;
    const replaced = await chipTrust('add', '--crl', await file('newer.pem', pem), ...inTable);
    expect(replaced.output).toMatch(/0 revoked[\s\S]*Written\./);
    expect(await loaded()).toEqual([1, 1]);

    const removed = await chipTrust('remove', x509.fingerprint256, ...inTable);
    expect(removed.output).toMatch(/Warning: 1 revocation list[\s\S]*Written\./);
    expect(await loaded()).toEqual([0, 0]);
  });

  it('writes nothing that is not a CSCA certificate', async () => {
    const before = await loaded();
    const signer = await file('signer.der', sandbox.signers.p256.certificate);
    for (const path of [signer, await file('empty', ''), join(folder, 'not-there')]) {
      expect((await chipTrust('add', path, ...inTable)).code).toBe(1);
    }
    expect(await loaded()).toEqual(before);
  });

  it.each([[[]], [['show']], [['add', ...inTable]], [['remove', ...inTable]], [['drop', 'x', ...inTable]]])(
    'explains itself when called with %j',
    async (args) => {
      const { code, output } = await chipTrust(...args);
      expect(code).toBe(2);
      expect(output).toContain('npm run chip-trust -- show');
    },
  );
});
