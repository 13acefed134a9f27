import type { PlainDate } from '../calendar.ts';
import { isListedByCode } from './diagnosis.ts';
import type { Ambiguity } from './law/ambiguities.ts';
import { evidence } from './law/evidence.ts';
import { exemption } from './law/money.ts';
import { codeListFrom } from './law/validity.ts';
import type { Base, Candidate } from './match.ts';
import type { Certainty, Row, Sentence } from './row.ts';
import type { SlipJudgement } from './slips.ts';
import type { Case } from './visit.ts';

/** One way to read texts that disagree, and what it would pay. */
export interface Reading {
  readonly ambiguity: Ambiguity;
  readonly code: string | null;
  readonly coveredPermille: number;
}

/** Ours and what else can be read out of the texts; empty where they do not disagree. */
export function readingsOf(best: Candidate, applying: readonly Candidate[], base: Base): readonly Reading[] {
  const { row, factorTenths, coveredPermille, basePercent } = best;
  const ours = { code: row.code, coveredPermille };
  const byCodeList = applying.find((candidate) => candidate.row.row === row.codeListSays?.row);
  return [
    ...(row.codeListSays !== undefined &&
    byCodeList !== undefined &&
    byCodeList.coveredPermille < coveredPermille
      ? both(row.codeListSays.ambiguity, ours, {
          code: byCodeList.row.code,
          coveredPermille: byCodeList.coveredPermille,
        })
      : []),
    ...(base.isCheapVisit && row.route === 'reduced' && base.ofCard < 100 && factorTenths > 0
      ? both('A3', ours, { ...ours, coveredPermille: base.ofCard * factorTenths })
      : []),
    ...(base.isExempt && basePercent < 100 && factorTenths > 0
      ? both('A4', ours, { ...ours, coveredPermille: 100 * factorTenths })
      : []),
  ];
}

const both = (ambiguity: Ambiguity, ...readings: readonly Omit<Reading, 'ambiguity'>[]): readonly Reading[] =>
  readings.map((reading) => ({ ambiguity, ...reading }));

/** The code list holds for visits since 1 July 2025 (QĐ 3276/QĐ-BYT); before it the same rows are our reading. */
export function certaintyOf(row: Row, slips: readonly SlipJudgement[], date: PlainDate): Certainty {
  if (date < codeListFrom) return 'probable';
  return row.row === 'R04' ? (referralOf(slips)?.certainty ?? row.certainty) : row.certainty;
}

/** Of a slip that decided, its own sentence tells until when. */
export const reasonOf = (row: Row, slips: readonly SlipJudgement[]): Sentence =>
  row.row === 'R04' ? (referralOf(slips)?.reason ?? row.reason) : row.reason;

const referralOf = (slips: readonly SlipJudgement[]): SlipJudgement | undefined =>
  slips.find(({ slip }) => slip === 'referral');

export const citationsOf = ({ row, basePercent }: Candidate, base: Base): readonly string[] => [
  ...new Set([...row.citations, ...baseCitations(row, basePercent, base)]),
];

function baseCitations(row: Row, basePercent: number, base: Base): readonly string[] {
  if (basePercent === base.percent) return base.citations;
  return row.paysAll === true ? [] : exemption.citations;
}

export function evidenceOf({ row, basePercent }: Candidate, base: Base): readonly string[] {
  const ofCopay = basePercent > base.percent && row.paysAll !== true ? (['copay-figure'] as const) : [];
  return [...row.evidence, ...ofCopay].map((name) => evidence[name]);
}

/** Whether what decided is known only by the facility's own word. */
export function isAttested(given: Case, row: Row, slips: readonly SlipJudgement[]): boolean {
  if (row.when?.appendixI === true) return !isListedByCode(given, 'I');
  if (row.when?.appendixII === true) return !isListedByCode(given, 'II');
  return row.row === 'R04' && referralOf(slips)?.attested === true;
}
