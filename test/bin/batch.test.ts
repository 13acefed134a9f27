import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { people } from '../../local/people/people.ts';
import type { LocalService } from '../../local/service.ts';
import { startService } from '../support/desk.ts';
import { temporaryFolder } from '../support/queues.ts';

let service: LocalService;
beforeAll(async () => {
  service = await startService({ functionEnvironment: { BATCH_RATE_PER_SECOND: '20' } });
});
afterAll(() => service.close());

const tool = resolve(import.meta.dirname, '../../bin/batch.ts');

/** The tool as a process of its own, without a terminal. */
async function run(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const { promise, resolve: done } = Promise.withResolvers<{ code: number; out: string; err: string }>();
  execFile(process.execPath, [tool, ...args, '--url', service.url], (error, out, err) => {
    done({ code: error === null ? 0 : Number(error.code), out, err });
  });
  return promise;
}

describe('npm run batch', { timeout: 60_000 }, () => {
  it('looks up a list at the sandbox, writes what came of it, and lists bad lines by the line of the file', async () => {
    const folder = await temporaryFolder();
    const list = join(folder, 'monday.csv');
    const rows = people
      .slice(0, 5)
      .map(({ personalId, fullName, dateOfBirth }, index) => [
        `=A${index}`,
        personalId,
        fullName,
        dateOfBirth.split('-').reverse().join('/'),
      ]);
    const [first = []] = rows;
    const lines = [
      ['Mã BN', 'Số thẻ', 'Họ tên', 'Ngày sinh'],
      ...rows,
      first,
      ['', '12', 'Lê Văn Ví', '01/01/1990'],
    ];
    await writeFile(list, `\uFEFF${lines.map((cells) => cells.join(';')).join('\r\n')}`);

    const { code, out, err } = await run([list, '--visit-date', '2026-12-01']);
    expect(code).toBe(1);
    expect(out).toBe(`5 results in ${join(folder, 'monday.results.csv')}\n`);
    expect(err).toContain('line 7: duplicate (line 2)');
    expect(err).toContain('line 8: not-valid (number, CARD_LENGTH)');
    expect(err).toMatch(/^5\/5 done · eligible \d · not eligible \d · undetermined \d$/m);
    const results = (await readFile(join(folder, 'monday.results.csv'), 'utf8')).split('\r\n');
    expect(results).toHaveLength(7);
    expect(results[0]).toMatch(/^\uFEFFline,ref,verdict,reason/);
    expect(results[1]).toMatch(/^2,'=A0,eligible,card-valid,true,DN4999900000017,/);

    const id = /^batch (\S+)$/m.exec(err)?.[1] ?? '';
    const again = await run([list, '--resume', id, '--out', join(folder, 'again.csv')]);
    expect(again.code).toBe(1);
    expect(await readFile(join(folder, 'again.csv'), 'utf8')).toBe(results.join('\r\n'));
  });

  it('interrupted, leaves the batch running and says how to come back to it', async () => {
    const list = join(await temporaryFolder(), 'tuesday.csv');
    const rows = people.slice(0, 60).map((each) => `${each.personalId},${each.fullName},${each.dateOfBirth}`);
    await writeFile(list, ['cccd,ho_ten,ngay_sinh', ...rows].join('\n'));
    const child = spawn(process.execPath, [tool, list, '--url', service.url], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    for await (const text of child.stderr.setEncoding('utf8')) {
      if (said === '') child.kill('SIGINT');
      said += String(text);
    }
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(130);
    const id = /^batch (\S+)$/m.exec(said)?.[1] ?? 'none';
    expect(said).toContain(`npm run batch -- ${list} --resume ${id} --out `);
  });

  it('says in one sentence what is wrong, and how it is used', async () => {
    const folder = await temporaryFolder();
    const list = join(folder, 'empty.csv');
    await writeFile(list, 'number\n1\n');
    const wrong = await run([list]);
    expect(wrong.code).toBe(1);
    expect(wrong.err).toMatch(/^batch: the first line names no column fullName, dateOfBirth .*\n$/);
    const none = await run([]);
    expect(none.code).toBe(2);
    expect(none.err).toContain('npm run batch -- FILE.csv');
  });
});
