import { createHash } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { people, personById } from '../../local/people/people.ts';
import { wireFields } from '../../local/people/person.ts';
import { startRegistrySimulator } from '../../local/registry-simulator/index.ts';
import type { RegistrySimulator } from '../../local/registry-simulator/index.ts';

const operator = { fullName: 'Tạ Văn Quầy', personalId: '000200000025' };
const account = { username: '99001_BV', password: 'mật khẩu thử', operators: [operator] };
const md5 = createHash('md5').update(account.password, 'utf8').digest('hex').toUpperCase();
const credentials = { username: account.username, password: md5 };
const start = new Date('2026-11-21T01:15:00.000Z');

let now = start;
let simulator: RegistrySimulator;

beforeAll(async () => {
  simulator = await startRegistrySimulator({
    people,
    accounts: [
      account,
      { ...account, username: '99002_BV', locked: true },
      { ...account, username: '99003_BV', mayLookUp: false },
      { ...account, username: '99C01_BV', operators: [] },
    ],
    now: () => now,
  });
});
afterAll(() => simulator.close());
beforeEach(async () => {
  now = start;
  await fetch(simulator.controlUrl, { method: 'DELETE' });
});

type Body = Record<string, unknown>;
const toJson = (body: Body): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});
const toForm = (body: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(body),
});

const loginAnswer = z.strictObject({
  maKetQua: z.string(),
  APIKey: z
    .strictObject({
      access_token: z.string(),
      id_token: z.guid(),
      token_type: z.literal('Bearer'),
      username: z.string(),
      expires_in: z.string(),
    })
    .nullable(),
});
type Key = NonNullable<z.infer<typeof loginAnswer>['APIKey']>;

async function login(init: RequestInit = toForm(credentials)): Promise<z.infer<typeof loginAnswer>> {
  const response = await fetch(`${simulator.url}/api/token/take`, init);
  expect(response.status).toBe(200);
  return loginAnswer.parse(await response.json());
}

async function takeKey(username = account.username): Promise<Key> {
  const { APIKey } = await login(toForm({ ...credentials, username }));
  if (APIKey === null) throw new Error('no session');
  return APIKey;
}

function lookupUrl(key: Key, over: Record<string, string> = {}, name = 'KQNhanLichSuKCB2024'): string {
  const { access_token: token, id_token, username } = key;
  const query = new URLSearchParams({ token, id_token, username, password: md5, ...over });
  return `${simulator.url}/api/egw/${name}?${query.toString()}`;
}

const employee = {
  maThe: '001190000017',
  hoTen: 'ĐỖ THỊ MẪU',
  ngaySinh: '17/02/1990',
  hoTenCb: operator.fullName,
  cccdCb: operator.personalId,
};

const answerShape = z.record(z.string(), z.unknown());
const answerOf = async (response: Response): Promise<Body> => answerShape.parse(await response.json());

async function ask(over: Body = {}, key?: Key): Promise<Body> {
  const url = lookupUrl(key ?? (await takeKey()));
  return answerOf(await fetch(url, toJson({ ...employee, ...over })));
}
const codeOf = async (over: Body = {}): Promise<unknown> => (await ask(over))['maKetQua'];

const nothingButCode = (answer: Body): boolean =>
  Object.entries(answer).every(
    ([name, value]) => value === null || name === 'maKetQua' || name === 'ghiChu',
  ) && wireFields.every((name) => name in answer);

function postFrom(localAddress: string, url: string, body: Body): Promise<Body> {
  return new Promise((resolve, reject) => {
    const { headers, body: text } = toJson(body);
    const request = httpRequest(
      url,
      { method: 'POST', localAddress, headers: z.record(z.string(), z.string()).parse(headers) },
      (response) => {
        response.setEncoding('utf8');
        response.once('data', (chunk: string) => {
          resolve(answerShape.parse(JSON.parse(chunk)));
        });
      },
    );
    request.once('error', reject);
    request.end(z.string().parse(text));
  });
}

