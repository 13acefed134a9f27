import type { BirthDate, PlainDate } from '../calendar.ts';
import type { FacilityProfile, Level } from '../facility/profile.ts';

/** What of a card decides benefits. */
export interface BenefitCard {
  readonly group: string | null;
  readonly benefitDigit: string | null;
  /** Five-character code. */
  readonly registeredFacility: string | null;
  /** What the directory knows of it. */
  readonly registeredLevel: Level | 'unknown' | 'none';
  /** K1, K2, K3. */
  readonly area: string | null;
  readonly validFrom: PlainDate | null;
  readonly validTo: PlainDate | null;
  readonly fiveYearsFrom: PlainDate | null;
}

/** The visit as the hospital states it. What is not stated does not hold. */
export interface BenefitVisit {
  readonly date: PlainDate;
  /** Last day of the stay or the episode, where it is known. */
  readonly endsOn?: PlainDate | undefined;
  readonly setting?: 'outpatient' | 'inpatient' | undefined;
  readonly emergency?: boolean | undefined;
  /** ICD-10. */
  readonly mainDiagnosis?: string | undefined;
  /** The facility attests that the case meets Appendix I or II of TT 01/2025. */
  readonly listedDisease?: 'I' | 'II' | undefined;
  readonly referral?: Referral | undefined;
  readonly appointment?: Appointment | undefined;
  readonly temporaryStay?: TemporaryStay | undefined;
  readonly newborn?: boolean | undefined;
  readonly organDonor?: boolean | undefined;
  /** Whole đồng, in scope of BHYT; known at closing. */
  readonly inScopeCost?: number | undefined;
}

export interface Referral {
  readonly from: string;
  readonly signedOn: PlainDate;
  /** The facility attests a disease of Appendix III. */
  readonly oneYear?: boolean | undefined;
  readonly number?: string | undefined;
}

export interface Appointment {
  readonly issuedBy: string;
  readonly on: PlainDate;
  readonly used?: boolean | undefined;
  readonly number?: string | undefined;
}

export const stayPapers = [
  'travel-order',
  'student-card',
  'leave-document',
  'mobile-work',
  'family',
] as const;

export interface TemporaryStay {
  readonly declared: boolean;
  readonly paper?: (typeof stayPapers)[number] | undefined;
}

/** Co-payment of this calendar year, as BHXH publishes it; đồng. */
export interface Copay {
  readonly cumulative: number;
  /** The part before 1 July 2026, when base salary changed; null where it is not known. */
  readonly beforeJuly2026: number | null;
  /** The day of this stay on which the threshold was crossed, where it was. */
  readonly exceededOn?: PlainDate | undefined;
}

/** Everything the decision rests on. */
export interface Case {
  /** The one that applies on arrival. */
  readonly card: BenefitCard;
  /** Others of the same patient; one may take over during the stay. */
  readonly otherCards?: readonly BenefitCard[];
  readonly visit: BenefitVisit;
  /** Where the patient is. `profile` null: not in the directory. */
  readonly facility: { readonly code: string; readonly profile: FacilityProfile | null };
  readonly dateOfBirth: BirthDate | null;
  readonly copay: Copay | null;
}
