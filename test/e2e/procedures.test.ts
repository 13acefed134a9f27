import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

import { chipSubject, vneidClaims } from '../../local/people/scans.ts';
import type { SyntheticPerson } from '../../local/people/people.ts';
import { type RegistrySimulator, startRegistrySimulator } from '../../local/registry-simulator/index.ts';
import { sandboxOperator } from '../../local/sandbox.ts';
import type { LocalService } from '../../local/service.ts';
import { type Answer, type Desk, signIn, startService } from '../support/desk.ts';
import { holder } from '../support/worked-cases.ts';

/** Card states and cases of procedure (benefit rules §4.5, the N rows), each as a desk meets it. */

const born = '1986-05-02';
const dn4 = { groupAndDigit: 'DN4', registeredFacility: '99003' };
const people = [
  holder(0, { id: 'plain', dateOfBirth: born, cards: [dn4] }),
  holder(1, {
    id: 'ended-in-stay',
    dateOfBirth: born,
    cards: [{ ...dn4, validTo: { date: '2026-11-10' } }],
  }),
  holder(2, { id: 'expired', dateOfBirth: born, cards: [{ ...dn4, validTo: { date: '2026-10-31' } }] }),
  holder(3, {
    id: 'replaced',
    dateOfBirth: born,
    cards: [
      { ...dn4, validTo: { date: '2026-11-01' } },
      { groupAndDigit: 'HT3', registeredFacility: '99003', validFrom: { date: '2026-11-02' } },
    ],
  }),
  holder(4, { id: 'withdrawn', dateOfBirth: born, cards: [dn4], resultCode: '110' }),
  holder(5, { id: 'reduced', dateOfBirth: born, cards: [dn4], resultCode: '124' }),
  holder(6, { id: 'other-name', dateOfBirth: born, cards: [dn4], resultCode: '060' }),
  holder(7, { id: 'at-fault', dateOfBirth: born, cards: [dn4], resultCode: '101' }),
  holder(8, { id: 'child', dateOfBirth: '2023-06-01', cards: [], resultCode: '130' }),
  holder(9, {
    id: 'officer',
    dateOfBirth: born,
    cards: [{ groupAndDigit: 'QN5', registeredFacility: '99006' }],
  }),
  holder(10, {
    id: 'turned-six',
    dateOfBirth: '2020-08-12',
    cards: [{ groupAndDigit: 'TE1', registeredFacility: '99003', validTo: { date: '2026-09-30' } }],
  }),
  holder(11, {
    id: 'better-card-to-come',
    dateOfBirth: born,
    cards: [
      { ...dn4, validTo: { date: '2026-11-18' } },
      { groupAndDigit: 'HN2', registeredFacility: '99003', validFrom: { date: '2026-11-19' } },
    ],
  }),
];

let service: LocalService;
let registry: RegistrySimulator;
let desk: Desk;

beforeAll(async () => {
  const accounts = ['99003', '99008'].map((code) => ({
    username: `${code}_BV`,
    password: `sandbox-${code}`,
    operators: [sandboxOperator],
  }));
  registry = await startRegistrySimulator({ people, accounts });
  service = await startService({ environment: { REGISTRY_URL: registry.url } });
  desk = await signIn(service, '99003');
});
afterAll(async () => {
  await service.close();
  await registry.close();
});

const personOf = (id: string): SyntheticPerson => {
  const person = people.find((candidate) => candidate.id === id);
  if (person === undefined) throw new Error(`No ${id}`);
  return person;
};

/** Answered by the registry: the visit is on the 21st unless told otherwise. */
const ask = (id: string, visit: object = {}): Promise<Answer> =>
  desk.settle(chipSubject(personOf(id)), { visit: { date: '2026-11-21', ...visit } });

const called = ({ body }: Answer): string[] =>
  z
    .array(z.looseObject({ id: z.string() }))
    .parse(body['procedures'])
    .map(({ id }) => id);

