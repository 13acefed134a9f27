import { assessment, type Basis, type Lookup, type Visit } from '../eligibility/lookup-record.ts';
import { isSilent } from '../eligibility/freshness.ts';
import type { Verdict } from '../eligibility/reasons.ts';
import type { Person } from '../identity/person.ts';
import type { Operator } from '../registry/answer.ts';

/** How many lines are stored, worked through and written back together. */
export const CHUNK_LINES = 50;

/** The contract's limit for one upload. */
export const MOST_LINES = 50_000;

/** How often a line is asked about before the registry's silence stands as its answer. */
export const MOST_ATTEMPTS = 3;

/** A line that is looked up. */
export interface BatchLine {
  readonly line: number;
  /** The HIS's own id of it. */
  readonly ref: string | null;
  readonly person: Person;
  readonly visit: Visit;
  readonly operator: Operator;
}

/** Where the work on a batch stands. */
export interface Progress {
  /** Messages of an earlier step are leftovers: their work has been handed on. */
  readonly step: number;
  /** 0 when lines are asked about for the first time. */
  readonly pass: number;
  /** The chunk to work on next in this pass. */
  readonly chunk: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly startedAt: Date | null;
  /** Until when nobody is asked: the circuit is open, or the registry was at fault. */
  readonly waitUntil: Date | null;
  readonly finishedAt: Date | null;
}

/** Many lookups of one facility, worked off at its rate. */
export interface Batch {
  readonly id: string;
  readonly facility: string;
  readonly createdAt: Date;
  /** Nobody can read it from then on. */
  readonly expiresAt: Date;
  /** Sent: accepted and rejected together. */
  readonly lines: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly cancelledAt: Date | null;
  readonly progress: Progress;
}

/** What came of a line so far. */
export interface LineResult {
  readonly line: number;
  /** How often it was asked about, this time included. */
  readonly attempts: number;
  readonly basis: Basis;
}

export const chunksOf = ({ accepted }: Pick<Batch, 'accepted'>): number => Math.ceil(accepted / CHUNK_LINES);

export const doneOf = ({ progress: { verdicts } }: Pick<Batch, 'progress'>): number =>
  verdicts.eligible + verdicts['not-eligible'] + verdicts.undetermined;

/** A line is one lookup: what decides about a lookup decides about it. */
export const lookupOf = (
  batch: Pick<Batch, 'id' | 'facility' | 'createdAt'>,
  line: BatchLine,
  basis: Basis,
): Lookup => ({
  id: `${batch.id}/${line.line}`,
  facility: batch.facility,
  person: line.person,
  presentedBy: null,
  visit: line.visit,
  wantsCopay: false,
  requestedAt: batch.createdAt,
  basis,
  operator: line.operator,
});

/** Stands from now on: the registry has spoken, or was asked as often as it is. */
export const isFinal = (lookup: Lookup, attempts: number): boolean =>
  attempts >= MOST_ATTEMPTS || !isSilent(lookup);

/** The verdicts of lookups that became final in a pass. */
export function tally(lookups: readonly Lookup[]): Progress['verdicts'] {
  const verdicts = { eligible: 0, 'not-eligible': 0, undetermined: 0 };
  for (const lookup of lookups) verdicts[assessment(lookup).verdict] += 1;
  return verdicts;
}
