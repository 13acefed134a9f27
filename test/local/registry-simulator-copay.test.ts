import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { people, personById } from '../../local/people/people.ts';
import { wireDate } from '../../local/registry-simulator/answer.ts';
import { startRegistrySimulator } from '../../local/registry-simulator/index.ts';

const account = { username: '99001_BV', password: 'mật khẩu thử', operators: [] };
const passwordHash = createHash('md5').update(account.password, 'utf8').digest('hex').toUpperCase();
const simulator = await startRegistrySimulator({
  people,
  accounts: [account, { ...account, username: '99002_BV', mayAskCopay: false }],
  now: () => new Date('2026-11-21T01:15:00.000Z'),
});
afterAll(() => simulator.close());
beforeEach(async () => {
  await fetch(simulator.controlUrl, { method: 'DELETE' });
});

const token = z.object({ APIKey: z.object({ access_token: z.string(), id_token: z.string() }) });
type Headers = Record<string, string>;

async function session(username = account.username): Promise<Headers> {
  const body = new URLSearchParams({ username, password: passwordHash });
  const response = await fetch(`${simulator.url}/api/token/take`, { method: 'POST', body });
  const { APIKey } = token.parse(await response.json());
  return { accessToken: APIKey.access_token, tokenId: APIKey.id_token, passwordHash };
}

const bodyOf = (id: string, more: object = {}): object => {
  const { personalId, fullName, dateOfBirth } = personById(id);
  return {
    username: '99001_BV',
    maThe: personalId,
    hoTen: fullName,
    ngaySinh: wireDate(dateOfBirth),
    ...more,
  };
};

const post = (body: object, headers: Headers): Promise<Response> =>
  fetch(`${simulator.url}/api/TraCuuCCT/TraCuuTienMCCT`, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  });

const row = z.strictObject({
  Id: z.number(),
  ngayTraCuu: z.string(),
  maThe: z.string(),
  maCskcb: z.string(),
  ngayVao: z.string(),
  ngayRa: z.string(),
  maDoiTuongKCB: z.string(),
  tBNCCTMCCT: z.number(),
  tBNCCTLuyKe: z.number(),
  ngayNhanCong: z.string(),
  ngayNhan: z.string(),
  duPhong1: z.literal(''),
  duPhong2: z.literal(''),
  duPhong3: z.literal(''),
  duPhong4: z.literal(''),
  duPhong5: z.literal(''),
});
const answer = z.strictObject({
  MaKetQua: z.string(),
  GhiChu: z.string(),
  DataCCT: z.array(row).nullable(),
  ThongTinSoThe: z.record(z.string(), z.string()).nullable(),
});

async function ask(body: object, headers?: Headers): Promise<z.infer<typeof answer>> {
  const response = await post(body, headers ?? (await session()));
  expect(response.status).toBe(200);
  return answer.parse(await response.json());
}
const nothing = { DataCCT: null, ThongTinSoThe: null };

