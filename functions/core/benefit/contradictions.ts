import { ageOn, type BirthDate, latestDay, type PlainDate } from '../calendar.ts';
import { lawKnown, newbornUnder } from './law/validity.ts';
import type { BenefitVisit } from './visit.ts';

export type ContradictionCode =
  | 'date-outside-known-law'
  | 'end-before-begin'
  | 'newborn-too-old'
  | 'newborn-and-organ-donor'
  | 'referral-from-the-future';

/** Something in the visit that cannot be as stated; for the developer. */
export interface Contradiction {
  /** Path inside the visit, as in a JSON pointer. */
  readonly field: string;
  readonly code: ContradictionCode;
  readonly message: string;
}

interface Stated {
  readonly visit: BenefitVisit;
  readonly dateOfBirth: BirthDate | null;
}

/**
 * What the law cannot judge because it cannot be so. A slip that merely does not count (lapsed, used, another day's,
 * another facility's) is no contradiction: the decision refuses it and says why.
 */
export const contradictions = (stated: Stated): readonly Contradiction[] =>
  rules.flatMap((rule) => rule(stated));

const rules: readonly ((stated: Stated) => readonly Contradiction[])[] = [
  ({ visit }) => (isKnown(visit.date) ? [] : [outsideLaw('date')]),
  ({ visit: { endsOn } }) => (endsOn === undefined || isKnown(endsOn) ? [] : [outsideLaw('endsOn')]),
  ({ visit: { date, endsOn } }) =>
    endsOn !== undefined && endsOn < date
      ? [{ field: 'endsOn', code: 'end-before-begin', message: 'must not lie before date' }]
      : [],
  ({ visit: { newborn, date }, dateOfBirth }) =>
    newborn === true && dateOfBirth !== null && leastAgeOn(date, dateOfBirth) >= newbornUnder
      ? [
          {
            field: 'newborn',
            code: 'newborn-too-old',
            message: `is for a child treated right after birth (NĐ 188/2025 Đ37 k2): the patient is ${newbornUnder} year or older on the visit's date`,
          },
        ]
      : [],
  ({ visit: { newborn, organDonor } }) =>
    newborn === true && organDonor === true
      ? [
          {
            field: 'organDonor',
            code: 'newborn-and-organ-donor',
            message: 'a newborn is no organ donor (NĐ 188/2025 Đ37 k2, k4): state one of the two',
          },
        ]
      : [],
  ({ visit: { date, referral } }) =>
    referral !== undefined && referral.signedOn > date
      ? [
          {
            field: 'referral/signedOn',
            code: 'referral-from-the-future',
            message:
              "must not lie after the visit's date: a transfer slip counts from its signing (TT 01/2025 Đ12)",
          },
        ]
      : [],
];

const isKnown = (date: PlainDate): boolean => lawKnown.from <= date && date <= lawKnown.to;

const outsideLaw = (field: 'date' | 'endsOn'): Contradiction => ({
  field,
  code: 'date-outside-known-law',
  message: `must be from ${lawKnown.from} to ${lawKnown.to}: the rules of other days are not known here`,
});

/** Of a partial birth date, the least that it can mean: nobody is called too old who may not be. */
const leastAgeOn = (day: PlainDate, dateOfBirth: BirthDate): number => ageOn(day, latestDay(dateOfBirth));
