import type { PlainDate } from '../calendar.ts';
import { ageOnVisit } from './age.ts';
import { childWithoutCard, raisedGroups, ratesByDigit } from './law/base-rates.ts';
import { type BaseSalary, baseSalaries, cheapVisit, exemption } from './law/money.ts';
import type { BenefitCard, Case, Copay } from './visit.ts';

/** What the fund pays of in-scope cost before the route counts, in percent, and by which rule. */
export interface BaseRate {
  readonly percent: number;
  readonly citations: readonly string[];
}

/**
 * By the group where a law has raised it (B1), else by the card's third character; of a child whose card is still to come,
 * that of all children under 6. Null where nothing tells.
 */
export function rateOf(given: Case, on: PlainDate): BaseRate | null {
  const { group, benefitDigit } = given.card;
  return (
    raisedGroups.findLast((rule) => rule.group === group && rule.from <= on) ??
    ratesByDigit[benefitDigit ?? ''] ??
    (isYoungChild(given) ? childWithoutCard : null)
  );
}

function isYoungChild(given: Case): boolean {
  const age = ageOnVisit(given);
  return given.visit.newborn === true || (age !== null && age < childWithoutCard.underAge);
}

const salaryOn = (date: PlainDate): BaseSalary | null =>
  baseSalaries.findLast(({ from }) => from <= date) ?? null;

/** A visit costing less than this is paid in full (B3); strictly less. Null before the tables begin. */
export function cheapVisitBelow(
  on: PlainDate,
): { readonly dong: number; readonly citations: readonly string[] } | null {
  const salary = salaryOn(on);
  if (salary === null) return null;
  return {
    dong: (salary.dong * cheapVisit.percentOfSalary) / 100,
    citations: [cheapVisit.citation, salary.source],
  };
}

/**
 * Co-payment of the year must be beyond this, in đồng, for the five-year exemption (B4); strictly more. Where base salary
 * changed in the year, what was paid before counts in months of the old one, and what is left in months of the new one
 * (CV 302 mục 2.5). What was paid before is taken as nothing where it is not known: the highest threshold there is.
 */
export function copayThreshold(on: PlainDate, paidBeforeChange: number): number | null {
  const before = salaryOn(`${on.slice(0, 4)}-01-01`)?.dong;
  const now = salaryOn(on)?.dong;
  if (before === undefined || now === undefined) return null;
  if (before === now) return exemption.months * now;
  // Whole đồng: a fraction of one is never paid.
  const monthsLeft = Math.max(0, exemption.months * before - paidBeforeChange);
  return Math.min(paidBeforeChange, exemption.months * before) + Math.floor((monthsLeft * now) / before);
}

/** Five years complete, and enough co-paid this calendar year: both (NĐ 188/2025 Đ18 k2). */
export function isExempt(card: BenefitCard, copay: Copay | null, on: PlainDate): boolean | 'unknown' {
  if (copay === null || !hasFiveYears(card, on)) return false;
  const { cumulative, beforeJuly2026 } = copay;
  const threshold = copayThreshold(on, beforeJuly2026 ?? 0);
  if (threshold === null || cumulative > threshold) return threshold !== null;
  // All of it before the change is what makes the threshold least.
  const least = copayThreshold(on, cumulative) ?? threshold;
  return beforeJuly2026 === null && cumulative > least ? 'unknown' : false;
}

export const hasFiveYears = ({ fiveYearsFrom }: BenefitCard, on: PlainDate): boolean =>
  fiveYearsFrom !== null && fiveYearsFrom <= on;