describe('the token endpoint', () => {
  it('takes form and JSON bodies, any case of property names and of the digest', async () => {
    const inits = [
      toForm(credentials),
      toJson(credentials),
      toJson({ UserName: account.username, Password: md5.toLowerCase() }),
      toForm({ USERNAME: account.username, PASSWORD: md5.toLowerCase() }),
    ];
    for (const init of inits) expect((await login(init)).maKetQua).toBe('200');
    expect(simulator.stats()).toMatchObject({ logins: 4, loginsIssued: 4 });
  });

  it('issues a token of the observed structure, ten minutes long', async () => {
    const key = await takeKey();
    expect(key.access_token).toMatch(/^[A-Za-z0-9]+=*$/);
    const [mac = '', username, ticks = ''] = Buffer.from(key.access_token, 'base64').toString().split(':');
    expect(Buffer.from(mac, 'base64')).toHaveLength(32);
    expect(username).toBe('99001_BV');
    expect(Number(BigInt(ticks) / 10_000n) - 11_644_473_600_000).toBe(start.getTime());
    expect(key.expires_in).toBe('2026-11-21T01:25:00.0000000Z');
    expect(key.id_token).toBe(key.id_token.toLowerCase());
  });

  it.each([
    ['401', 'a wrong password', { ...credentials, password: md5.replace(/^./, 'x') }],
    ['401', 'the password in clear', { ...credentials, password: account.password }],
    ['401', 'an unknown account', { ...credentials, username: '99999_BV' }],
    ['401', 'no field at all', {}],
    ['402', 'a name that is no facility account', { ...credentials, username: '000200000025' }],
    ['403', 'a locked account', { ...credentials, username: '99002_BV' }],
  ])('answers %s to %s', async (maKetQua, _what, body) => {
    expect(await login(toForm(body))).toStrictEqual({ maKetQua, APIKey: null });
    expect(simulator.stats().loginsIssued).toBe(0);
  });

  it('can fail with 500, or refuse with a bare HTTP 401', async () => {
    simulator.control({ fault: { kind: 'result-code', code: '500', scope: 'login' } });
    expect(await login()).toStrictEqual({ maKetQua: '500', APIKey: null });
    simulator.control({ fault: null, authFailure: 'http-401-empty' });
    const response = await fetch(`${simulator.url}/api/token/take`, toForm({}));
    expect([response.status, await response.text()]).toStrictEqual([401, '']);
  });
});

describe('the session', () => {
  it('holds until just before its end', async () => {
    const key = await takeKey();
    now = new Date(start.getTime() + 599_999);
    expect((await ask({}, key))['maKetQua']).toBe('000');
    now = new Date(start.getTime() + 600_000);
    expect((await ask({}, key))['maKetQua']).toBe('401');
  });

  it('belongs to the address that took it', async () => {
    const key = await takeKey();
    expect((await postFrom('127.0.0.1', lookupUrl(key), employee))['maKetQua']).toBe('000');
    expect((await postFrom('127.0.0.2', lookupUrl(key), employee))['maKetQua']).toBe('401');
  });

  it.each([
    ['token', 'QUFB'],
    ['id_token', '00000000-1111-4222-8333-444444444444'],
    ['username', '99002_BV'],
    ['password', 'x'],
  ])('is refused with another %s', async (name, value) => {
    const response = await fetch(lookupUrl(await takeKey(), { [name]: value }), toJson(employee));
    const answer = await answerOf(response);
    expect(answer['maKetQua']).toBe('401');
    expect(nothingButCode(answer)).toBe(true);
  });

  it('ends at once on command, and a new login mends it', async () => {
    const key = await takeKey();
    simulator.control({ expireSessions: true });
    expect((await ask({}, key))['maKetQua']).toBe('401');
    expect(await codeOf()).toBe('000');
  });

  it('fails in the shape asked for', async () => {
    const refuse = async (): Promise<[number, string]> => {
      const response = await fetch(lookupUrl(await takeKey(), { token: 'x' }), toJson(employee));
      return [response.status, await response.text()];
    };
    simulator.control({ authFailure: 'body-501' });
    expect((await refuse())[1]).toContain('"maKetQua":"501"');
    simulator.control({ authFailure: 'http-401-empty' });
    expect(await refuse()).toStrictEqual([401, '']);
    simulator.control({ authFailure: 'http-403' });
    expect((await refuse())[0]).toBe(403);
  });

  it('may be good and the account still not allowed to look up', async () => {
    const response = await fetch(lookupUrl(await takeKey('99003_BV')), toJson(employee));
    expect(response.status).toBe(403);
  });
});

