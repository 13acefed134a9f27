import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { localDate } from '../../functions/core/calendar.ts';
import { reasons } from '../../functions/core/eligibility/reasons.ts';
import { personById } from '../../local/people/people.ts';
import { vneidClaims } from '../../local/people/scans.ts';
import type { LocalService } from '../../local/service.ts';
import { type Desk, lookupId, signIn, startService } from '../support/desk.ts';

let service: LocalService;
let desk: Desk;

beforeAll(async () => {
  service = await startService();
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());

const guardian = personById('valid-employee');
const insured = personById('child-under-six');
const uninsured = personById('child-without-card');
const masked = (number: string): string => `${number.slice(0, 3)}*****${number.slice(-4)}`;
const stated = ({ fullName, dateOfBirth }: typeof insured) => ({ fullName, dateOfBirth });

/** Tokens are good once: a new one for every question. */
async function onBehalfOf(
  child: object,
  claims: object = { dependants: [insured, uninsured].map(vneidClaims) },
) {
  const token = await service.vneid.mint({ ...vneidClaims(guardian), ...claims });
  return { kind: 'vneid', token, onBehalfOf: child };
}

describe('a guardian presents a child', () => {
  it('the child is the patient, the guardian who presented it', async () => {
    const asked = await desk.settle(await onBehalfOf(stated(insured)));
    const again = await desk.get(`/v1/lookups/${lookupId(asked)}`);
    for (const { body, text } of [asked, again]) {
      expect(body).toMatchObject({
        verdict: 'eligible',
        reason: 'card-valid',
        identity: {
          presence: 'vneid-verified',
          personalId: insured.personalId,
          fullName: insured.fullName,
          presentedBy: { personalId: masked(guardian.personalId), relation: 'guardian' },
        },
        card: { group: 'TE' },
      });
      expect(text).not.toContain(guardian.personalId);
      expect(text).not.toContain(guardian.fullName);
    }
  });

  it('a child under 6 without a card: admitted, with what to do and the law behind it', async () => {
    const { body } = await desk.settle(
      await onBehalfOf({ ...stated(uninsured), personalId: uninsured.personalId }),
    );
    expect(body).toMatchObject({
      verdict: 'undetermined',
      reason: 'child-without-card',
      mayAdmit: true,
      legalBasis: ['NĐ 188/2025 Đ37 k2', 'NĐ 188/2025 Đ50 k1 a'],
      identity: { presentedBy: { relation: 'guardian' } },
    });
    expect(body['guidance']).toEqual(reasons['child-without-card'].guidance);
  });

  describe('a newborn whose temporary code the registry does not have yet', () => {
    const newborn = { fullName: 'Tô Bé Ví Dụ', dateOfBirth: localDate(new Date()) };
    const presented = (): Promise<object> =>
      onBehalfOf(
        { ...newborn, cardNumber: 'TE1999900000201' },
        { dependants: [{ fullName: newborn.fullName, birthDate: newborn.dateOfBirth }] },
      );

    it('is admitted all the same', async () => {
      const { body } = await desk.settle(await presented());
      expect(body).toMatchObject({
        verdict: 'undetermined',
        reason: 'child-without-card',
        mayAdmit: true,
        registry: { code: '050' },
        procedures: [{ id: 'N13' }],
      });
    });

    it('treated right after birth: who signs is said', async () => {
      const { body, text } = await desk.settle(await presented(), { visit: { newborn: true } });
      expect(body).toMatchObject({
        mayAdmit: true,
        reason: 'child-without-card',
        procedures: [{ id: 'N14' }],
      });
      expect(text).toContain('người đại diện cơ sở ký');
    });
  });

  it('answers about the guardian stay the guardian’s own', async () => {
    await desk.settle(await onBehalfOf(stated(insured)));
    const token = await service.vneid.mint({ ...vneidClaims(guardian) });
    const { body } = await desk.settle({ kind: 'vneid', token });
    expect(body).toMatchObject({
      identity: { personalId: guardian.personalId, presentedBy: null },
      card: { group: 'DN' },
      freshness: { source: 'registry' },
    });
  });
});

describe('a refusal for what was typed', () => {
  it('leaves the token good for one more try, and for one alone', async () => {
    const right = await onBehalfOf(stated(insured));
    const wrong = { ...right, onBehalfOf: { ...stated(insured), fullName: 'Bé Gõ Nhầm' } };
    expect((await desk.ask(wrong)).body).toMatchObject({ code: 'not-guardian' });
    expect((await desk.settle(right)).body).toMatchObject({ reason: 'card-valid' });
    expect((await desk.ask(right)).body).toMatchObject({ errors: [{ code: 'VNEID_REPLAYED' }] });
  });

  it('leaves the nonce good too, and of two tries at once one is admitted', async () => {
    const { nonce } = (await desk.send('/v1/presence/challenges', {})).body;
    const claims = { nonce, dependants: [vneidClaims(insured)] };
    const right = await onBehalfOf(stated(insured), claims);
    expect((await desk.ask({ ...right, onBehalfOf: stated(uninsured) })).status).toBe(422);
    const before = service.registry?.stats().lookups;
    const answers = await Promise.all([desk.ask(right), desk.ask(right)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    expect((service.registry?.stats().lookups ?? 0) - (before ?? 0)).toBeLessThanOrEqual(1);
  });
});

describe('refused: 422 that tells nothing of either', () => {
  it.each([
    ['the token names nobody', stated(insured), {}],
    ['the token names another child', stated(insured), { dependants: [vneidClaims(uninsured)] }],
    ['another birth date', { ...stated(insured), dateOfBirth: '2020-01-01' }, undefined],
    ['the number of another child', { ...stated(insured), personalId: uninsured.personalId }, undefined],
    ['the claim is no list', stated(insured), { dependants: vneidClaims(insured) }],
  ])('%s', async (_what, child, claims) => {
    const before = service.registry?.stats().lookups;
    const { status, body, text } = await desk.ask(await onBehalfOf(child, claims));
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'not-guardian',
      errors: [{ code: 'VNEID_NOT_GUARDIAN', pointer: '/subject/onBehalfOf' }],
    });
    expect(text).not.toMatch(new RegExp([insured, guardian].map(({ fullName }) => fullName).join('|')));
    expect(service.registry?.stats().lookups).toBe(before);
  });

  it('a child whom the token names without a number, and no card number either: 400', async () => {
    const { fullName, birthDate } = vneidClaims(insured);
    const { status, body } = await desk.ask(
      await onBehalfOf(stated(insured), { dependants: [{ fullName, birthDate }] }),
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ pointer: '/subject/onBehalfOf/cardNumber' }] });
  });

  it('by anything but a token: 400', async () => {
    const card = { kind: 'card', cardNumber: insured.cards[0]?.number, ...stated(insured) };
    const { status, body } = await desk.ask({ ...card, onBehalfOf: stated(uninsured) });
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ pointer: '/subject/onBehalfOf' }] });
  });
});
