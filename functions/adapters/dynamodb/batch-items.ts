import * as z from 'zod/mini';

import type { Batch, BatchLine, LineResult, Progress } from '../../core/batch/batch.ts';
import { type LineFault, lineFaultCodes } from '../../core/batch/faults.ts';
import { dateIn, type Item } from './items.ts';
import { instant, storedBasis, storedOperator, storedPerson, storedVisit } from './stored.ts';

/** The shapes of what is stored of a batch, parsed when read. */

const count = z.int();
const instantOrNull = z.nullable(instant);

const storedProgress: z.ZodMiniType<Progress> = z.object({
  step: count,
  pass: count,
  chunk: count,
  verdicts: z.object({ eligible: count, 'not-eligible': count, undetermined: count }),
  startedAt: instantOrNull,
  waitUntil: instantOrNull,
  finishedAt: instantOrNull,
});

const storedFacts = z.object({
  createdAt: instant,
  expiresAt: instant,
  lines: count,
  accepted: count,
  rejected: count,
});

export const storedLines: z.ZodMiniType<BatchLine[]> = z.array(
  z.object({
    line: count,
    ref: z.nullable(z.string()),
    person: storedPerson,
    visit: storedVisit,
    operator: storedOperator,
  }),
);

export const storedResults: z.ZodMiniType<LineResult[]> = z.array(
  z.object({ line: count, attempts: count, basis: storedBasis }),
);

export const storedFaults: z.ZodMiniType<LineFault[]> = z.array(
  z.object({
    line: count,
    code: z.enum(lineFaultCodes),
    pointer: z.optional(z.string()),
    sameAs: z.optional(count),
    detail: z.optional(z.string()),
  }),
);

/** Spelt the same every time: a write is made only over the text that was read. */
export const progressText = (progress: Progress): string => {
  const { step, pass, chunk, verdicts, startedAt, waitUntil, finishedAt } = progress;
  const { eligible, 'not-eligible': notEligible, undetermined } = verdicts;
  return JSON.stringify({
    step,
    pass,
    chunk,
    verdicts: { eligible, 'not-eligible': notEligible, undetermined },
    startedAt,
    waitUntil,
    finishedAt,
  });
};

export const factsText = ({ createdAt, expiresAt, lines, accepted, rejected }: Batch): string =>
  JSON.stringify({ createdAt, expiresAt, lines, accepted, rejected });

export const readBatch = (facility: string, id: string, item: Item): Batch => ({
  id,
  facility,
  ...storedFacts.parse(JSON.parse(item['facts']?.S ?? '')),
  progress: storedProgress.parse(JSON.parse(item['progress']?.S ?? '')),
  cancelledAt: dateIn(item, 'cancelledAt'),
});
