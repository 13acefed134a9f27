import { type Batch, doneOf } from '../core/batch/batch.ts';
import { type LineFault, lineFaults } from '../core/batch/faults.ts';
import { expectedEnd, stateOf } from '../core/batch/progress.ts';
import type { Decision } from '../core/benefit/segments.ts';
import { localTimestamp } from '../core/calendar.ts';
import type { Lookup } from '../core/eligibility/lookup-record.ts';
import type { BatchAccepted, BatchError, BatchProgress, BatchResult } from '../http/contract/batch.ts';
import { presentLookup } from '../http/present-lookup.ts';

const at = (instant: Date | null): string | null => (instant === null ? null : localTimestamp(instant));

const soFar = (batch: Batch, ratePerSecond: number, now: Date): Omit<BatchAccepted, 'links'> => ({
  batchId: batch.id,
  state: stateOf(batch, now),
  lines: batch.lines,
  accepted: batch.accepted,
  rejected: batch.rejected,
  ratePerSecond,
  createdAt: localTimestamp(batch.createdAt),
  expectedEnd: at(expectedEnd(batch, ratePerSecond, now)),
});

export function presentAccepted(batch: Batch, ratePerSecond: number, now: Date): BatchAccepted {
  const self = `batches/${batch.id}`;
  const links = {
    self,
    results: `${self}/results`,
    errors: `${self}/errors`,
    cancel: `${self}/cancel`,
  };
  return { ...soFar(batch, ratePerSecond, now), links };
}

export const presentProgress = (batch: Batch, ratePerSecond: number, now: Date): BatchProgress => ({
  ...soFar(batch, ratePerSecond, now),
  done: doneOf(batch),
  verdicts: { ...batch.progress.verdicts },
  startedAt: at(batch.progress.startedAt),
  finishedAt: at(batch.progress.finishedAt),
  expiresAt: localTimestamp(batch.expiresAt),
});

/** As the lookup is shown, numbers masked alike, and less of it: the list is read a day before the patient comes. */
export function presentResult(
  { line, ref }: { readonly line: number; readonly ref: string | null },
  lookup: Lookup,
  decision: Decision | null,
  now: Date,
): BatchResult {
  const shown = presentLookup(lookup, { decision, copay: null, attempts: null }, now);
  const { verdict, reason, mayAdmit, card, guidance, freshness } = shown;
  return {
    line,
    ref,
    verdict,
    reason,
    mayAdmit,
    card,
    coveredPercent: shown.benefit?.coveredPercent ?? null,
    freshness: { source: freshness.source, asOf: freshness.asOf },
    guidance,
  };
}

export const presentFault = ({ line, code, pointer, sameAs, detail }: LineFault): BatchError => ({
  line,
  code,
  pointer: pointer ?? null,
  ...(sameAs !== undefined && { sameAs }),
  ...(detail !== undefined && { detail }),
  reason: lineFaults[code],
});