describe('a lookup', () => {
  it('answers every field of a valid card, *Moi repeating it', async () => {
    const answer = await ask();
    expect(Object.keys(answer)).toStrictEqual([...wireFields]);
    expect(answer).toStrictEqual({
      maKetQua: '000',
      ghiChu:
        'Thẻ còn giá trị sử dụng! Họ tên : Đỗ Thị Mẫu, Ngày sinh: 17/02/1990, Giới tính : Nữ! (ĐC: Xã Ví Dụ, ' +
        'Tỉnh Thử Nghiệm; Nơi KCBBĐ: 99001; Hạn thẻ: 01/01/2026 - 31/12/2026; Thời điểm đủ 5 năm liên tục: 01/07/2027).',
      maThe: 'DN4999900000017',
      hoTen: 'Đỗ Thị Mẫu',
      ngaySinh: '17/02/1990',
      gioiTinh: 'Nữ',
      diaChi: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
      maDKBD: '99001',
      cqBHXH: 'Bảo hiểm xã hội Thử Nghiệm',
      gtTheTu: '01/01/2026',
      gtTheDen: '31/12/2026',
      maKV: '',
      ngayDu5Nam: '01/07/2027',
      maSoBHXH: '9900000017',
      maTheCu: '',
      maTheMoi: 'DN4999900000017',
      gtTheTuMoi: '01/01/2026',
      gtTheDenMoi: '31/12/2026',
      maDKBDMoi: '99001',
      tenDKBDMoi: 'Trạm y tế xã A',
      dsLichSuKCB2018: null,
      dsLichSuKT2018: [
        {
          userKT: '99002_BV',
          thoiGianKT: '202611201430',
          thongBao: 'Thẻ còn giá trị sử dụng!',
          maLoi: '000',
        },
      ],
    });
  });

  it('takes any case of route and names, form bodies, blanks in the number and fields it does not know', async () => {
    const key = await takeKey();
    const form = toForm({ ...employee, maThe: ' DN4 99 9900000017', gioiTinh: '2' });
    const response = await fetch(lookupUrl(key, {}, 'kqNHANlichSuKCB2024'), form);
    expect((await answerOf(response))['maKetQua']).toBe('000');
    expect((await ask({ MATHE: '9900000017', maThe: undefined, password: md5 }, key))['maKetQua']).toBe(
      '000',
    );
  });

  it.each([
    ['205', { maThe: '' }],
    ['205', { maThe: '00119000001' }],
    ['205', { maThe: 1190000017 }],
    ['205', { ngaySinh: '17021990' }],
    ['205', { ngaySinh: '31/02/1990' }],
    ['205', { ngaySinh: '' }],
    ['205', { hoTen: ' ' }],
    ['054', { hoTenCb: undefined }],
    ['054', { cccdCb: undefined }],
    ['054', { cccdCb: '000200000026' }],
    ['055', { hoTenCb: 'Tạ Văn Quay' }],
    ['050', { maThe: '001190999999' }],
    ['050', { maThe: 'DN4999900000018' }],
    ['051', { maThe: '0DN499990000001' }],
    ['051', { maThe: '00119000001A' }],
    ['052', { maThe: 'DN4X99900000017' }],
    ['052', { maThe: 'DN4039900000017' }],
    ['053', { maThe: 'DN6999900000017' }],
    ['060', { hoTen: 'Trần Thị Mẫu' }],
    ['060', { hoTen: 'Đỗ Mẫu' }],
    ['061', { hoTen: 'Đỗ Thị Mậu' }],
    ['061', { hoTen: 'DO THI MAU' }],
    ['070', { ngaySinh: '18/02/1990' }],
    ['070', { ngaySinh: '1990' }],
    ['070', { ngaySinh: '02/1990' }],
  ])('answers %s and no data to %j', async (code, over) => {
    const answer = await ask(over);
    expect(answer['maKetQua']).toBe(code);
    expect(nothingButCode(answer)).toBe(true);
  });

  it('says what a missing operator name is', async () => {
    expect((await ask({ hoTenCb: undefined }))['ghiChu']).toBe('Null hoTenCb');
  });

  it('compares folded names: case, surplus blanks and composition do not count', async () => {
    expect(await codeOf({ hoTen: `  đỗ  ${'THỊ'.normalize('NFD')} mẫu ` })).toBe('000');
    expect(await codeOf({ hoTenCb: 'TẠ  VĂN QUẦY' })).toBe('000');
  });

  it('knows only the operators of the account that asks', async () => {
    expect((await ask({}, await takeKey('99C01_BV')))['maKetQua']).toBe('054');
  });

  it('refuses what it cannot read', async () => {
    const key = await takeKey();
    const post = (contentType: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
      fetch(lookupUrl(key), { method: 'POST', headers: { 'content-type': contentType }, body });
    expect((await post('text/plain', JSON.stringify(employee))).status).toBe(415);
    for (const body of ['{"maThe":', '[]', 'x'.repeat(70_000), Uint8Array.of(0xff)]) {
      expect((await answerOf(await post('application/json', body)))['maKetQua']).toBe('205');
    }
  });

  it('answers 404 for functions that were stopped, and for anything else', async () => {
    const key = await takeKey();
    const old = ['KQNhanLichSuKCB595', 'NhanLichSuKCB2018', 'KQNhanLichSuKCB2019', 'nope', 'api/egw/x'];
    for (const name of old) {
      expect((await fetch(lookupUrl(key, {}, name), toJson(employee))).status).toBe(404);
    }
    expect((await fetch(lookupUrl(key))).status).toBe(405);
    expect(simulator.stats().functions).toMatchObject({ KQNhanLichSuKCB595: 1, unknown: 2 });
  });

  it('never finds a number nobody has, nor leaks anyone for it', async () => {
    const key = await takeKey();
    const known = new Set(people.map((person) => person.personalId));
    const digit = fc.integer({ min: 0, max: 9 });
    const unknown = fc
      .array(digit, { minLength: 12, maxLength: 12 })
      .map((digits) => digits.join(''))
      .filter((number) => !known.has(number));
    await fc.assert(
      fc.asyncProperty(unknown, fc.constantFrom(...people), async (maThe, { fullName }) => {
        const answer = await ask({ maThe, hoTen: fullName }, key);
        expect(answer['maKetQua']).toBe('050');
        expect(nothingButCode(answer)).toBe(true);
      }),
    );
  });

  it('bends single fields and the status as a person’s quirks say', async () => {
    const about = (id: string): Body => {
      const { personalId, fullName, dateOfBirth } = personById(id);
      return { maThe: personalId, hoTen: fullName, ngaySinh: dateOfBirth.split('-').reverse().join('/') };
    };
    expect(await ask(about('code-with-blanks'))).toMatchObject({ maKetQua: ' 000 ', maDKBD: ' 99001 ' });
    expect(await ask(about('code-as-number'))).toMatchObject({ maKetQua: 0 });
    expect(await ask(about('numeric-fields'))).toMatchObject({ maDKBD: 99001, maSoBHXH: 9900000095 });
    expect(await ask(about('open-ended-null'))).toMatchObject({ gtTheDen: null });
    expect(await ask(about('open-ended-empty'))).toMatchObject({ gtTheDen: '' });
    expect(await ask(about('missing-fields'))).not.toHaveProperty('maTheMoi');
    expect(await ask(about('replaced-other-number'))).toMatchObject({
      maKetQua: '003',
      maThe: 'GD4999900000031',
      maTheMoi: 'HT3999900000031',
      maDKBDMoi: '99002',
    });
    const forbidden = await fetch(
      lookupUrl(await takeKey()),
      toJson({ ...employee, ...about('not-permitted-http') }),
    );
    expect(forbidden.status).toBe(403);
  });
});

describe('control', () => {
  const overview = z.object({ state: z.record(z.string(), z.unknown()), stats: answerShape });
  const patch = (body: Body): Promise<Response> => fetch(simulator.controlUrl, toJson(body));

  it('moves the registry’s today, and a verdict with it', async () => {
    const person = personById('fixed-dates');
    const code = async (today: string): Promise<unknown> => {
      await patch({ today });
      return codeOf({ maThe: person.personalId, hoTen: person.fullName, ngaySinh: '02/05/1986' });
    };
    expect(await code('2034-12-31')).toBe('000');
    expect(await code('2035-01-01')).toBe('010');
    expect(await code('2024-12-31')).toBe('000');
  });

  it('takes today from the clock in Vietnam unless pinned', async () => {
    now = new Date('2026-11-20T17:00:00Z');
    expect(await ask()).toMatchObject({ gtTheTu: '01/01/2026' });
    now = new Date('2026-11-20T16:59:59Z');
    expect(await ask()).toMatchObject({ gtTheTu: '31/12/2025' });
  });

  it('patches in part, shows state and counts, and resets', async () => {
    await patch({ latencyMs: 5 });
    await patch({ today: '2026-12-01' });
    await codeOf();
    const seen = overview.parse(await (await fetch(simulator.controlUrl)).json());
    expect(seen.state).toMatchObject({ latencyMs: 5, today: '2026-12-01', fault: null });
    expect(seen.stats).toMatchObject({
      logins: 1,
      lookups: 1,
      lookupsAnswered: 1,
      maxConcurrentLookups: 1,
      functions: { 'token/take': 1, KQNhanLichSuKCB2024: 1 },
      resultCodes: { '000': 1 },
    });
    const reset = await fetch(simulator.controlUrl, { method: 'DELETE' });
    const after = overview.parse(await reset.json());
    expect(after).toMatchObject({
      state: { latencyMs: 0, today: null },
      stats: { lookups: 0, functions: {} },
    });
  });

  it.each([
    { latencyMs: -1 },
    { today: '2026-02-30' },
    { unknown: 1 },
    { fault: { kind: 'tired' } },
    { fault: { kind: 'drop', times: 0 } },
    { fault: { kind: 'drop', status: 503 } },
    { expireSessions: false },
  ])('refuses %j with reasons', async (body) => {
    const response = await patch(body);
    expect(response.status).toBe(400);
    expect(z.object({ reasons: z.array(z.string()).min(1) }).safeParse(await response.json()).success).toBe(
      true,
    );
    expect(simulator.control({})).toMatchObject({ latencyMs: 0, today: null, fault: null });
  });

  it('throws on a bad patch from code, and 405s a strange method', async () => {
    expect(() => simulator.control({ latencyMs: 0.5 })).toThrow('latencyMs');
    expect((await fetch(simulator.controlUrl, { method: 'PUT' })).status).toBe(405);
  });

  it('delays lookups and logins separately', async () => {
    const key = await takeKey();
    simulator.control({ latencyMs: 60 });
    const began = performance.now();
    await login();
    await ask({}, key);
    // Only a lower bound: how much longer it takes is the machine's affair.
    expect(performance.now() - began).toBeGreaterThanOrEqual(55);
  });

  it('counts lookups under way at the same time', async () => {
    const url = lookupUrl(await takeKey());
    const desk = new AbortController();
    simulator.control({ fault: { kind: 'hang' } });
    const asked = [1, 2, 3].map(() => fetch(url, { ...toJson(employee), signal: desk.signal }));
    const seen = (): void => {
      expect(simulator.stats().maxConcurrentLookups).toBe(3);
    };
    await vi.waitFor(seen, 5000);
    desk.abort();
    await Promise.allSettled(asked);
  });

  it('can take one body format only', async () => {
    const url = lookupUrl(await takeKey());
    simulator.control({ bodyFormats: 'form' });
    expect((await fetch(url, toJson(employee))).status).toBe(415);
    expect((await answerOf(await fetch(url, toForm(employee))))['maKetQua']).toBe('000');
  });
});

describe('faults', () => {
  it.each(['drop', 'drop-mid-body'] as const)('%s cuts the connection', async (kind) => {
    const url = lookupUrl(await takeKey());
    simulator.control({ fault: { kind, times: 1 } });
    await expect(fetch(url, toJson(employee)).then((response) => response.text())).rejects.toThrow();
    expect(simulator.stats()).toMatchObject({ lookups: 1, lookupsAnswered: 0, faults: 1 });
  });

  it('hang never answers', async () => {
    const url = lookupUrl(await takeKey());
    simulator.control({ fault: { kind: 'hang' } });
    const signal = AbortSignal.timeout(100);
    await expect(fetch(url, { ...toJson(employee), signal })).rejects.toThrow('timeout');
  });

  it('http-5xx, empty-body, truncated-json, wrong-type and result-code answer nonsense', async () => {
    const url = lookupUrl(await takeKey());
    const spoilt = async (): Promise<[number, string]> => {
      const response = await fetch(url, toJson(employee));
      return [response.status, await response.text()];
    };
    simulator.control({ fault: { kind: 'http-5xx' } });
    expect(await spoilt()).toStrictEqual([503, expect.stringMatching(/^<!DOCTYPE html>/)]);
    simulator.control({ fault: { kind: 'http-5xx', status: 502 } });
    expect((await spoilt())[0]).toBe(502);
    simulator.control({ fault: { kind: 'empty-body' } });
    expect(await spoilt()).toStrictEqual([200, '']);
    simulator.control({ fault: { kind: 'truncated-json' } });
    const [, cut] = await spoilt();
    expect(cut).toMatch(/^\{"maKetQua":"000"/);
    expect(() => answerShape.parse(JSON.parse(cut))).toThrow(SyntaxError);
    simulator.control({ fault: { kind: 'wrong-type' } });
    expect((await spoilt())[1]).toContain('"maKetQua":{');
    simulator.control({ fault: { kind: 'result-code', code: '100' } });
    expect(await ask({})).toMatchObject({ maKetQua: '100', hoTen: null });
  });

  it('hits as many requests as asked, in its scope only', async () => {
    simulator.control({ fault: { kind: 'empty-body', scope: 'all', times: 2 } });
    const texts = [];
    for (let i = 0; i < 3; i += 1) {
      texts.push(await (await fetch(`${simulator.url}/api/token/take`, toForm(credentials))).text());
    }
    expect(texts.map((text) => text.length > 0)).toStrictEqual([false, false, true]);
    simulator.control({ fault: { kind: 'empty-body', scope: 'login' } });
    const response = await fetch(`${simulator.url}/api/egw/KQNhanLichSuKCB2024`, toJson(employee));
    expect(await response.text()).not.toBe('');
  });

  it('does not keep close() waiting', async () => {
    const other = await startRegistrySimulator({ people, accounts: [account], latencyMs: 5 });
    other.control({ fault: { kind: 'hang', scope: 'all' } });
    const closeOnceHung = async (): Promise<void> => {
      while (other.stats().logins === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await other.close();
    };
    const hung = fetch(`${other.url}/api/token/take`, toForm(credentials));
    await Promise.all([expect(hung).rejects.toThrow(), closeOnceHung()]);
    await expect(fetch(other.controlUrl)).rejects.toThrow();
  });

  it('reports a port that is taken', async () => {
    const port = Number(new URL(simulator.url).port);
    await expect(startRegistrySimulator({ people, accounts: [], port })).rejects.toThrow('EADDRINUSE');
  });
});
