import type { PlainDate } from '../calendar.ts';
import type { Level, Tier } from '../facility/profile.ts';
import type { Ambiguity } from './law/ambiguities.ts';
import type { Evidence } from './law/evidence.ts';

export interface Sentence {
  readonly vi: string;
  readonly en: string;
}

/**
 * How the patient came, as the desk names it: correct route (đúng tuyến), emergency, nationwide access (walk-in at the
 * full rate, thông tuyến), reduced (trái tuyến), reimbursed directly by BHXH, not a visit of BHYT, or for BHXH to confirm.
 */
export const routes = [
  'correct',
  'emergency',
  'nationwide',
  'reduced',
  'direct',
  'none',
  'to-confirm',
] as const;
export type Route = (typeof routes)[number];

/** Whether the law says so, or we conclude it, or two texts disagree. */
export const certainties = ['certain', 'probable', 'ambiguous'] as const;
export type Certainty = (typeof certainties)[number];

export const settings = ['outpatient', 'inpatient'] as const;
export type Setting = (typeof settings)[number];

/** What a slip or a paper is worth here, today. */
export type SlipStanding = 'valid' | 'refused' | 'none';

/** What the rows ask about a visit. Of a fact that is `unknown`, a row that names it may or may not apply. */
interface FactTable {
  readonly contract: boolean;
  readonly level: Level | 'unknown';
  readonly listedPrimary: boolean | 'unknown';
  /** Before 2025, when there were four tiers; `none`: licensed since. */
  readonly tier: Tier | 'none' | 'unknown';
  /** Of a basic facility by its score (NĐ 96/2023); `provisional` stands for the score that is not there yet. */
  readonly standing: 'provisional' | 'below-50' | '50-to-70' | '70-and-up' | 'score-missing' | 'unknown';
  readonly setting: Setting;
  readonly emergency: boolean;
  readonly registeredHere: boolean;
  readonly registeredLevel: Level | 'unknown' | 'none';
  readonly referral: SlipStanding;
  readonly appointment: SlipStanding;
  readonly temporaryStay: SlipStanding;
  readonly newborn: boolean;
  readonly organDonor: boolean;
  readonly appendixI: boolean | 'unknown';
  readonly appendixII: boolean | 'unknown';
  /** K1, K2 or K3 on the card. */
  readonly difficultArea: boolean;
  /** Army, police or cipher on duty travel or leave, with the paper for it. */
  readonly servicePersonAway: boolean;
}

/** A mapped type: unlike an interface, it can be read by a fact's name. */
export type Facts = Readonly<FactTable>;

/** What must hold for a row: a flag's value, or one of several values. */
export type Condition = {
  readonly [Fact in keyof Facts]?: Facts[Fact] extends boolean | 'unknown'
    ? boolean
    : readonly Exclude<Facts[Fact], 'unknown'>[];
};

export interface DatedFactor {
  readonly from: PlainDate;
  /** 10: the whole rate of the card; null: the law does not say. */
  readonly tenths: number | null;
}

export interface Row {
  /** As in the table of benefit rules §4.3. */
  readonly row: string;
  /** `MA_DOITUONG_KCB` of QĐ 3276/QĐ-BYT; null where it has none. */
  readonly code: string | null;
  readonly route: Route;
  /** Null: no visit says it; the desk does, or the lookup. */
  readonly when: Condition | null;
  /** Oldest first. */
  readonly factor: readonly DatedFactor[];
  /** The base rate is 100 % here whatever the card says (Luật BHYT Đ22 k1 c). */
  readonly paysAll?: boolean;
  readonly reason: Sentence;
  readonly citations: readonly string[];
  readonly certainty: Certainty;
  /** What the desk keeps with the record. */
  readonly evidence: readonly Evidence[];
  /** The row that the code list's own order would take first, where the statute pays more. */
  readonly codeListSays?: { readonly row: string; readonly ambiguity: Ambiguity };
}