describe('procedures at the desk', () => {
  it('N01: a card that ends during treatment is paid for until discharge', async () => {
    const answer = await ask('ended-in-stay', {
      date: '2026-11-05',
      endsOn: '2026-11-20',
      setting: 'inpatient',
    });
    expect(answer.body).toMatchObject({
      verdict: 'eligible',
      benefit: { coveredPercent: 80 },
      segments: [{ from: '2026-11-05', to: '2026-11-20' }],
    });
    expect(called(answer)).toContain('N01');
  });

  it('N01: closing under the visit’s own id is about the day the patient came', async () => {
    const arrival = { id: 'HS-N01', date: '2026-11-05', setting: 'inpatient' };
    expect((await ask('ended-in-stay', arrival)).body).toMatchObject({ verdict: 'eligible' });
    const closing = { id: 'HS-N01', date: '2026-11-20', purpose: 'closing', setting: 'inpatient' };
    const answer = await ask('ended-in-stay', closing);
    expect(answer.body).toMatchObject({
      verdict: 'eligible',
      benefit: { coveredPercent: 80 },
      segments: [{ from: '2026-11-05', to: '2026-11-20' }],
    });
    const another = await ask('ended-in-stay', { ...closing, id: 'HS-OTHER' });
    expect(another.body).toMatchObject({ verdict: 'not-eligible', reason: 'card-expired' });
  });

  it('N01: and for fifteen days at most, which is said while the patient is still there', async () => {
    const { body } = await ask('ended-in-stay', { date: '2026-11-05', setting: 'inpatient' });
    expect(JSON.stringify(body['benefit'])).toContain(
      '{"condition":"card-changes","on":"2026-11-26","coveredPercent":0}',
    );
  });

  it('N03: a card that had ended on arrival pays nothing', async () => {
    const answer = await ask('expired');
    expect(answer.body).toMatchObject({ verdict: 'not-eligible', reason: 'card-expired', benefit: null });
    expect(called(answer)).toEqual(['N03']);
  });

  it('N05: the newer card’s digit, registration and dates decide', async () => {
    const answer = await ask('replaced');
    expect(answer.body).toMatchObject({
      reason: 'card-replaced',
      card: { group: 'HT' },
      benefit: { code: '1.1', basePercent: 95, coveredPercent: 95 },
    });
    expect(called(answer)).toContain('N05');
  });

  it.each([
    ['N07', 'withdrawn', 'card-withdrawn', false],
    ['N08', 'reduced', 'card-reported-reduced', false],
    ['N09', 'other-name', 'identity-mismatch', true],
    ['N13', 'child', 'child-without-card', true],
  ])('%s: %s', async (procedure, id, reason, mayAdmit) => {
    const answer = await ask(id);
    expect(answer.body).toMatchObject({ reason, mayAdmit, benefit: null, segments: null });
    expect(called(answer)).toEqual([procedure]);
  });

  it('N11 and N12: no answer on arrival is to be repeated, none at closing is to be proven', async () => {
    expect(called(await ask('at-fault'))).toEqual(['N11']);
    const closing = await ask('at-fault', { purpose: 'closing' });
    expect(closing.body).toMatchObject({ mayAdmit: true, benefit: null });
    expect(called(closing)).toEqual(['N12']);
  });

  it('N14: a newborn without relatives', async () => {
    const newborn = { ...chipSubject(personOf('child')), dateOfBirth: '2026-11-20' };
    const answer = await desk.settle(newborn, { visit: { date: '2026-11-21', newborn: true } });
    expect(answer.body).toMatchObject({ mayAdmit: true });
  });

  it('N16: an emergency whose card is shown late is paid for as a whole', async () => {
    const answer = await ask('plain', { emergency: true, purpose: 'treatment', endsOn: '2026-11-24' });
    expect(answer.body).toMatchObject({
      benefit: { code: '2', coveredPercent: 80 },
      segments: [{ from: '2026-11-21', to: '2026-11-24' }],
    });
    expect(called(answer)).toEqual(['N16']);
  });

  it('N18: a card that takes over during the stay splits it by date', async () => {
    const answer = await ask('better-card-to-come', {
      date: '2026-11-16',
      endsOn: '2026-11-22',
      setting: 'inpatient',
    });
    expect(answer.body).toMatchObject({
      benefit: { coveredPercent: 80 },
      segments: [
        { from: '2026-11-16', to: '2026-11-18', benefit: { coveredPercent: 80 } },
        { from: '2026-11-19', to: '2026-11-22', benefit: { coveredPercent: 100 } },
      ],
    });
    expect(called(answer)).toContain('N18');
  });

  it('N23: whoever shows VNeID needs no paper card', async () => {
    const token = await service.vneid.mint({ ...vneidClaims(personOf('plain')) });
    const answer = await desk.settle({ kind: 'vneid', token }, { visit: { date: '2026-11-21' } });
    expect(called(answer)).toEqual(['N23']);
  });

  it('N25: an officer on leave is treated as at the registered facility', async () => {
    const answer = await ask('officer', { temporaryStay: { declared: false, paper: 'leave-document' } });
    expect(answer.body).toMatchObject({ benefit: { code: '1.1', coveredPercent: 100 } });
    expect(called(answer)).toEqual(['N25']);
  });

  it('N26: a child of 72 months before school had its card until 30 September', async () => {
    const answer = await ask('turned-six');
    expect(answer.body).toMatchObject({ reason: 'card-expired', mayAdmit: false });
    expect(called(answer)).toEqual(['N03', 'N26']);
  });

  it('N27: a slip of the old form does not count, and the route that remains is said', async () => {
    const answer = await ask('officer', { referral: { from: '99001', signedOn: '2025-06-02' } });
    expect(answer.body).toMatchObject({ benefit: { slips: [{ slip: 'referral', accepted: false }] } });
    expect(called(answer)).toEqual(['N27']);
  });
});

