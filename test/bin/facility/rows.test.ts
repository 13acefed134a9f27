import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readProfiles } from '../../../bin/facility/rows.ts';
import { sandboxFacilities } from '../../../local/facilities.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiep-don-facility-rows-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(name: string, content: string | Uint8Array) {
  const path = join(folder, name);
  await writeFile(path, content);
  return readProfiles(path);
}

const header = 'code,name,level,score,provisional,tierBefore2025,listedPrimary,contract,validFrom';
const csv = (...rows: string[]): string => `${[header, ...rows].join('\r\n')}\r\n`;
const good = '99003,Bệnh viện Ví Dụ,basic,45,false,district,false,true,2026-07-01';
const goodProfile = {
  code: '99003',
  name: 'Bệnh viện Ví Dụ',
  level: 'basic',
  score: 45,
  provisional: false,
  tierBefore2025: 'district',
  listedPrimary: false,
  contract: true,
  validFrom: '2026-07-01',
};

/** None where the file is taken. */
async function problemsOf(name: string, content: string | Uint8Array): Promise<readonly string[]> {
  const outcome = await read(name, content);
  return outcome.ok ? [] : outcome.error;
}

describe('a file of facilities', () => {
  it.each(['', '\uFEFF'])('may be CSV (byte order mark: %j)', async (mark) => {
    expect(await read('good.csv', mark + csv(good))).toStrictEqual({ ok: true, value: [goodProfile] });
  });

  it.each(['', '\uFEFF'])('may be JSON (byte order mark: %j)', async (mark) => {
    const undated = { ...goodProfile, validFrom: undefined };
    expect(await read('good.JSON', mark + JSON.stringify([goodProfile, undated]))).toStrictEqual({
      ok: true,
      value: [goodProfile, { ...undated, validFrom: null }],
    });
  });

  it('may have quoted names, capitals of a spreadsheet, blank lines, and columns in any order', async () => {
    const rows = [
      'contract,listedPrimary,provisional,score,tierBefore2025,level,name,code',
      'TRUE,FALSE,FALSE,,,basic,"Bệnh viện ""A"", cơ sở 2", 99003 ',
      '',
      ',,,,,,,',
      'true,false,false,66.5,,basic,B,99K04',
    ];
    const outcome = await read('spread.csv', rows.join('\n'));
    expect(outcome).toMatchObject({
      ok: true,
      value: [
        { code: '99003', name: 'Bệnh viện "A", cơ sở 2', score: null, contract: true, validFrom: null },
        { code: '99K04', name: 'B', score: 66.5, provisional: false, tierBefore2025: null },
      ],
    });
  });

  it.each([
    [
      'code',
      good.replace('99003', '1003'),
      'must be two digits and three digits or capital letters',
      '"1003"',
    ],
    ['name', good.replace('Bệnh viện Ví Dụ', ''), 'must be 1 to 200 characters on one line', 'nothing'],
    ['level', good.replace('basic', 'hạng II'), 'must be one of primary, basic, specialised', '"hạng II"'],
    ['score', good.replace('45', '120'), 'must be a number from 0 to 100, or none', '120'],
    ['score', good.replace('45', '"45,5"'), 'must be a number from 0 to 100, or none', '"45,5"'],
    ['score', good.replace('45', '0x10'), 'must be a number from 0 to 100, or none', '"0x10"'],
    ['score', good.replace('45', '70'), 'must be below 70 at level basic (NĐ 96/2023 Đ89–90)', '70'],
    ['provisional', good.replace('false', 'no'), 'must be true or false', '"no"'],
    ['contract', good.replace('true', ''), 'must be true or false', 'nothing'],
    ['tierBefore2025', good.replace('district', 'huyện'), /^must be one of commune, .*, or none$/, '"huyện"'],
    ['validFrom', good.replace('2026-07-01', '1/7/2026'), /^must be a date YYYY-MM-DD/, '"1/7/2026"'],
  ])('is refused for its %s in %s', async (field, row, message, found) => {
    const [problem, ...more] = await problemsOf('bad.csv', csv('', good.replace('99003', '99009'), row));
    expect(more).toStrictEqual([]);
    const [, at, said, shown] = /^row 4, (\w+): (.*); found (.*)$/.exec(problem ?? '') ?? [];
    expect([at, shown]).toStrictEqual([field, found]);
    expect(said).toMatch(message);
  });

  it('is told every problem of every row', async () => {
    const rows = [
      { ...goodProfile, score: 120, name: '', colour: 'red' },
      'text',
      goodProfile,
      { ...goodProfile, level: 'primary', provisional: true },
    ];
    expect(await problemsOf('many.json', JSON.stringify(rows))).toStrictEqual([
      'row 1, name: must be 1 to 200 characters on one line; found ""',
      'row 1, score: must be a number from 0 to 100, or none; found 120',
      'row 1 does not know colour',
      'row 2 must be an object with the fields of a profile',
      'row 3, code and validFrom: are those of row 1 again; each may stand once',
      'row 4, provisional: may be true only at level basic (tạm xếp cấp cơ bản); found true',
      'row 4, code and validFrom: are those of row 1 again; each may stand once',
    ]);
  });

  it('may state a facility several times with other dates, not twice from ever', async () => {
    const undated = good.replace('2026-07-01', '');
    expect(await problemsOf('versions.csv', csv(good, undated))).toStrictEqual([]);
    expect(await problemsOf('twice.csv', csv(undated, good, undated))).toStrictEqual([
      'row 4, code and validFrom: are those of row 2 again; each may stand once',
    ]);
  });

  it.each([
    ['.txt', 'x.txt', good, /neither \.csv nor \.json$/],
    ['nothing', 'x.csv', '', /column code is missing/],
    ['a header alone', 'x.csv', csv(), /holds no facility$/],
    ['an empty list', 'x.json', '[]', /holds no facility$/],
    ['one profile outside a list', 'x.json', JSON.stringify(goodProfile), /not a JSON array of profiles/],
    ['broken JSON', 'x.json', '[{"code":', /not a JSON array of profiles/],
    ['a column missing', 'x.csv', csv(good).replace(',score', ''), /column score is missing/],
    [
      'a column unknown',
      'x.csv',
      csv(good).replace('score', 'điểm'),
      /no column is called "điểm"; code, name/,
    ],
    ['a column twice', 'x.csv', csv(good).replace('score', 'level'), /column level stands twice/],
    ['semicolons', 'x.csv', csv(good).replaceAll(',', ';'), /no column is called "code;name;/],
    ['a field too many', 'x.csv', csv(`${good},`), /row 2 has 10 fields, the header 9/],
    ['an open quote', 'x.csv', csv(good.replace('Bệnh', '"Bệnh')), /[Qq]uote/],
    ['UTF-16', 'x.csv', Buffer.from(`\uFEFF${csv(good)}`, 'utf16le'), /not UTF-8/],
    ['another encoding', 'x.csv', Buffer.from([0x42, 0xea, 0x6e, 0x68]), /not UTF-8: save it as "CSV UTF-8"/],
  ])('is refused with %s', async (_what, name, content, message) => {
    expect((await problemsOf(name, content)).join('\n')).toMatch(message);
  });

  it('takes the sandbox’s own', async () => {
    expect(await read('sandbox.json', JSON.stringify(sandboxFacilities))).toStrictEqual({
      ok: true,
      value: sandboxFacilities,
    });
  });
});
