import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { problemDocument } from '../../functions/http/contract/eligibility-response.ts';
import { readerResponse } from '../../functions/http/contract/reader.ts';
import { personById } from '../../local/people/people.ts';
import type { LocalService } from '../../local/service.ts';
import { type Answer, type Desk, send, signIn } from '../support/desk.ts';
import { startUnhurried } from '../support/unhurried.ts';

let service: LocalService;
let desk: Desk;

beforeAll(async () => {
  service = await startUnhurried();
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());

const patient = personById('valid-employee');
const [year, month, day] = patient.dateOfBirth.split('-');
const slashed = `${day}/${month}/${year}`;
const sex = patient.sex === 'male' ? 'Nam' : 'Nữ';

const jth = {
  id_card: patient.personalId,
  full_name: patient.fullName,
  date_of_birth: slashed,
  gender: sex,
  race: 'Kinh',
  religion: 'Bí mật',
  father_name: 'Đỗ Văn Cha',
};
const textEvent = { id: 2, idCode: patient.personalId, personName: patient.fullName, dateOfBirth: slashed };
const decode = { DocumentNumber: patient.personalId, Name: patient.fullName, DateOfBirth: slashed, Sex: sex };
const ekyc = {
  idCardNo: patient.personalId,
  name: patient.fullName,
  dateOfBirth: slashed,
  gender: sex,
  validationResult: { aa: true, pa: true, ca: true },
};

const normalise = (model: string, body: unknown, headers?: Record<string, string>): Promise<Answer> =>
  desk.send(`/v1/readers/${model}/normalise`, body, headers);

function expectRefusal(answer: Answer, status: number, code: string): void {
  expect(answer.status).toBe(status);
  expect(problemDocument.safeParse(answer.body).error?.issues).toBeUndefined();
  expect(answer.body).toMatchObject({ code });
  expect(answer.text).not.toMatch(new RegExp(`${patient.personalId}|${patient.fullName}|Bí mật|Kinh`));
}

describe('the JSON of every model becomes a subject that can be sent on', () => {
  it.each([
    ['jth', jth],
    ['hn212', textEvent],
    ['rar', { CardFullData: { Dg13File: decode } }],
    ['wcf', { Decode: decode }],
    ['ekyc', ekyc],
  ])('%s: asserted by the reader, so worth a QR, whatever it says of having checked', async (model, json) => {
    const answer = await normalise(model, json);
    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(/Bí mật|Đỗ Văn Cha|Kinh/);
    const { subject, warnings } = readerResponse.parse(answer.body);
    expect(warnings).toEqual([]);
    const { body } = await desk.settle(subject);
    expect(body).toMatchObject({
      reason: 'card-valid',
      identity: { presence: 'qr' },
    });
  });

  it('hn212 with its raw data groups: proven', async () => {
    const { sod, dataGroups } = service.chips.read(patient, service.chips.signers.brainpool);
    const groups = Object.entries(dataGroups).map(([number, data]) => [`dg${number}`, data] as const);
    const rawEvent = { id: 4, sod, ...Object.fromEntries(groups) };
    const { subject } = readerResponse.parse((await normalise('hn212', [textEvent, rawEvent])).body);
    const { body } = await desk.settle(subject);
    expect(body).toMatchObject({ reason: 'card-valid', identity: { presence: 'chip-verified' } });
  });
});

describe('what is refused', () => {
  it('a personal number as JSON number: 422 with the reason', async () => {
    const answer = await normalise('ekyc', { ...ekyc, idCardNo: null, newIdCard: 1190000017 });
    expectRefusal(answer, 422, 'unreadable-reader');
    expect(answer.text).not.toContain('1190000017');
    expect(answer.body['errors']).toMatchObject([
      { pointer: '/newIdCard', code: 'READER_NUMBER_AS_JSON_NUMBER' },
    ]);
    expect(answer.text).toContain('leading zeros');
  });

  it('missing fields: 422 with a pointer to each', async () => {
    const answer = await normalise('wcf', { Decode: { DocumentNumber: patient.personalId } });
    expectRefusal(answer, 422, 'unreadable-reader');
    expect(answer.body['errors']).toMatchObject([
      { pointer: '/Decode/Name' },
      { pointer: '/Decode/DateOfBirth' },
    ]);
  });

  it('an unknown model: 404 that names the known ones', async () => {
    const answer = await normalise('nobody', jth);
    expectRefusal(answer, 404, 'not-found');
    expect(answer.text).toContain('jth, hn212, rar, wcf, ekyc');
  });

  it('over 64 kB: 413 that says to leave out the images', async () => {
    const answer = await normalise('jth', { ...jth, id_img: 'A'.repeat(70_000) });
    expectRefusal(answer, 413, 'body-too-large');
    expect(answer.text).toContain('Leave out the images');
  });

  it.each(['null', '"text"', '17', 'true'])('%s: 400', async (body) => {
    expectRefusal(await normalise('jth', body), 400, 'bad-request');
  });

  it('not JSON, and not declared as JSON: 400, 415', async () => {
    expectRefusal(await normalise('jth', '{'), 400, 'malformed-json');
    expectRefusal(
      await normalise('jth', jth, { 'content-type': 'text/plain' }),
      415,
      'unsupported-media-type',
    );
  });

  it('no token, or one without the scope: 401, 403', async () => {
    const anonymous = await send(`${service.url}/v1/readers/jth/normalise`, { method: 'POST', body: '{}' });
    expect(anonymous.status).toBe(401);
    const historian = await signIn(service, '99003', 'eligibility:history');
    expect((await historian.send('/v1/readers/jth/normalise', jth)).status).toBe(403);
  });
});
