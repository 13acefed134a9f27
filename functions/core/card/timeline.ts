import type { PlainDate } from '../calendar.ts';

export interface Facility {
  readonly code: string;
  readonly name: string | null;
}

/** One period of insurance as the registry knows it. */
export interface CardPeriod {
  readonly number: string;
  /** First two characters of a 15-character code: who the insured is. */
  readonly group: string | null;
  /** Third character: the level of benefit, `1` to `5`. */
  readonly benefitDigit: string | null;
  /** First day, included; null where the registry does not say. */
  readonly validFrom: PlainDate | null;
  /** Last day, included; null for an open-ended card. */
  readonly validTo: PlainDate | null;
  readonly registeredFacility: Facility | null;
  /** K1, K2, K3: area of residence with its own benefits. */
  readonly area: string | null;
  /** The day five continuous years are complete; can lie in the future. */
  readonly fiveYearsFrom: PlainDate | null;
}

export type PeriodState = 'covers' | 'ended' | 'upcoming';

export function stateOn(period: CardPeriod, date: PlainDate): PeriodState {
  if (period.validFrom !== null && period.validFrom > date) return 'upcoming';
  if (period.validTo !== null && period.validTo < date) return 'ended';
  return 'covers';
}

/** Oldest first, each period once: the registry repeats the current card where there is no newer one (§2.2). */
export function timeline(periods: readonly CardPeriod[]): readonly CardPeriod[] {
  const unique = new Map<string, CardPeriod>();
  for (const period of periods) {
    const key = `${period.number}|${period.validFrom ?? ''}|${period.validTo ?? ''}`;
    const known = unique.get(key);
    unique.set(key, known === undefined ? period : filledFrom(known, period));
  }
  return [...unique.values()].sort(
    (a, b) => compare(a.validFrom ?? '', b.validFrom ?? '') || compare(lastDay(a), lastDay(b)),
  );
}

/**
 * The card that applies on a date: of those whose dates cover it, the one with the higher benefit
 * (Luật BHYT Đ22 k2); between equals, the newer. A card issued for a later period never applies early.
 */
export function applicable(periods: readonly CardPeriod[], date: PlainDate): CardPeriod | null {
  const covering = timeline(periods).filter((period) => stateOn(period, date) === 'covers');
  return covering.reduce<CardPeriod | null>(
    (best, next) => (best === null || benefitRank(next) >= benefitRank(best) ? next : best),
    null,
  );
}

/**
 * Digit to rank: 5 also pays outside the benefit scope, 1 has no ratio limits, 2 pays 100 %, 3 pays 95 %,
 * 4 pays 80 % (QĐ 1351/QĐ-BHXH).
 */
const RANKS = new Map([
  ['5', 5],
  ['1', 4],
  ['2', 3],
  ['3', 2],
  ['4', 1],
]);

const benefitRank = (period: CardPeriod): number => RANKS.get(period.benefitDigit ?? '') ?? 0;

const lastDay = (period: CardPeriod): string => period.validTo ?? '9999-12-31';

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The copy in the "newer card" fields knows the facility's name, the main one knows area and five years. */
const filledFrom = (known: CardPeriod, copy: CardPeriod): CardPeriod => ({
  ...known,
  registeredFacility:
    known.registeredFacility !== null && known.registeredFacility.name === null
      ? sameFacility(known.registeredFacility, copy.registeredFacility)
      : (known.registeredFacility ?? copy.registeredFacility),
  area: known.area ?? copy.area,
  fiveYearsFrom: known.fiveYearsFrom ?? copy.fiveYearsFrom,
});

const sameFacility = (known: Facility, copy: Facility | null): Facility =>
  copy?.code === known.code ? copy : known;
