import type { BirthDate } from '../calendar.ts';
import type { Result } from '../result.ts';
import type { Sex } from './personal-number.ts';

/** The holder as the chip's signed data have it: DG13 (identity §3.3). Everything else on the chip is left there. */
export interface ChipHolder {
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth: BirthDate;
  readonly sex: Sex | null;
}

/** What a reader hands over of the chip: EF.SOD and data groups by number, in base64. */
export interface ChipData {
  readonly sod: string;
  readonly dataGroups: Readonly<Record<string, string>>;
}

/** What passive authentication (ICAO 9303-11 §5.1) can find wrong with a chip. A closed list. */
export const chipFaults = [
  'CHIP_SOD_MALFORMED',
  'CHIP_DG_MALFORMED',
  'CHIP_DG_NOT_LISTED',
  'CHIP_DG_HASH',
  'CHIP_DG13_MISSING',
  'CHIP_DG_DISAGREE',
  'CHIP_SIGNATURE',
  'CHIP_SIGNER_UNTRUSTED',
  'CHIP_SIGNER_EXPIRED',
  'CHIP_SIGNER_REVOKED',
  'CHIP_ALGORITHM_WEAK',
  'CHIP_ALGORITHM_UNKNOWN',
] as const;
export type ChipFault = (typeof chipFaults)[number];

/** There is nothing to check the chip against: no CSCA certificate was loaded, or none can be read. */
export const chipTrustUnavailable = 'CHIP_TRUST_UNAVAILABLE';

/** `CHIP_UNCHECKED`: nobody answered in time, or nobody knows whom to trust. It says nothing about the chip. */
export type VerifyChip = (
  chip: ChipData,
  until: Date,
) => Promise<Result<ChipHolder, ChipFault | 'CHIP_UNCHECKED'>>;
