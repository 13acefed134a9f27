import { beforeEach, describe, expect, it } from 'vitest';

import { readChipTrust, replaceChipTrust } from '../../../../functions/adapters/dynamodb/chip-trust.ts';
import { putItem } from '../../../../functions/adapters/dynamodb/items.ts';
import { startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const now = new Date('2026-11-21T01:15:00Z');
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const one = { certificates: [bytes('one')], crls: [] };
const two = { certificates: [bytes('one'), bytes('two')], crls: [bytes('list')] };

beforeEach(async () => {
  // Emptied by whoever wrote last.
  await replaceChipTrust(table, await readChipTrust(table, now), { certificates: [], crls: [] });
});

describe('the trusted set in the directory', () => {
  it('is what was put there', async () => {
    expect(await replaceChipTrust(table, await readChipTrust(table, now), two)).toBe(true);
    expect(await readChipTrust(table, now)).toMatchObject(two);
  });

  it('has a version of its content', async () => {
    const versions = [];
    for (const set of [one, two, { ...two, crls: [] }, { certificates: [], crls: [bytes('one')] }, one]) {
      await replaceChipTrust(table, await readChipTrust(table, now), set);
      versions.push((await readChipTrust(table, now))?.version);
    }
    expect(new Set(versions).size).toBe(4);
    expect(versions[0]).toBe(versions[4]);
  });

  it('is not replaced by somebody who has seen an earlier one', async () => {
    const seen = await readChipTrust(table, now);
    expect(await replaceChipTrust(table, seen, one)).toBe(true);
    expect(await replaceChipTrust(table, seen, two)).toBe(false);
    expect(await replaceChipTrust(table, null, two)).toBe(false);
    expect(await readChipTrust(table, now)).toMatchObject(one);
  });

  it('has no certificates where the item is of another form', async () => {
    await putItem(table, { pk: { S: 'chip-trust' }, sk: { S: 'current' }, certificates: { S: 'none' } });
    expect(await readChipTrust(table, now)).toEqual({ certificates: [], crls: [], version: '' });
    expect(await replaceChipTrust(table, { ...one, version: '' }, one)).toBe(false);
    await putItem(table, { pk: { S: 'chip-trust' }, sk: { S: 'current' }, version: { S: 'x' } });
  });
});

describe('an empty directory', () => {
  it('holds none, and takes the first', async () => {
    const empty = await startTestTable();
    expect(await readChipTrust(empty, now)).toBeNull();
    expect(await replaceChipTrust(empty, null, one)).toBe(true);
  });
});
