import type { PlainDate } from '../calendar.ts';

export const levels = ['primary', 'basic', 'specialised'] as const;
export type Level = (typeof levels)[number];

export const tiers = ['commune', 'district', 'province', 'central'] as const;
export type Tier = (typeof tiers)[number];

/** What decides benefits at a facility, as it has to publish it itself (NĐ 188/2025 Đ35 k2 e). */
export interface FacilityProfile {
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  /** 0 to 100; null where there is none or it is not known. */
  readonly score: number | null;
  /** Placed at the basic level for the time being (tạm xếp cấp). */
  readonly provisional: boolean;
  /** Null: licensed since, or never placed. */
  readonly tierBefore2025: Tier | null;
  /** One of the forms for which the fund pays all (Luật BHYT Đ22 k1 c). */
  readonly listedPrimary: boolean;
  /** With BHXH, for insured visits. */
  readonly contract: boolean;
  /** From which day this holds; null: from ever. */
  readonly validFrom: PlainDate | null;
}

/** The profile that holds on a day; null where the directory has none. */
export type FindFacility = (code: string, on: PlainDate) => Promise<FacilityProfile | null>;
