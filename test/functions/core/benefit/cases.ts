import * as z from 'zod';

import type { BenefitCard, BenefitVisit, Case, Copay } from '../../../../functions/core/benefit/visit.ts';
import { type FacilityProfile, levels, tiers } from '../../../../functions/core/facility/profile.ts';
import worked from './benefit-cases.json' with { type: 'json' };

/** The facilities of benefit rules §4.5, and cases there. */

const profiles: readonly FacilityProfile[] = z
  .array(
    z.object({
      code: z.string(),
      name: z.string(),
      level: z.enum(levels),
      score: z.number().nullable(),
      provisional: z.boolean(),
      tierBefore2025: z.enum(tiers).nullable(),
      listedPrimary: z.boolean(),
      contract: z.boolean(),
      validFrom: z.string().nullable().default(null),
    }),
  )
  .parse(worked.facilities);

export function profileOf(code: string): FacilityProfile {
  const profile = profiles.find((candidate) => candidate.code === code);
  if (profile === undefined) throw new Error(`No facility ${code}`);
  return profile;
}

export const F1 = profileOf('99001');
export const F2 = profileOf('99002');
export const F3 = profileOf('99003');
export const F4 = profileOf('99004');
export const F5 = profileOf('99005');
export const F6 = profileOf('99006');
export const F6b = profileOf('99016');
export const F7 = profileOf('99007');
export const F8 = profileOf('99008');
export const F9 = profileOf('99009');
export const F10 = profileOf('99010');

export const today = '2026-11-21';

/** A card as it is spoken of: `GD4` registered at F1, open at both ends unless told. */
export const card = (
  groupAndDigit: string,
  registered: FacilityProfile | null = F1,
  details: Partial<BenefitCard> = {},
): BenefitCard => ({
  group: groupAndDigit.slice(0, 2),
  benefitDigit: groupAndDigit.slice(2),
  registeredFacility: registered?.code ?? null,
  registeredLevel: registered?.level ?? 'none',
  area: null,
  validFrom: null,
  validTo: null,
  fiveYearsFrom: null,
  ...details,
});

export interface Told {
  readonly card?: BenefitCard;
  readonly otherCards?: readonly BenefitCard[];
  readonly at?: FacilityProfile | null;
  readonly visit?: Partial<BenefitVisit>;
  readonly dateOfBirth?: string | null;
  readonly copay?: Copay;
}

/** An adult with GD4 of the commune station who walks into F5 (62 points) today, unless told otherwise. */
export const caseOf = ({
  card: one = card('GD4'),
  otherCards = [],
  at = F5,
  visit = {},
  dateOfBirth = '1986-05-02',
  copay,
}: Told = {}): Case => ({
  card: one,
  otherCards,
  visit: { date: today, ...visit },
  facility: { code: at?.code ?? '99999', profile: at },
  dateOfBirth,
  copay: copay ?? null,
});

/** The two figures of the mid-2026 formula. */
export const copaid = (cumulative: number, beforeJuly2026: number | null = 0): Copay => ({
  cumulative,
  beforeJuly2026,
});
