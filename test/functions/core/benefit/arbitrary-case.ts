import * as fc from 'fast-check';

import { settings } from '../../../../functions/core/benefit/row.ts';
import {
  type BenefitCard,
  type BenefitVisit,
  type Case,
  stayPapers,
} from '../../../../functions/core/benefit/visit.ts';
import { type FacilityProfile, levels, tiers } from '../../../../functions/core/facility/profile.ts';
import { plainDate } from '../../../support/arbitraries.ts';

/** Whatever the schema lets through, sensible or not. */

export const lawDate = plainDate('2025-01-01', '2027-12-31');
const anyDate = fc.oneof(lawDate, fc.constantFrom('1800-01-01', '2024-02-29', '2028-02-29', '9999-12-31'));

const codes = fc.constantFrom('99001', '99003', '99005', '99008', '99X10');
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 });
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2, nil: undefined });

const birthDate = orNull(
  fc.oneof(
    plainDate('1930-01-01', '2027-12-31'),
    fc.constantFrom('1990', '2020', '2020-02', '1990-12', '2020-02-29'),
  ),
);

export const anyCard: fc.Arbitrary<BenefitCard> = fc.record({
  group: orNull(fc.constantFrom('GD', 'DN', 'HT', 'CN', 'LH', 'TE', 'QN', 'HG', 'ZZ')),
  benefitDigit: orNull(fc.constantFrom('1', '2', '3', '4', '5', '9')),
  registeredFacility: orNull(codes),
  registeredLevel: fc.constantFrom(...levels, 'unknown', 'none'),
  area: orNull(fc.constantFrom('K1', 'K2', 'K3', 'K4')),
  validFrom: orNull(anyDate),
  validTo: orNull(anyDate),
  fiveYearsFrom: orNull(anyDate),
});

export const anyProfile: fc.Arbitrary<FacilityProfile> = fc.record({
  code: codes,
  name: fc.constant('Cơ sở Ví Dụ'),
  level: fc.constantFrom(...levels),
  score: orNull(fc.constantFrom(0, 45, 49.9, 50, 62, 69.9, 70, 100)),
  provisional: fc.boolean(),
  tierBefore2025: orNull(fc.constantFrom(...tiers)),
  listedPrimary: fc.boolean(),
  contract: fc.boolean(),
  validFrom: fc.constant(null),
});

/** Nothing in it hangs on a date of its own. */
export const undatedVisit = {
  setting: maybe(fc.constantFrom(...settings)),
  emergency: maybe(fc.boolean()),
  mainDiagnosis: maybe(
    fc.constantFrom('I50.0', 'C50.9', 'C79', 'J45.0', 'C83.51', 'G04.2', 'A17.0', 'Q87.11'),
  ),
  listedDisease: maybe(fc.constantFrom('I', 'II')),
  newborn: maybe(fc.boolean()),
  organDonor: maybe(fc.boolean()),
  inScopeCost: maybe(fc.constantFrom(0, 350_999, 351_000, 379_499, 379_500, 10_000_000_000)),
  temporaryStay: maybe(fc.record({ declared: fc.boolean(), paper: maybe(fc.constantFrom(...stayPapers)) })),
} as const;

const anyVisit: fc.Arbitrary<BenefitVisit> = fc.record({
  ...undatedVisit,
  date: lawDate,
  endsOn: maybe(anyDate),
  referral: maybe(fc.record({ from: codes, signedOn: anyDate, oneYear: maybe(fc.boolean()) })),
  appointment: maybe(fc.record({ issuedBy: codes, on: anyDate, used: maybe(fc.boolean()) })),
});

const money = fc.oneof(fc.integer({ min: 0, max: 30_000_000 }), fc.constantFrom(14_610_001, 15_180_001));

export const anyCopay = orNull(
  fc.record({ cumulative: money, beforeJuly2026: orNull(money), exceededOn: maybe(anyDate) }),
);

export const anyFacility: fc.Arbitrary<Case['facility']> = orNull(anyProfile).map((profile) => ({
  code: profile?.code ?? '99999',
  profile,
}));

export const anyCase: fc.Arbitrary<Case> = fc.record({
  card: anyCard,
  otherCards: fc.array(anyCard, { maxLength: 2 }),
  visit: anyVisit,
  facility: anyFacility,
  dateOfBirth: birthDate,
  copay: anyCopay,
});

/** A card that covers every day, and tells what it pays. */
export const openCard: fc.Arbitrary<BenefitCard> = fc
  .tuple(anyCard, fc.constantFrom('1', '2', '3', '4', '5'))
  .map(([card, benefitDigit]) => ({ ...card, benefitDigit, validFrom: null, validTo: null }));
