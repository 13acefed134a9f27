import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { eligibilityResponse, problemDocument } from '../../functions/http/contract/eligibility-response.ts';
import { createChipSandbox, type SignerName } from '../../local/chips/chips.ts';
import { dg13 } from '../../local/chips/data-groups.ts';
import { personById } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import { sandboxOperator } from '../../local/sandbox.ts';
import type { LocalService } from '../../local/service.ts';
import { type Answer, type Desk, signIn } from '../support/desk.ts';
import { listedPeople } from '../support/sandbox.ts';
import { startUnhurried } from '../support/unhurried.ts';

let service: LocalService;
let desk: Desk;
beforeAll(async () => {
  // On an engine of its own: every local run writes its CSCA over the one before.
  service = await startUnhurried({ environment: { DYNAMODB_ENDPOINT: undefined } });
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());

const person = personById('valid-employee');
const other = personById('valid-pensioner');
const stated = chipSubject(person);

const readBy = (signer: SignerName) => service.chips.read(person, service.chips.signers[signer]);

describe('a chip read that proves itself', () => {
  it('is given for at least five people of GET /sandbox, and gets each the verdict listed there', async () => {
    const people = await listedPeople(service);
    const shown = people.filter(({ subjects }) => 'chip-proven' in subjects);
    expect(shown.length).toBeGreaterThanOrEqual(5);
    for (const { subjects, expected } of shown) {
      const { status, body: answer } = await desk.settle(subjects['chip-proven']);
      expect(status).toBe(200);
      expect(eligibilityResponse.safeParse(answer).error?.issues).toBeUndefined();
      expect(answer).toMatchObject({ ...expected, identity: { presence: 'chip-verified', warnings: [] } });
    }
  });

  it.each(['rsa', 'rsa-pss', 'p256', 'brainpool'] as const)('is verified, signer %s', async (signer) => {
    const { body } = await desk.settle({ ...stated, chip: readBy(signer) });
    expect(body).toMatchObject({
      verdict: 'eligible',
      identity: { presence: 'chip-verified', fullName: 'Đỗ Thị Mẫu', sex: 'female', warnings: [] },
    });
  });

  it('is shown as the chip has it, however it was typed', async () => {
    const typed = { ...stated, fullName: 'ĐỖ THỊ MẪU', personalId: '001 190 000 017' };
    const { body } = await desk.settle({ ...typed, chip: readBy('p256') });
    expect(body).toMatchObject({ identity: { presence: 'chip-verified', fullName: 'Đỗ Thị Mẫu' } });
  });

  it('without its signed data is worth a QR code', async () => {
    const { body } = await desk.settle(stated);
    expect(body).toMatchObject({ verdict: 'eligible', identity: { presence: 'qr', warnings: [] } });
  });
});

/** Refused with this code at this field, telling nothing of what was sent. */
function expectRefusal(answer: Answer, code: string, pointer = '/subject/chip'): void {
  expect(answer.status).toBe(422);
  expect(problemDocument.safeParse(answer.body).error?.issues).toBeUndefined();
  expect(answer.body).toMatchObject({ code: 'chip-not-proven', errors: [{ code, pointer }] });
  expect(answer.text).not.toMatch(/Đỗ Thị|Nguyễn Hữu|001190|031056|1990|1956/);
}

describe('a chip read that does not', () => {
  // The registry is asked about nobody, and no lookup is kept.
  let askedBefore: number;
  beforeAll(() => {
    askedBefore = service.registry?.stats().lookups ?? NaN;
  });

  it('with DG13 altered', async () => {
    const chip = readBy('p256');
    const altered = dg13({ ...person, fullName: 'Đỗ Thị Mầu' }).toString('base64');
    const tampered = { ...chip, dataGroups: { ...chip.dataGroups, 13: altered } };
    expectRefusal(await desk.ask({ ...stated, chip: tampered }), 'CHIP_DG_HASH');
  });

  it('with the security object of another person', async () => {
    const chip = { ...readBy('p256'), sod: service.chips.read(other).sod };
    expectRefusal(await desk.ask({ ...stated, chip }), 'CHIP_DG_HASH');
  });

  it.each([
    ['fullName', 'Đỗ Thị Mầu'],
    ['personalId', '001190000018'],
    ['dateOfBirth', '1990-02-18'],
  ])('with another %s typed', async (field, value) => {
    const answer = await desk.ask({ ...stated, [field]: value, chip: readBy('rsa') });
    expectRefusal(answer, 'CHIP_FIELD_CONTRADICTS', `/subject/${field}`);
  });

  it('of a state that is not trusted', async () => {
    const elsewhere = await createChipSandbox(new Date());
    expectRefusal(await desk.ask({ ...stated, chip: elsewhere.read(person) }), 'CHIP_SIGNER_UNTRUSTED');
  });

  it.each<[SignerName, string]>([
    ['revoked', 'CHIP_SIGNER_REVOKED'],
    ['expired', 'CHIP_SIGNER_EXPIRED'],
  ])('of a signer that is %s', async (signer, code) => {
    expectRefusal(await desk.ask({ ...stated, chip: readBy(signer) }), code);
  });

  it('that is no chip at all', async () => {
    for (const sod of ['AAAA', Buffer.from('3080'.repeat(8_000), 'hex').toString('base64')]) {
      const answer = await desk.ask({ ...stated, chip: { sod, dataGroups: { 13: 'AAAA' } } });
      expectRefusal(answer, 'CHIP_SOD_MALFORMED');
    }
  });

  it.each([
    ['a data group that is none', { sod: 'AAAA', dataGroups: { 'Đỗ Thị Mẫu': 'AAAA' } }],
    ['something else than base64', { sod: 'Đỗ Thị Mẫu', dataGroups: { 13: 'AAAA' } }],
    ['no data groups', { sod: 'AAAA' }],
    ['the file of another standard', { sod: 'AAAA', dataGroups: { 13: 'AAAA' }, com: 'AAAA' }],
  ])('with %s: 400', async (_what, chip) => {
    const answer = await desk.ask({ ...stated, chip });
    expect(answer.body).toMatchObject({ status: 400, code: 'bad-request' });
    expect(answer.text).not.toMatch(/Đỗ Thị|001190/);
  });

  it('with wrong fields beside it: 400, as without', async () => {
    const answer = await desk.ask({ ...stated, dateOfBirth: '17/02/1990', chip: readBy('rsa') });
    expect(answer.body).toMatchObject({ status: 400, errors: [{ pointer: '/subject/dateOfBirth' }] });
  });

  it('asks the registry nothing', () => {
    expect(service.registry?.stats().lookups).toBe(askedBefore);
  });
});

describe('size', () => {
  const group = (bytes: number): string => Buffer.alloc(bytes).toString('base64');
  const withGroup = (bytes: number) => ({
    ...stated,
    chip: { sod: 'AAAA', dataGroups: { 2: group(bytes) } },
  });

  it('of chip data up to 64 kB is looked at', async () => {
    expectRefusal(await desk.ask(withGroup(65_533)), 'CHIP_SOD_MALFORMED');
  });

  it.each<[string, object]>([
    ['more chip data', withGroup(65_534)],
    ['a body over 99,999 bytes', { ...withGroup(60_000), fullName: 'x'.repeat(20_000) }],
    ['more than 16 kB without chip data', { ...stated, fullName: 'x'.repeat(17_000) }],
    ['more than 16 kB of another kind', { ...withGroup(30_000), kind: 'citizen-qr', payload: 'x' }],
  ])('%s: 413', async (_what, subject) => {
    const answer = await desk.post({ subject, operator: sandboxOperator });
    expect(answer.status).toBe(413);
    expect(answer.body).toMatchObject({ code: 'body-too-large' });
  });
});
