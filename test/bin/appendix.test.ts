import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { appendices } from '../../functions/core/benefit/diagnosis.ts';

const tool = resolve(import.meta.dirname, '../../bin/appendix.ts');
const law = resolve(import.meta.dirname, '../../functions/core/benefit/law');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiep-don-appendix-'));
  for (const name of ['appendix-1.json', 'appendix-2.json', 'appendix-3.json']) {
    await copyFile(join(law, name), join(folder, name));
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The operator's command line, as a process of its own. */
async function appendix(...args: string[]): Promise<{ code: number; output: string }> {
  const { promise, resolve: done } = Promise.withResolvers<{ code: number; output: string }>();
  execFile(process.execPath, [tool, ...args], (error, stdout, stderr) => {
    done({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
  });
  return promise;
}

async function file(text: string): Promise<string> {
  const path = join(folder, 'list.csv');
  await writeFile(path, text);
  return path;
}

const stored = (number: number): Promise<string> => readFile(join(folder, `appendix-${number}.json`), 'utf8');

describe('npm run appendix', () => {
  it('shows what would change, writes it, and shows nothing the second time', async () => {
    const csv = await file('row,codes,except,underAge\n2,C00–C97,,18\n1,"I50 J45.0",I50.9,\n');
    const empty = await stored(2);

    const tried = await appendix('II', csv, '--dry-run', '--law', folder);
    expect(tried).toStrictEqual({
      code: 0,
      output:
        '+ 1: I50 J45.0, except I50.9\n+ 2: C00-C97, under 18 years\n' +
        'Appendix II: 0 rows before, 2 after.\nNothing was written (--dry-run).\n',
    });
    expect(await stored(2)).toBe(empty);

    expect((await appendix('II', csv, '--law', folder)).output).toContain('Written.');
    expect(JSON.parse(await stored(2))).toMatchObject({
      rows: [
        { row: 1, codes: ['I50', 'J45.0'], except: ['I50.9'] },
        { row: 2, codes: ['C00-C97'], underAge: 18 },
      ],
    });
    expect(await stored(2)).toContain('Phụ lục II.');
    expect(await stored(2)).toContain('"codes": ["I50", "J45.0"],');

    expect((await appendix('II', csv, '--law', folder)).output).not.toMatch(/^[+-]/m);
    const shorter = await file('row,codes,except,underAge\n1,I50,,\n');
    expect((await appendix('II', shorter, '--law', folder)).output).toContain(
      '- 1: I50 J45.0, except I50.9\n+ 1: I50\n- 2: C00-C97, under 18 years\n',
    );
  });

  it('writes nothing where a row is wrong, and names each', async () => {
    const before = await stored(3);
    const csv = await file(
      'row,codes,except,underAge\n1,I50,J45,\n2,I5,,\n2,C97-C00,,x\n3,I50 I50,,\n4,,,\n4,I51,,\n',
    );
    const { code, output } = await appendix('III', csv, '--law', folder);
    expect(code).toBe(1);
    for (const problem of [
      "line 2: except J45 is not within the row's own codes",
      'line 3, codes: “I5” is neither',
      'line 4, codes: “C97-C00” is neither',
      'line 4, underAge: must be empty or a whole number',
      'line 5: I50 stands twice',
      'line 6, codes: names no code',
    ]) {
      expect(output).toContain(problem);
    }
    expect(await stored(3)).toBe(before);
  });

  it.each([
    ['a row twice', 'row,codes,except,underAge\n1,I50,,\n1,I51,,\n', 'row 1 stands twice'],
    ['no row', 'row,codes,except,underAge\n', 'holds no row'],
    ['another header', 'row,code\n1,I50\n', 'the first line must be'],
    ['a line too short', 'row,codes,except,underAge\n1,I50\n', 'Invalid Record Length'],
    ['a range excluded', 'row,codes,except,underAge\n1,I50,I50-I51,\n', 'not an ICD-10 code'],
  ])('refuses %s', async (_what, text, problem) => {
    const { code, output } = await appendix('III', await file(text), '--law', folder);
    expect(code).toBe(1);
    expect(output).toContain(problem);
  });

  it('leaves Appendix I as it is when given its own rows', async () => {
    const before = await stored(1);
    const lines = appendices.I.map(
      ({ row, codes, except = [], underAge = '' }) =>
        `${row},${codes.join(' ')},${except.join(' ')},${underAge}`,
    );
    const csv = await file(['row,codes,except,underAge', ...lines].join('\n'));
    expect((await appendix('I', csv, '--law', folder)).output).toContain('62 rows before, 62 after');
    expect(await stored(1)).toBe(before);
  });

  it.each([[[]], [['II']], [['IV', 'list.csv']]])('explains itself when called with %j', async (args) => {
    const { code, output } = await appendix(...args);
    expect(code).toBe(2);
    expect(output).toContain('npm run appendix -- I|II|III');
  });
});
