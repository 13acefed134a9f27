import type { ExpectedReason, Facility, SyntheticCard } from './person.ts';

/** The facilities people are registered at; 99xxx exists nowhere in Vietnam. */
export const facility = {
  commune: { code: '99001', name: 'Trạm y tế xã A' },
  privateClinic: { code: '99002', name: 'PKĐK tư nhân B' },
  formerDistrict: { code: '99003', name: 'BV C (huyện cũ, 45 đ)' },
  province: { code: '99006', name: 'BVĐK tỉnh G (cơ bản, 66 đ)' },
  specialised: { code: '99007', name: 'BVĐK tỉnh H (chuyên sâu)' },
  // Letters occur in real codes, so none may be read as a number.
  withLetter: { code: '99C01', name: 'Phòng khám đa khoa Ví Dụ C' },
} as const satisfies Record<string, Facility>;

/** On 2026-11-21 these are the calendar year's first and last day; on any other day, a year around today. */
const thisYear = { validFrom: { days: -324 }, validTo: { days: 40 } } as const;

/** Offsets of the periods before and after `thisYear`, without a gap. */
export const lastYear = { validFrom: { days: -689 }, validTo: { days: -325 } } as const;
export const nextYear = { validFrom: { days: 41 }, validTo: { days: 405 } } as const;

/** A card of this year at the commune station, unless told otherwise. `prefix`: group, benefit digit, province. */
export function card(
  prefix: string,
  socialNumber: string,
  details: Partial<Omit<SyntheticCard, 'number'>> = {},
): SyntheticCard {
  return {
    number: `${prefix}${socialNumber}`,
    ...thisYear,
    registeredFacility: facility.commune,
    area: '',
    fiveYearsFrom: { days: 222 },
    ...details,
  };
}

/** The product's verdict and reason, as the public contract names them. */
export const outcome = {
  valid: { verdict: 'eligible', reason: 'card-valid' },
  replaced: { verdict: 'eligible', reason: 'card-replaced' },
  inspectPaper: { verdict: 'eligible', reason: 'card-valid-inspect-paper' },
  expired: { verdict: 'not-eligible', reason: 'card-expired' },
  notYetValid: { verdict: 'not-eligible', reason: 'card-not-yet-valid' },
  withdrawn: { verdict: 'not-eligible', reason: 'card-withdrawn' },
  reduced: { verdict: 'not-eligible', reason: 'card-reported-reduced' },
  notFound: { verdict: 'not-eligible', reason: 'card-not-found' },
  numberWrong: { verdict: 'not-eligible', reason: 'card-number-wrong' },
  mismatch: { verdict: 'undetermined', reason: 'identity-mismatch' },
  childWithoutCard: { verdict: 'undetermined', reason: 'child-without-card' },
  fault: { verdict: 'undetermined', reason: 'registry-fault' },
  unknownCode: { verdict: 'undetermined', reason: 'registry-unknown-code' },
  operator: { verdict: 'undetermined', reason: 'operator-not-registered' },
  credentials: { verdict: 'undetermined', reason: 'facility-credentials-rejected' },
} as const satisfies Record<string, ExpectedReason>;
