/** One health-insurance period. Dates may hang on today, so that "expires today" stays true on any day. */
export interface SyntheticCard {
  /** Fifteen characters: two letters, benefit digit, province, ten-digit social-insurance number. */
  readonly number: string;
  readonly validFrom: RelativeDate;
  /** Null: open-ended. */
  readonly validTo: RelativeDate | null;
  readonly registeredFacility: Facility;
  readonly area: '' | 'K1' | 'K2' | 'K3';
  readonly fiveYearsFrom: RelativeDate | null;
}

export interface Facility {
  readonly code: string;
  readonly name: string;
}

/** Days from the simulator's (pinned) today, or a fixed calendar date `YYYY-MM-DD`. */
export type RelativeDate = { readonly days: number } | { readonly date: string };

/** What a patient paid of the costs in scope of one visit, as BHXH added it up. */
export interface SyntheticCopay {
  /** A day counted from today that falls into another year counts on 1 January: so a year's total stays what it is. */
  readonly leftOn: RelativeDate;
  /** Whole đồng. */
  readonly amount: number;
}

/** Every top-level field of the lookup's answer (gateway protocol §2.2), in the order it is sent. */
export const wireFields = [
  'maKetQua',
  'ghiChu',
  'maThe',
  'hoTen',
  'ngaySinh',
  'gioiTinh',
  'diaChi',
  'maDKBD',
  'cqBHXH',
  'gtTheTu',
  'gtTheDen',
  'maKV',
  'ngayDu5Nam',
  'maSoBHXH',
  'maTheCu',
  'maTheMoi',
  'gtTheTuMoi',
  'gtTheDenMoi',
  'maDKBDMoi',
  'tenDKBDMoi',
  'dsLichSuKCB2018',
  'dsLichSuKT2018',
] as const;

export type WireField = (typeof wireFields)[number];

/** How one field of the answer departs from the official "string". Each is seen in the field or feared (§2.2, §7). */
export type WireQuirk =
  'null' | 'empty' | 'absent' | 'padded' | 'number' | 'decomposed' | 'upper-case' | 'empty-list';

export interface ResponseQuirks {
  readonly fields?: Partial<Record<WireField, WireQuirk>>;
  /** The gateway answers 200 even for most errors (§0.4); this person's answer carries another status. */
  readonly httpStatus?: number;
  /** No holder data with a code that usually brings it: which codes do is not known for 2024 (§3.4, §7.3). */
  readonly withoutData?: boolean;
}

export type ExpectedReason =
  | {
      readonly verdict: 'eligible';
      readonly reason: 'card-valid' | 'card-replaced' | 'card-valid-inspect-paper';
    }
  | {
      readonly verdict: 'not-eligible';
      readonly reason:
        | 'card-expired'
        | 'card-not-yet-valid'
        | 'card-withdrawn'
        | 'card-reported-reduced'
        | 'card-not-found'
        | 'card-number-wrong';
    }
  | {
      readonly verdict: 'undetermined';
      readonly reason:
        | 'identity-mismatch'
        | 'child-without-card'
        | 'registry-fault'
        | 'registry-unknown-code'
        | 'operator-not-registered'
        | 'facility-credentials-rejected';
    };

/** An invented person: no name, number or address here belongs to anyone. */
export interface SyntheticPerson {
  readonly id: string;
  readonly note: { readonly vi: string; readonly en: string };
  readonly fullName: string;
  /** `1990-02-17`, `1990-02` or `1990`: as precise as the registry holds it. */
  readonly dateOfBirth: string;
  readonly sex: 'male' | 'female';
  readonly personalId: string;
  /** An old nine-digit number, as the second field of the citizen card's QR carries it. */
  readonly formerNumber?: string;
  /** The number was kept after a correction of birth year or sex, so its digits contradict both lawfully. */
  readonly keptOldNumber?: boolean;
  readonly socialNumber: string;
  readonly address: string;
  /** Oldest first. */
  readonly cards: readonly SyntheticCard[];
  /** In no order. */
  readonly copay?: readonly SyntheticCopay[];
  /** The registry answers this code whatever the cards say. */
  readonly resultCode?: string;
  readonly quirks?: ResponseQuirks;
  readonly expected: ExpectedReason;
}
