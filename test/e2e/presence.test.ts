import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { personById } from '../../local/people/people.ts';
import { cardSubject, chipSubject, citizenQr, vneidClaims } from '../../local/people/scans.ts';
import type { LocalService } from '../../local/service.ts';
import { type Desk, lookupId, signIn } from '../support/desk.ts';
import { startUnhurried } from '../support/unhurried.ts';

let service: LocalService;
let desk: Desk;

beforeAll(async () => {
  service = await startUnhurried();
  desk = await signIn(service, '99003');
});
afterAll(() => service.close());

const patient = personById('valid-employee');
const masked = `${patient.personalId.slice(0, 3)}*****${patient.personalId.slice(-4)}`;

/** The same patient, in every way of coming to the desk. */
const presented = {
  'proven chip': () =>
    Promise.resolve({
      ...chipSubject(patient),
      chip: service.chips.read(patient, service.chips.signers.rsa),
    }),
  token: async () => ({ kind: 'vneid', token: await service.vneid.mint({ ...vneidClaims(patient) }) }),
  'asserted chip': () => Promise.resolve(chipSubject(patient)),
  QR: () => Promise.resolve({ kind: 'citizen-qr', payload: citizenQr(patient) }),
  'typed number': () => Promise.resolve({ ...cardSubject(patient), cardNumber: patient.personalId }),
};

describe('how the patient came decides what may be seen, at once and when the lookup is read again', () => {
  it.each([
    ['proven chip', 'chip-verified', patient.personalId],
    ['token', 'vneid-verified', patient.personalId],
    ['asserted chip', 'qr', masked],
    ['QR', 'qr', masked],
    ['typed number', 'typed', masked],
  ] as const)('%s: %s', async (how, presence, personalId) => {
    const asked = await desk.settle(await presented[how]());
    const again = await desk.get(`/v1/lookups/${lookupId(asked)}`);
    for (const answer of [asked, again]) {
      expect(answer.body).toMatchObject({ reason: 'card-valid', identity: { presence, personalId } });
      expect(answer.text.includes(patient.personalId)).toBe(personalId === patient.personalId);
    }
  });

  it('what a proven patient saw is not shown to a QR after it, though the answer comes from the cache', async () => {
    await desk.settle(await presented['proven chip']());
    const { body, text } = await desk.settle(await presented.QR());
    expect(body).toMatchObject({ freshness: { source: 'cache' }, identity: { personalId: masked } });
    expect(text).not.toContain(patient.personalId);
  });
});