describe('the sentence for the desk', () => {
  it('says it where the card can be used and the fund does not pay', async () => {
    const walkIn = await signIn(service, '99008');
    const { body } = await walkIn.settle(chipSubject(personOf('plain')), { visit: { date: '2026-11-21' } });
    expect(body).toMatchObject({ verdict: 'eligible', benefit: { code: '3.1', coveredPercent: 0 } });
    expect(JSON.stringify(body['guidance'])).toContain('Lần khám này quỹ không trả');
  });
});

describe('a follow-up slip', () => {
  const slip = { issuedBy: '99003', on: '2026-11-21', number: 'PH-2026-17' };

  it('counts for one visit, however often that visit asks, and for no other', async () => {
    const first = await ask('officer', { id: 'HS-1', appointment: slip });
    expect(first.body).toMatchObject({ benefit: { code: '1.5', slips: [{ accepted: true }] } });
    const again = await ask('officer', { id: 'HS-1', purpose: 'closing', appointment: slip });
    expect(again.body).toMatchObject({ benefit: { code: '1.5' } });
    const other = await ask('officer', { id: 'HS-2', appointment: slip });
    expect(other.body).toMatchObject({ benefit: { slips: [{ slip: 'appointment', accepted: false }] } });
    const sixth = await ask('officer', { id: 'HS-3', appointment: { ...slip, number: 'PH-2026-18' } });
    expect(sixth.body).toMatchObject({ benefit: { code: '1.5' } });
  });

  it('shown to no avail, or in an emergency, is not used up', async () => {
    const appointment = { ...slip, number: 'PH-2026-20' };
    await ask('expired', { id: 'HS-4', appointment });
    await ask('officer', { id: 'HS-5', emergency: true, appointment });
    const paid = await ask('officer', { id: 'HS-6', appointment });
    expect(paid.body).toMatchObject({ benefit: { code: '1.5' } });
  });

  it('brought twice at once is used once', async () => {
    const visits = Array.from({ length: 6 }, (_, index) => ({
      id: `AT-ONCE-${index}`,
      appointment: { ...slip, number: 'PH-2026-19' },
    }));
    const answers = await Promise.all(visits.map((visit) => ask('officer', visit)));
    const accepted = answers.filter(({ text }) => text.includes('"code":"1.5"'));
    expect(accepted).toHaveLength(1);
  });
});

describe('a visit that cannot be as stated', () => {
  it.each([
    ['/visit/newborn', 'newborn-too-old', { newborn: true }],
    [
      '/visit/referral/signedOn',
      'referral-from-the-future',
      { referral: { from: '99001', signedOn: '2026-11-22' } },
    ],
    ['/visit/endsOn', 'end-before-begin', { endsOn: '2026-11-20' }],
  ])('is refused at %s: %s', async (pointer, code, visit) => {
    const answers = [
      await ask('plain', visit),
      await desk.send('/v1/benefit', {
        card: { group: 'DN', benefitDigit: '4' },
        person: { dateOfBirth: born },
        visit: { date: '2026-11-21', ...visit },
      }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: 'contradictory-visit', errors: [{ pointer, code }] });
    }
  });

  it('a day the law’s data do not reach is refused alone, and looked up all the same', async () => {
    const visit = { date: '2024-12-31' };
    const alone = await desk.send('/v1/benefit', { card: { group: 'DN', benefitDigit: '4' }, visit });
    expect(alone.body).toMatchObject({ errors: [{ pointer: '/visit/date' }] });
    expect((await ask('plain', visit)).body).toMatchObject({ reason: 'card-not-yet-valid' });
    const later = await ask('plain', { date: '2028-01-01' });
    expect(later.body).toMatchObject({ verdict: 'eligible', benefit: { needsReview: true, code: null } });
  });

  it.each([
    ['/card/benefitDigit', { card: { group: 'DN', benefitDigit: '9' } }],
    ['/card/group', { card: { group: 'D', benefitDigit: '4' } }],
    ['/visit/mainDiagnosis', { visit: { mainDiagnosis: 'J4' } }],
    ['/visit/inScopeCost', { visit: { inScopeCost: -1 } }],
    ['/visit/inScopeCost', { visit: { inScopeCost: 0.5 } }],
    ['/visit/listedDisease', { visit: { listedDisease: 'III' } }],
    ['/copay/beforeJuly2026', { copay: { cumulative: 1, beforeJuly2026: 2 } }],
    ['/person/dateOfBirth', { person: { dateOfBirth: '1990-02-30' } }],
    [
      '/card/validTo',
      { card: { group: 'DN', benefitDigit: '4', validFrom: '2026-02-01', validTo: '2026-01-01' } },
    ],
    ['/visit/colour', { visit: { colour: 'red' } }],
    // A name that may be a number of somebody is not repeated.
    ['/card', { card: { group: 'DN', benefitDigit: '4', DN4999900000017: 1 } }],
  ])('names the field: %s', async (pointer, wrong) => {
    const right = { card: { group: 'DN', benefitDigit: '4' } };
    const { status, body } = await desk.send('/v1/benefit', { ...right, ...wrong });
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'bad-request', errors: [{ pointer }] });
  });
});
