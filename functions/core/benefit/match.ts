import type { PlainDate } from '../calendar.ts';
import { rows } from './law/rows.ts';
import { unknownAge, unknownPlace, unmatched } from './law/sentences.ts';
import type { Facts, Route, Row, Sentence } from './row.ts';

/** The card's rate on a day, and what money does to it. */
export interface Base {
  readonly percent: number;
  /** Before money raised it. */
  readonly ofCard: number;
  readonly citations: readonly string[];
  readonly isCheapVisit: boolean;
  readonly isExempt: boolean;
  /** It hangs on how much was paid before base salary changed, which is not known. */
  readonly mayBeExempt: boolean;
}

/** A row, and what it pays. */
export interface Candidate {
  readonly row: Row;
  readonly factorTenths: number;
  readonly basePercent: number;
  readonly coveredPermille: number;
}

interface OpenCandidate extends Candidate {
  /** The law does not say; else something about a facility is not known. */
  readonly isSilent: boolean;
}

/** `applying` are all the rows that fit, in the order of the table. */
export type Found =
  | { readonly kind: 'row'; readonly best: Candidate; readonly applying: readonly Candidate[] }
  | {
      readonly kind: 'review';
      readonly why: Sentence;
      readonly row: Row | null;
      /** What is certain all the same: less cannot be. Null: nothing is. */
      readonly best: Candidate | null;
      readonly applying: readonly Candidate[];
    };

interface TableRow {
  readonly row: Row;
  readonly conditions: readonly (readonly [string, boolean | readonly string[]])[];
}

export type Table = readonly TableRow[];

/** Rows that a visit can tell, with what must hold; a contract for each that does not say otherwise. */
export const tableOf = (from: readonly Row[]): Table =>
  from.flatMap((row) =>
    row.when === null ? [] : [{ row, conditions: Object.entries({ contract: true, ...row.when }) }],
  );

export const currentTable = tableOf(rows);

/**
 * Of the rows that apply, the one that pays most (NĐ 188/2025 Đ21 k1); of those that pay the same, the first of the table.
 * A row that may apply, as something is not known or the law is silent, leaves it open if it could pay more: what is
 * certain is then the least.
 */
export function bestRow(table: Table, facts: Facts, date: PlainDate, base: Base): Found {
  const { applying, open } = candidates(table, facts, date, base);
  const best = applying.reduce<Candidate | null>(
    (most, candidate) => (most === null || paysMore(candidate, most) ? candidate : most),
    null,
  );
  const better = open.find(({ coveredPermille }) => best === null || coveredPermille > best.coveredPermille);
  if (better !== undefined) {
    const certain = { kind: 'review', best, applying } as const;
    return better.isSilent
      ? { ...certain, why: better.row.reason, row: better.row }
      : { ...certain, why: whatIsUnknown(better.row, facts), row: null };
  }
  return best === null
    ? { kind: 'review', why: unmatched, row: null, best, applying }
    : { kind: 'row', best, applying };
}

const whatIsUnknown = ({ when }: Row, facts: Facts): Sentence =>
  (when?.appendixI === true && facts.appendixI === 'unknown') ||
  (when?.appendixII === true && facts.appendixII === 'unknown')
    ? unknownAge
    : unknownPlace;

/** Listed primary care also where another row pays as much: one code there, whatever the card (benefit rules §4.2). */
const paysMore = (one: Candidate, other: Candidate): boolean =>
  one.coveredPermille === other.coveredPermille
    ? one.row.paysAll === true && other.row.paysAll !== true
    : one.coveredPermille > other.coveredPermille;

/** `open` may pay up to what they say here: a row whose factor the law does not tell may pay the whole rate. */
function candidates(
  table: Table,
  facts: Facts,
  date: PlainDate,
  base: Base,
): { readonly applying: readonly Candidate[]; readonly open: readonly OpenCandidate[] } {
  const applying: Candidate[] = [];
  const open: OpenCandidate[] = [];
  for (const { row, conditions } of table) {
    const match = matches(conditions, facts);
    if (match === 'no') continue;
    const factor = row.factor.findLast(({ from }) => from <= date);
    if (factor === undefined) continue;
    const factorTenths = factor.tenths ?? 10;
    const basePercent = isPaidInFull(row, base) ? 100 : base.percent;
    const candidate = { row, factorTenths, basePercent, coveredPermille: basePercent * factorTenths };
    if (match === 'applies' && factor.tenths !== null) applying.push(candidate);
    else open.push({ ...candidate, isSilent: match === 'applies' });
  }
  return { applying, open };
}

/** Listed primary facilities (B2), and the exemption (B4): on correct routes; whether a walk-in has it is open (A4). */
const isPaidInFull = (row: Row, base: Base): boolean =>
  row.paysAll === true || (base.isExempt && isCorrectRoute(row.route));

const isCorrectRoute = (route: Route): boolean => route === 'correct' || route === 'emergency';

type Match = 'applies' | 'may-apply' | 'no';

function matches(
  conditions: TableRow['conditions'],
  facts: Readonly<Record<string, boolean | string>>,
): Match {
  let match: Match = 'applies';
  for (const [fact, wanted] of conditions) {
    const value = facts[fact] ?? 'unknown';
    if (value === 'unknown') match = 'may-apply';
    else if (!isWanted(wanted, value)) return 'no';
  }
  return match;
}

const isWanted = (wanted: boolean | readonly string[], value: boolean | string): boolean =>
  typeof wanted === 'boolean' ? wanted === value : typeof value === 'string' && wanted.includes(value);
