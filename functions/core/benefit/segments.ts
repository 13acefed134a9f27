import { addDays, type PlainDate } from '../calendar.ts';
import { type Benefit, type Change, decide, notPaid } from './decide.ts';
import { raisedGroups } from './law/base-rates.ts';
import { cardEnded, cardEndedDuringTreatment, cardNotYetValid } from './law/sentences.ts';
import { afterCardEnds, cardRule } from './law/validity.ts';
import { currentTable, type Table } from './match.ts';
import type { BenefitCard, Case, Copay } from './visit.ts';
import { covers, paidUntil, validityOf } from './validity.ts';

/** One run of days on which the same is paid. */
export interface Segment {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly benefit: Benefit;
}

export interface Decision {
  /** On arrival. */
  readonly benefit: Benefit;
  /** One unless something changes during the visit. */
  readonly segments: readonly Segment[];
}

/** The decision for the whole visit, split by date where card, rate or exemption change (NĐ 188/2025 Đ21 k2, Đ50 k4–5). */
export function decideVisit(given: Case, table: Table = currentTable): Decision {
  const last = given.visit.endsOn ?? given.visit.date;
  const [first, ...later] = changeDays(given, last).map((from) => ({
    from,
    to: last,
    benefit: benefitOn(given, from, table),
  }));
  const benefit = first?.benefit ?? benefitOn(given, given.visit.date, table);
  const segments = later.reduce<readonly Segment[]>(joined, first === undefined ? [] : [first]);
  return {
    benefit: { ...benefit, wouldChangeIf: [...benefit.wouldChangeIf, ...toCome(given, benefit, table)] },
    segments,
  };
}

/** A run that pays as the one before it, and as surely, is part of it. */
function joined(runs: readonly Segment[], next: Segment): readonly Segment[] {
  const before = runs.at(-1);
  if (before === undefined || paysTheSame(before.benefit, next.benefit)) return runs;
  return [...runs.slice(0, -1), { ...before, to: addDays(next.from, -1) }, next];
}

const paysTheSame = (one: Benefit, other: Benefit): boolean =>
  one.row === other.row &&
  one.code === other.code &&
  one.basePercent === other.basePercent &&
  one.coveredPermille === other.coveredPermille &&
  one.certainty === other.certainty;

/** The first day, and every day of the visit on which something may begin or end, in their order: New Year for co-payment. */
function changeDays(given: Case, last: PlainDate): readonly PlainDate[] {
  const { visit, copay } = given;
  if (last === visit.date) return [last];
  const candidates = [
    ...cardsOf(given).flatMap((card) => cardDays(card, given)),
    ...(copay?.exceededOn === undefined ? [] : [copay.exceededOn]),
    ...raisedGroups.map(({ from }) => from),
    `${Number(visit.date.slice(0, 4)) + 1}-01-01`,
  ];
  const within = candidates.filter((day) => day > visit.date && day <= last);
  return [...new Set([visit.date, ...within])].toSorted();
}

const cardsOf = ({ card, otherCards = [] }: Case): readonly BenefitCard[] => [card, ...otherCards];

/** When a card begins, ends, is no longer paid for, and completes five years. */
function cardDays(card: BenefitCard, given: Case): readonly PlainDate[] {
  const { from, to } = validityOf(card, given);
  return [
    ...(from === null ? [] : [from]),
    ...(to === null ? [] : [addDays(to, 1), addDays(paidUntil(to), 1)]),
    ...(card.fiveYearsFrom === null ? [] : [card.fiveYearsFrom]),
  ];
}

/** By the card that pays most of those that cover the day; else by the one that ended while the patient was treated. */
function benefitOn(given: Case, day: PlainDate, table: Table): Benefit {
  const usable = usableOn(given, day);
  const [best] = usable
    .map((card) => decide({ ...given, card, copay: copayOn(given, day) }, day, table))
    .toSorted((one, other) => (other.coveredPermille ?? -1) - (one.coveredPermille ?? -1));
  return best ?? uncovered(given, day);
}

function usableOn(given: Case, day: PlainDate): readonly BenefitCard[] {
  const { visit } = given;
  const covering = cardsOf(given).filter((card) => covers(validityOf(card, given), day));
  if (covering.length > 0) return covering;
  // Ended during treatment: the old rate until discharge, fifteen days at most (NĐ 188/2025 Đ50 k4).
  return cardsOf(given).filter((card) => {
    const validity = validityOf(card, given);
    return covers(validity, visit.date) && validity.to !== null && day <= paidUntil(validity.to);
  });
}

/** Why no card pays for a day (Luật BHYT Đ16). */
function uncovered(given: Case, day: PlainDate): Benefit {
  const validities = cardsOf(given).map((card) => validityOf(card, given));
  if (validities.some((validity) => covers(validity, given.visit.date))) {
    return notPaid(cardEndedDuringTreatment, [afterCardEnds.citation]);
  }
  return validities.some(({ from }) => from !== null && from > day)
    ? notPaid(cardNotYetValid, [cardRule.begin])
    : notPaid(cardEnded, [cardRule.end]);
}

/** The figure is of the calendar year in which the visit begins; a new year starts at nothing (NĐ 188/2025 Đ50 k5). */
function copayOn({ copay, visit }: Case, day: PlainDate): Copay | null {
  if (copay === null || day.slice(0, 4) !== visit.date.slice(0, 4)) return null;
  return copay.exceededOn !== undefined && day < copay.exceededOn ? null : copay;
}

/** Changes of the card that lie ahead: one begins, or it ends with nothing after it while the patient stays. */
function toCome(given: Case, { coveredPermille: now }: Benefit, table: Table): readonly Change[] {
  const { visit, card } = given;
  const starts = cardsOf(given).flatMap(({ validFrom }) => (validFrom === null ? [] : [validFrom]));
  const { to } = validityOf(card, given);
  const lastPaid = to === null ? null : paidUntil(to);
  const ends = lastPaid !== null && lastPaid < stayMayLast(given) ? [addDays(lastPaid, 1)] : [];
  const ahead = [...starts, ...ends].filter((day) => day > visit.date);
  let before = now;
  return [...new Set(ahead)].toSorted().flatMap((on) => {
    const { coveredPermille } = benefitOn(given, on, table);
    if (coveredPermille === null || coveredPermille === before) return [];
    before = coveredPermille;
    return [{ condition: 'card-changes', on, coveredPermille } as const];
  });
}

/** An inpatient whose discharge is not known yet is taken to stay for a month. */
const stayMayLast = ({ visit: { date, endsOn, setting } }: Case): PlainDate =>
  endsOn ?? (setting === 'inpatient' ? addDays(date, 30) : date);
