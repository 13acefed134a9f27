import { SignJWT, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { problemDocument } from '../../functions/http/contract/eligibility-response.ts';
import { problems } from '../../functions/http/problem-catalogue.ts';
import { personById } from '../../local/people/people.ts';
import { cardQr, mrz } from '../../local/people/scans.ts';
import type { LocalService } from '../../local/service.ts';
import { sandboxOperator } from '../../local/sandbox.ts';
import { type Answer, type Desk, send, signIn, startService } from '../support/desk.ts';

let service: LocalService;
let desk: Desk;

beforeAll(async () => {
  service = await startService();
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());

const chip = {
  kind: 'chip',
  personalId: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
};
const card = {
  kind: 'card',
  cardNumber: 'DN4999900000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
};
const insuranceQr = cardQr(personById('valid-employee'));
const qr = '001190000017||Đỗ Thị Mẫu|17021990|Nữ|Xã Ví Dụ, Tỉnh Thử Nghiệm|01022022';

/** A problem document, whole and in both languages, that tells nothing of what was sent. */
function expectProblem(answer: Answer, status: number, code: keyof typeof problems): void {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(problemDocument.safeParse(answer.body).error?.issues).toBeUndefined();
  expect(answer.body).toMatchObject({ code, help: problemHelp(code) });
  expect(answer.text).not.toMatch(/Đỗ Thị Mẫu|001190000017|00119000001|DN4999900000017| at .*\.ts/);
}

const problemHelp = (code: keyof typeof problems) => ({
  desk: problems[code].desk,
  vendor: problems[code].vendor,
});

describe('the body as a whole', () => {
  it('not JSON: 400', async () => {
    expectProblem(await desk.post('{"subject": '), 400, 'malformed-json');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])('%s: 415', async (type) => {
    expectProblem(await desk.post('{}', { 'content-type': type }), 415, 'unsupported-media-type');
  });

  it('over 16 kB: 413', async () => {
    const body = { subject: chip, visit: { id: 'x'.repeat(17_000) } };
    expectProblem(await desk.post(body), 413, 'body-too-large');
  });

  it.each([[null], [[]], ['text'], [{}], [{ subject: null }]])('%j: 400', async (body) => {
    expectProblem(await desk.post(JSON.stringify(body)), 400, 'bad-request');
  });
});

describe('fields: 400 with a pointer to each', () => {
  it.each<[string, object, string]>([
    ['unknown kind', { subject: { ...chip, kind: 'passport' } }, '/subject/kind'],
    ['letters in the number', { subject: { ...chip, personalId: '00119000001O' } }, '/subject/personalId'],
    ['11 digits', { subject: { ...chip, personalId: '00119000001' } }, '/subject/personalId'],
    ['number as JSON number', { subject: { ...chip, personalId: 1190000017 } }, '/subject/personalId'],
    ['31 February', { subject: { ...chip, dateOfBirth: '1990-02-31' } }, '/subject/dateOfBirth'],
    ['born tomorrow', { subject: { ...chip, dateOfBirth: '2999-01-01' } }, '/subject/dateOfBirth'],
    ['a date of another form', { subject: { ...chip, dateOfBirth: '17/02/1990' } }, '/subject/dateOfBirth'],
    ['no name', { subject: { ...chip, fullName: '' } }, '/subject/fullName'],
    ['a name of digits', { subject: { ...chip, fullName: '12345' } }, '/subject/fullName'],
    ['card of 14 characters', { subject: { ...card, cardNumber: 'DN499990000001' } }, '/subject/cardNumber'],
    ['benefit digit 6', { subject: { ...card, cardNumber: 'DN6999900000017' } }, '/subject/cardNumber'],
    ['typed birth year to come', { subject: { ...card, cardNumber: '001499000017' } }, '/subject/cardNumber'],
    ['impossible visit date', { subject: chip, visit: { date: '2026-02-30' } }, '/visit/date'],
    ['unknown purpose', { subject: chip, visit: { purpose: 'leaving' } }, '/visit/purpose'],
    ['negative cost', { subject: chip, visit: { inScopeCost: -1 } }, '/visit/inScopeCost'],
    ['misspelt field', { subject: chip, vist: {} }, '/vist'],
    [
      'operator without number',
      { subject: chip, operator: { fullName: 'Tạ Văn Quầy' } },
      '/operator/personalId',
    ],
  ])('%s', async (_what, body, pointer) => {
    const answer = await desk.post({ operator: sandboxOperator, ...body });
    expectProblem(answer, 400, 'bad-request');
    expect(answer.body['errors']).toContainEqual(expect.objectContaining({ pointer }));
  });

  it('several wrong fields are all named', async () => {
    const answer = await desk.ask({ ...chip, personalId: 'x', fullName: '?', dateOfBirth: 'never' });
    expect(answer.body['errors']).toHaveLength(3);
  });

  it('no operator, and a token of no person: 400', async () => {
    expectProblem(await desk.post({ subject: chip }), 400, 'operator-required');
  });

  it.each(['abc', '-1', '21', '1.5'])('wait=%s: 400', async (wait) => {
    expectProblem(await desk.get(`/v1/lookups/any?wait=${wait}`), 400, 'bad-request');
  });
});

describe('what was scanned: 422', () => {
  it.each([
    ['no separators', qr.replaceAll('|', ' '), 'QR_NOT_DELIMITED'],
    ['cut off', qr.slice(0, 40), 'QR_CC_FIELD_COUNT'],
    ['31 February', qr.replace('17021990', '31021990'), 'QR_CC_DOB'],
    ['neither sex', qr.replace('Nữ', 'X'), 'QR_CC_SEX'],
    ['no name', qr.replace('Đỗ Thị Mẫu', ''), 'QR_CC_NAME_EMPTY'],
    ['letters lost', qr.replace(/[^ -~]/g, ''), 'QR_ACCENTS_LOST'],
    ['letters changed', qr.replace('Đỗ Thị Mẫu', 'Đ× ThË M«u'), 'QR_CC_NAME_DAMAGED'],
    ['an insurance card', insuranceQr, 'QR_OTHER_KIND'],
  ])('citizen card, %s', async (_what, payload, code) => {
    const answer = await desk.ask({ kind: 'citizen-qr', payload });
    expectProblem(answer, 422, 'unreadable-scan');
    expect(answer.body['errors']).toEqual([expect.objectContaining({ code, pointer: '/subject/payload' })]);
  });

  it.each([
    ['no separators', 'DN4999900000017', 'QR_NOT_DELIMITED'],
    ['cut off', insuranceQr.slice(0, -2), 'QR_BHYT_NO_TERMINATOR'],
    ['damaged hex', insuranceQr.replace('c490', 'c49'), 'QR_BHYT_HEX_NAME'],
    ['a citizen card', qr, 'QR_OTHER_KIND'],
  ])('insurance card, %s', async (_what, payload, code) => {
    const answer = await desk.ask({ kind: 'card-qr', payload });
    expectProblem(answer, 422, 'unreadable-scan');
    expect(answer.body['errors']).toEqual([expect.objectContaining({ code, pointer: '/subject/payload' })]);
  });

  it.each([
    ['machine-readable lines', mrz(personById('valid-employee')), 'MRZ_NAME_WITHOUT_DIACRITICS'],
    ['a personal number alone', '001190000017\r', 'SCAN_PERSONAL_NUMBER_ONLY'],
    ['a card number alone', 'DN 4 99 9900000017', 'SCAN_CARD_NUMBER_ONLY'],
    ['anything else', 'x', 'QR_NOT_DELIMITED'],
  ])('%s', async (_what, payload, code) => {
    const answer = await desk.ask({ kind: 'scan', payload });
    expectProblem(answer, 422, 'unreadable-scan');
    expect(answer.body['errors']).toEqual([expect.objectContaining({ code, pointer: '/subject/payload' })]);
  });
});

describe('VNeID tokens: 422 that says which check failed', () => {
  const claims = { citizenPid: '001190000017', fullName: 'Đỗ Thị Mẫu', birthDate: '1990-02-17' };
  const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

  it.each<[string, Record<string, unknown>, string]>([
    ['expired', { exp: ago(60) }, 'VNEID_EXPIRED'],
    ['of another issuer', { iss: 'https://elsewhere.example' }, 'VNEID_ISSUER'],
    ['for somebody else', { aud: 'another-hospital' }, 'VNEID_AUDIENCE'],
    ['not valid yet', { nbf: ago(-600) }, 'VNEID_NOT_YET_VALID'],
    ['issued an hour ago', { iat: ago(3600), exp: ago(-3600) }, 'VNEID_AGE'],
    ['without a name', { fullName: undefined }, 'VNEID_CLAIMS'],
  ])('%s', async (_what, wrong, code) => {
    const answer = await desk.ask({
      kind: 'vneid',
      token: await service.vneid.mint({ ...claims, ...wrong }),
    });
    expectProblem(answer, 422, 'vneid-token-rejected');
    expect(answer.body['errors']).toEqual([expect.objectContaining({ code, pointer: '/subject/token' })]);
  });

  it('signed by somebody else', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'vneid-1' })
      .setIssuer(service.vneid.issuer)
      .setAudience(service.vneid.audience)
      .setIssuedAt()
      .setExpirationTime('1m')
      .sign(privateKey);
    const answer = await desk.ask({ kind: 'vneid', token });
    expectProblem(answer, 422, 'vneid-token-rejected');
    expect(answer.body['errors']).toEqual([expect.objectContaining({ code: 'VNEID_SIGNATURE' })]);
  });

  it('not a token', async () => {
    const answer = await desk.ask({ kind: 'vneid', token: 'not.a.token' });
    expectProblem(answer, 422, 'vneid-token-rejected');
  });
});

describe('what is not served yet: 422 that says so', () => {
  it.each<[string, object, string]>([['include', { subject: chip, include: ['history'] }, '/include']])(
    '%s',
    async (_what, body, pointer) => {
      const answer = await desk.post({ operator: sandboxOperator, ...body });
      expectProblem(answer, 422, 'not-supported-yet');
      expect(answer.body['errors']).toEqual([expect.objectContaining({ pointer })]);
    },
  );
});

describe('addresses', () => {
  it.each(['/v1/lookups/01890000-0000-7000-8000-000000000000', '/v1/lookups/%00', '/v1/lookups/..%2f..'])(
    '%s: 404',
    async (path) => {
      expectProblem(await desk.get(path), 404, 'not-found');
    },
  );

  it.each(['/', '/v1/nothing', '/v1/eligibility', '/docs/../package.json', '/docs/package.json'])(
    'GET %s: 404',
    async (path) => {
      expectProblem(await send(`${service.url}${path}`), 404, 'not-found');
    },
  );
});

it('nothing above asked the registry or stored a lookup', () => {
  expect(service.registry?.stats().lookups).toBe(0);
});
