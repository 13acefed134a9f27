import { readFileSync } from 'node:fs';

import * as z from 'zod';

import type { SyntheticCard, SyntheticPerson } from '../../local/people/person.ts';

/** The worked cases of the benefit rules (§4.5), and people of the simulator who hold such cards. */

const workedCase = z.strictObject({
  id: z.string(),
  card: z.strictObject({
    groupAndDigit: z.string().length(3),
    registeredFacility: z.string().nullable(),
    area: z.enum(['K1', 'K2', 'K3']).optional(),
    fiveYearsFrom: z.string().optional(),
  }),
  visit: z.looseObject({ facility: z.string(), date: z.string() }),
  ageYears: z.int().optional(),
  copay: z.strictObject({ cumulative: z.int(), beforeJuly2026: z.int() }).optional(),
  expect: z.strictObject({
    code: z.string().nullable(),
    coveredPercent: z.number().nullable(),
    needsReview: z.boolean(),
  }),
});

export type WorkedCase = z.infer<typeof workedCase>;

const file = new URL('../functions/core/benefit/benefit-cases.json', import.meta.url);

export const { cases, facilities } = z
  .object({ facilities: z.array(z.unknown()), cases: z.array(workedCase) })
  .parse(JSON.parse(readFileSync(file, 'utf8')));

/** The case as `POST /v1/benefit` takes it. */
export function benefitQuestion({ card, visit, ageYears, copay }: WorkedCase): object {
  const { groupAndDigit, ...rest } = card;
  return {
    card: { group: groupAndDigit.slice(0, 2), benefitDigit: groupAndDigit.charAt(2), ...rest },
    visit: statedVisit(visit),
    ...(ageYears !== undefined && { person: { dateOfBirth: bornFor(visit.date, ageYears) } }),
    ...(copay !== undefined && { copay }),
  };
}

/** Without the facility: that is who asks. */
export const statedVisit = (visit: WorkedCase['visit']): object =>
  Object.fromEntries(Object.entries(visit).filter(([name]) => name !== 'facility'));

/** Somebody in the registry who holds such a card; no two share a number. */
export function holderOf({ id, card, visit, ageYears, copay }: WorkedCase, index: number): SyntheticPerson {
  const age = ageYears ?? (card.groupAndDigit.startsWith('TE') ? 0 : 40);
  return holder(index, {
    id: `case-${id.toLowerCase()}`,
    dateOfBirth: bornFor(visit.date, age),
    cards: [
      {
        groupAndDigit: card.groupAndDigit,
        registeredFacility: card.registeredFacility ?? '99000',
        area: card.area ?? '',
        fiveYearsFrom: card.fiveYearsFrom === undefined ? null : { date: card.fiveYearsFrom },
      },
    ],
    // Paid today: the registry tells the total of this calendar year alone.
    ...(copay !== undefined && { copay: [{ leftOn: { days: 0 }, amount: copay.cumulative }] }),
  });
}

type Card = Partial<Omit<SyntheticCard, 'number' | 'registeredFacility'>> & {
  readonly groupAndDigit: string;
  readonly registeredFacility: string;
};

/** An invented person of these details; `serial` from 0 to 98 makes the numbers. */
export function holder(
  serial: number,
  details: Pick<SyntheticPerson, 'id' | 'dateOfBirth'> &
    Partial<Pick<SyntheticPerson, 'resultCode' | 'copay'>> & { readonly cards: readonly Card[] },
): SyntheticPerson {
  const { cards, dateOfBirth, ...rest } = details;
  const tail = String(serial + 1).padStart(2, '0');
  const socialNumber = `98000000${tail}`;
  return {
    note: { vi: 'Tình huống kiểm thử', en: 'A case under test' },
    fullName: 'Phan Thị Tình Huống',
    dateOfBirth,
    sex: 'female',
    personalId: `001${dateOfBirth >= '2000' ? 3 : 1}${dateOfBirth.slice(2, 4)}0001${tail}`,
    socialNumber,
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: cards.map(({ groupAndDigit, registeredFacility, ...card }) => ({
      number: `${groupAndDigit}99${socialNumber}`,
      validFrom: { date: '2025-01-01' },
      validTo: { date: '2099-12-31' },
      area: '',
      fiveYearsFrom: null,
      ...card,
      registeredFacility: { code: registeredFacility, name: 'Cơ sở Ví Dụ' },
    })),
    expected: { verdict: 'eligible', reason: 'card-valid' },
    ...rest,
  };
}

const bornFor = (visit: string, age: number): string => `${Number(visit.slice(0, 4)) - age}-01-02`;