describe('the co-payment function', () => {
  it('lists visits, the last first, each with the running total of its year', async () => {
    const { MaKetQua, GhiChu, DataCCT, ThongTinSoThe } = await ask(bodyOf('valid-pensioner'));
    expect(MaKetQua).toBe('200');
    expect(GhiChu).toContain('tính đến: 20/11/2026 23:30');
    expect(
      DataCCT?.map(({ ngayRa, tBNCCTMCCT, tBNCCTLuyKe }) => [ngayRa, tBNCCTMCCT, tBNCCTLuyKe]),
    ).toStrictEqual([
      ['05/10/2026', 5_000_000, 14_610_001],
      ['01/07/2026', 2_590_001, 9_610_001],
      ['30/06/2026', 4_000_000, 7_020_000],
      ['11/02/2026', 3_020_000, 3_020_000],
      ['19/12/2025', 15_900_000, 15_900_000],
    ]);
    expect(ThongTinSoThe).toMatchObject({
      hoTen: 'Nguyễn Hữu Thử',
      ngaySinh: '30/08/1956',
      maBhxh: '9900000001',
    });
  });

  it('takes all three forms of birth date, every kind of number, and the account also by its facility', async () => {
    const { socialNumber, cards } = personById('birth-year-only');
    const asked = [
      bodyOf('birth-year-only'),
      bodyOf('birth-year-only', { maThe: socialNumber }),
      bodyOf('birth-year-only', { maThe: cards[0]?.number, username: '99001', hoTen: 'HÀ  VĂN  THỬ' }),
    ];
    for (const body of asked) expect((await ask(body)).MaKetQua).toBe('200');
    expect((await ask(bodyOf('birth-month-only'))).MaKetQua).toBe('204');
  });

  it.each([
    ['nothing paid yet', bodyOf('valid-employee')],
    ['nobody of that number', bodyOf('valid-employee', { maThe: '001190000099' })],
    ['another name', bodyOf('valid-pensioner', { hoTen: 'Nguyễn Hữu Khác' })],
    ['another birth date', bodyOf('valid-pensioner', { ngaySinh: '31/08/1956' })],
  ])('has one answer for %s', async (_what, body) => {
    expect(await ask(body)).toMatchObject({ MaKetQua: '204', ...nothing });
  });

  it.each([
    { maThe: '12345' },
    { hoTen: '' },
    { ngaySinh: '30081956' },
    { ngaySinh: '' },
    { username: '99009_BV' },
  ])('refuses what it cannot read: %j', async (more) => {
    expect(await ask(bodyOf('valid-pensioner', more))).toMatchObject({ MaKetQua: '400', ...nothing });
  });

  it.each([
    ['no session', () => ({})],
    ['another token', (headers: Headers) => ({ ...headers, accessToken: 'abc=' })],
    [
      'another session',
      (headers: Headers) => ({ ...headers, tokenId: '00000000-0000-4000-8000-000000000000' }),
    ],
    ['another password', (headers: Headers) => ({ ...headers, passwordHash: 'C23BC335' })],
  ])('answers an empty HTTP 401 to %s', async (_what, spoil) => {
    const headers: Headers = spoil(await session());
    const response = await post(bodyOf('valid-pensioner'), headers);
    expect([response.status, await response.text()]).toStrictEqual([401, '']);
  });

  it('does not take the session from the query, where older functions want it', async () => {
    const { accessToken = '', tokenId = '' } = await session();
    const query = new URLSearchParams({
      token: accessToken,
      id_token: tokenId,
      username: '99001_BV',
      password: passwordHash,
    });
    const url = `${simulator.url}/api/TraCuuCCT/TraCuuTienMCCT?${query.toString()}`;
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await fetch(url, init)).status).toBe(401);
  });

  it('has two sentences under code 500: of a restricted account, and of a fault', async () => {
    const restricted = { MaKetQua: '500', GhiChu: 'Có lỗi xảy ra trong quá trình tra cứu!', ...nothing };
    const listed = bodyOf('valid-pensioner', { username: '99002_BV' });
    expect(await ask(listed, await session('99002_BV'))).toStrictEqual(restricted);
    simulator.control({ copay: { fault: { kind: 'restricted-account', times: 1 } } });
    expect(await ask(bodyOf('valid-pensioner'))).toStrictEqual(restricted);
    simulator.control({ copay: { fault: { kind: 'system-fault', times: 1 } } });
    const { GhiChu } = await ask(bodyOf('valid-pensioner'));
    expect(GhiChu).toBe('Có lỗi hệ thống xảy ra trong quá trình xử lý!');
    expect((await ask(bodyOf('valid-pensioner'))).MaKetQua).toBe('200');
  });

  it('knows no visit of the days to come', async () => {
    simulator.control({ today: '2026-06-30' });
    const { DataCCT } = await ask(bodyOf('valid-pensioner'));
    expect(DataCCT?.[0]).toMatchObject({ ngayRa: '30/06/2026', tBNCCTLuyKe: 7_020_000 });
  });
});

describe('its control', () => {
  it('has a latency and a fault of its own, patched in part', () => {
    expect(simulator.control({})).toMatchObject({ copay: { latencyMs: 0, fault: null } });
    simulator.control({ copay: { latencyMs: 5 } });
    const fault = { kind: 'drop' as const };
    expect(simulator.control({ copay: { fault } })).toMatchObject({
      latencyMs: 0,
      copay: { latencyMs: 5, fault },
    });
    expect(simulator.control({ copay: { fault: null } })).toMatchObject({
      copay: { latencyMs: 5, fault: null },
    });
  });

  it('delays this function alone', async () => {
    const headers = await session();
    simulator.control({ copay: { latencyMs: 60 } });
    const began = performance.now();
    await ask(bodyOf('valid-pensioner'), headers);
    // Only a lower bound: how much longer it takes is the machine's affair.
    expect(performance.now() - began).toBeGreaterThanOrEqual(55);
  });

  it('leaves the fault of cards to cards, but for one of all', async () => {
    const headers = await session();
    simulator.control({ fault: { kind: 'http-5xx', scope: 'lookup' } });
    expect((await ask(bodyOf('valid-pensioner'), headers)).MaKetQua).toBe('200');
    simulator.control({ fault: { kind: 'http-5xx', scope: 'all' } });
    expect((await post(bodyOf('valid-pensioner'), headers)).status).toBe(503);
  });

  it('counts, apart from the cards', async () => {
    const headers = await session();
    await ask(bodyOf('valid-pensioner'), headers);
    await ask(bodyOf('valid-employee'), headers);
    await post({}, {});
    expect(simulator.stats()).toMatchObject({
      lookups: 0,
      resultCodes: {},
      copays: 3,
      copaysAnswered: 2,
      copayCodes: { '200': 1, '204': 1 },
      functions: { TraCuuTienMCCT: 3 },
    });
  });

  it.each([
    { copay: { latencyMs: -1 } },
    { copay: { fault: { kind: 'tired' } } },
    { copay: { fault: { kind: 'drop', scope: 'lookup' } } },
    { copay: { slow: true } },
  ])('refuses %j', async (patch) => {
    const init = { method: 'POST', body: JSON.stringify(patch) };
    expect((await fetch(simulator.controlUrl, init)).status).toBe(400);
  });
});
