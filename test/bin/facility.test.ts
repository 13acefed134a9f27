import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readFacilities } from '../../functions/adapters/dynamodb/directory.ts';
import { sandboxFacilities } from '../../local/facilities.ts';
import { runTool } from '../support/operator-tool.ts';
import { everyItem, startTestTable } from '../support/test-table.ts';

const table = await startTestTable();
const facility = (...args: string[]) => runTool('facility.ts', table, args);
const inTable = ['--table', table.name];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiep-don-facility-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const csv = `code,name,level,score,provisional,tierBefore2025,listedPrimary,contract,validFrom
99003,Bệnh viện Ví Dụ,basic,45,false,district,false,true,
99003,Bệnh viện Ví Dụ,basic,58,false,district,false,true,2026-07-01
`;

describe('npm run facility', () => {
  it('tries, imports, shows, and finds nothing to do a second time', async () => {
    const path = await file('good.csv', csv);

    const tried = await facility('import', path, '--dry-run', ...inTable);
    expect(tried.code).toBe(0);
    expect(tried.output).toMatch(
      /\+ 99003 from 2026-07-01: .*score 58[\s\S]*2 new, 0 changed[\s\S]*Nothing was written/,
    );
    expect(await everyItem(table)).toStrictEqual([]);

    const imported = await facility('import', path, ...inTable);
    expect(imported.code).toBe(0);
    expect(imported.output).toContain('Facilities written: 1.');
    expect((await facility('show', '99003', ...inTable)).output).toMatch(
      /^99003\n {2}from ever: .*score 45.*\n {2}from 2026-07-01: .*score 58.*\n$/,
    );

    const again = await facility('import', path, ...inTable);
    expect(again.code).toBe(0);
    expect(again.output).toContain('0 new, 0 changed, 2 unchanged; 0 stored');
    expect(again.output).toContain('Nothing to write.');

    const others = await facility(
      'import',
      await file('s.json', JSON.stringify(sandboxFacilities)),
      ...inTable,
    );
    expect(others.output).toContain(
      '10 new, 0 changed, 1 unchanged; 1 stored and not in the file, left alone.',
    );
    expect(await readFacilities(table)).toHaveProperty('size', sandboxFacilities.length);
  });

  it('writes nothing of a file with one bad row', async () => {
    const before = await everyItem(table);
    const bad = csv.replaceAll('99003', '98001').replace(',58,', ',120,');
    const { code, output } = await facility('import', await file('bad.csv', bad), ...inTable);
    expect(code).toBe(1);
    expect(output).toContain(
      'one problem, nothing was written\nrow 3, score: must be a number from 0 to 100',
    );
    expect(await everyItem(table)).toStrictEqual(before);
    expect((await facility('import', join(folder, 'not-there.csv'), ...inTable)).code).toBe(1);
  });

  it('says which facility it does not know', async () => {
    const { code, output } = await facility('show', '97999', ...inTable);
    expect(code).toBe(1);
    expect(output).toContain('97999 is not in the directory');
  });

  it.each([[[]], [['show', ...inTable]], [['import', 'x.csv']], [['import', 'x.csv', 'y.csv', ...inTable]]])(
    'explains itself when called with %j',
    async (args) => {
      const { code, output } = await facility(...args);
      expect(code).toBe(2);
      expect(output).toContain('npm run facility -- import');
    },
  );
});
