import type { PlainDate } from '../calendar.ts';
import { cheapVisitBelow, isExempt, rateOf } from './base-rate.ts';
import { type Change, changes } from './changes.ts';
import {
  certaintyOf,
  citationsOf,
  evidenceOf,
  isAttested,
  type Reading,
  readingsOf,
  reasonOf,
} from './explain.ts';
import { factsOf } from './facts.ts';
import { unknownBenefit, unknownDay, unmatched } from './law/sentences.ts';
import { lawKnown } from './law/validity.ts';
import { type Base, bestRow, type Candidate, currentTable, type Table } from './match.ts';
import type { Certainty, Route, Row, Sentence } from './row.ts';
import { judgeSlips, type SlipJudgement } from './slips.ts';
import type { Case } from './visit.ts';

export type { Change, Reading };

/** What the fund pays of in-scope cost, and why. Shares are exact: no binary fraction is ever in them. */
export interface Benefit {
  /** Of the decision table (benefit rules §4.3); null where none decided. */
  readonly row: string | null;
  /** `MA_DOITUONG_KCB`; null where it has none. */
  readonly code: string | null;
  readonly route: Route;
  /** 80, 95 or 100; null where the card does not tell. */
  readonly basePercent: number | null;
  /** Tenths of the base: 10, 5, 4 or 0; null where it needs review. */
  readonly factorTenths: number | null;
  /** Thousandths of in-scope cost: 475 is 47.5 %. */
  readonly coveredPermille: number | null;
  readonly certainty: Certainty;
  /** No rule fits, or something is not known that decides: a person must look. */
  readonly needsReview: boolean;
  readonly reason: Sentence;
  readonly citations: readonly string[];
  /** Where texts disagree: each reading and what it would pay. Empty otherwise. */
  readonly readings: readonly Reading[];
  readonly wouldChangeIf: readonly Change[];
  readonly evidenceRequired: readonly string[];
  readonly slips: readonly SlipJudgement[];
  /** Counts on the facility's own attestation, which no list of ours confirms. */
  readonly attested: boolean;
}

/** The decision for one day of a visit: the law of the visit's own date, the card's rate and money on that day. */
export function decide(given: Case, on: PlainDate = given.visit.date, table: Table = currentTable): Benefit {
  const slips = judgeSlips(given);
  if (!isLawKnown(given)) return review({ slips, why: unknownDay });
  const base = baseOf(given, on);
  if (base === null) return review({ slips, why: unknownBenefit });
  const facts = factsOf(given, slips);
  const { date } = given.visit;
  const found = bestRow(table, facts, date, base);
  const wouldChangeIf = changes(given, { table, facts, base, found, on });
  const { best, applying } = found;
  if (best === null) {
    const open = found.kind === 'review' ? found : { why: unmatched, row: null };
    return { ...review({ slips, why: open.why, row: open.row }), basePercent: base.percent, wouldChangeIf };
  }
  const decided = { ...conclude(given, { best, applying, base, slips }), wouldChangeIf };
  if (found.kind === 'row') return decided;
  return { ...decided, needsReview: true, certainty: 'ambiguous', reason: found.why };
}

function conclude(
  given: Case,
  {
    best,
    applying,
    base,
    slips,
  }: {
    readonly best: Candidate;
    readonly applying: readonly Candidate[];
    readonly base: Base;
    readonly slips: readonly SlipJudgement[];
  },
): Omit<Benefit, 'wouldChangeIf'> {
  const readings = readingsOf(best, applying, base);
  return {
    row: best.row.row,
    code: best.row.code,
    route: best.row.route,
    basePercent: best.basePercent,
    factorTenths: best.factorTenths,
    coveredPermille: best.coveredPermille,
    certainty: certaintyWith(readings, given, best, { base, slips }),
    needsReview: false,
    reason: reasonOf(best.row, slips),
    citations: citationsOf(best, base),
    readings,
    evidenceRequired: evidenceOf(best, base),
    slips,
    attested: isAttested(given, best.row, slips),
  };
}

/** Texts that disagree; else a co-payment of which a part is not known; else as sure as the row. */
function certaintyWith(
  readings: readonly Reading[],
  { visit }: Case,
  { row }: Candidate,
  { base, slips }: { readonly base: Base; readonly slips: readonly SlipJudgement[] },
): Certainty {
  if (readings.length > 0) return 'ambiguous';
  return base.mayBeExempt ? 'probable' : certaintyOf(row, slips, visit.date);
}

const isLawKnown = ({ visit: { date, endsOn = date } }: Case): boolean =>
  lawKnown.from <= date && endsOn <= lawKnown.to;

function review({
  slips,
  why,
  row = null,
}: {
  readonly slips: readonly SlipJudgement[];
  readonly why: Sentence;
  readonly row?: Row | null;
}): Benefit {
  return {
    row: row?.row ?? null,
    code: null,
    route: 'to-confirm',
    basePercent: null,
    factorTenths: null,
    coveredPermille: null,
    certainty: 'ambiguous',
    needsReview: true,
    reason: why,
    citations: row?.citations ?? [],
    readings: [],
    wouldChangeIf: [],
    evidenceRequired: [],
    slips,
    attested: false,
  };
}

/** Nothing is paid, as no card covers the day. */
export const notPaid = (why: Sentence, citations: readonly string[]): Benefit => ({
  ...review({ slips: [], why }),
  route: 'none',
  factorTenths: 0,
  coveredPermille: 0,
  certainty: 'certain',
  needsReview: false,
  citations,
});

/** Rules B1, B3 and B4; B2 belongs to the row. A stay that crosses a change of salary is judged where it ends (A8). */
function baseOf(given: Case, on: PlainDate): Base | null {
  const { card, visit, copay } = given;
  const rate = rateOf(given, on);
  if (rate === null) return null;
  const cheap = cheapVisitBelow(visit.endsOn ?? visit.date);
  const isCheapVisit = visit.inScopeCost !== undefined && cheap !== null && visit.inScopeCost < cheap.dong;
  const exempt = isExempt(card, copay, on);
  const base = {
    ofCard: rate.percent,
    isCheapVisit,
    isExempt: exempt === true,
    mayBeExempt: exempt === 'unknown' && rate.percent < 100,
  };
  return isCheapVisit && rate.percent < 100
    ? { ...base, percent: 100, citations: cheap.citations }
    : { ...base, percent: rate.percent, citations: rate.citations };
}
