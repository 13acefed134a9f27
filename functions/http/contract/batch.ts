import * as z from 'zod/mini';

import { lineFaultCodes } from '../../core/batch/faults.ts';
import { batchStates } from '../../core/batch/progress.ts';
import { eligibilityResponse } from './eligibility-response.ts';
import { operator, subject } from './eligibility-request.ts';
import { facilityCode, text, visit } from './visit.ts';

/** `POST /v1/batches` and what can be read of a batch: validates requests, and is published as OpenAPI schemas. */

export const batchLine = z
  .strictObject({
    ref: z.optional(
      text(64).register(z.globalRegistry, {
        description: "The HIS's own id of the line, given back with its result.",
      }),
    ),
    subject,
    visit: z.optional(visit),
    operator: z.optional(operator),
    facility: z.optional(facilityCode).register(z.globalRegistry, {
      description:
        "Where a list holds several facilities' patients: lines of others than the caller are rejected.",
    }),
  })
  .register(z.globalRegistry, {
    description:
      'One person and visit. `vneid` tokens, chip data and `purpose: "closing"` are for the desk, with the patient there: rejected as `not-for-batches`.',
  });

/** Items are judged one by one: a bad one is listed and does not stop the others. */
export const batchRequest = z.strictObject({
  operator: z.optional(operator),
  visit: z.optional(visit),
  items: z.array(z.unknown()),
});

/** As published: what items look like. */
export const batchRequestShown = z.strictObject({
  operator: z.optional(operator),
  visit: z.optional(visit).register(z.globalRegistry, {
    description: 'Of every line; what a line says itself comes first. Default for `date`: today.',
  }),
  items: z.array(batchLine).check(z.minLength(1), z.maxLength(50_000)),
});

const count = z.int();
const instant = z.string().register(z.globalRegistry, { format: 'date-time' });
const batchId = z.string().register(z.globalRegistry, { format: 'uuid' });
const state = z.enum(batchStates).register(z.globalRegistry, {
  description: '`waiting`: the registry is at fault; the batch goes on by itself.',
});
const reference = z.string().register(z.globalRegistry, { format: 'uri-reference' });

const soFar = {
  batchId,
  state,
  lines: count,
  accepted: count,
  rejected: count,
  ratePerSecond: z.number(),
  createdAt: instant,
  expectedEnd: z.nullable(instant),
};

export const batchAccepted = z.object({
  ...soFar,
  links: z
    .object({ self: reference, results: reference, errors: reference, cancel: reference })
    .register(z.globalRegistry, { description: 'Relative to the address of this request.' }),
});

export const batchProgress = z.object({
  ...soFar,
  done: count,
  verdicts: z.object({ eligible: count, 'not-eligible': count, undetermined: count }),
  startedAt: z.nullable(instant),
  finishedAt: z.nullable(instant),
  expiresAt: instant,
});

const { verdict, reason, mayAdmit, card, guidance } = eligibilityResponse.shape;

export const batchResult = z.object({
  line: count,
  ref: z.nullable(z.string()),
  verdict,
  reason,
  mayAdmit,
  card,
  coveredPercent: z.nullable(z.number()).register(z.globalRegistry, {
    description:
      'As `benefit.coveredPercent` of a lookup; null unless eligible, and where a person has to look.',
  }),
  freshness: z.object({ source: z.enum(['registry', 'cache', 'stale', 'none']), asOf: z.nullable(instant) }),
  guidance,
});

export const batchError = z.object({
  line: count.register(z.globalRegistry, { description: '1 for the first, blank ones counted.' }),
  code: z.enum(lineFaultCodes),
  pointer: z.nullable(z.string()),
  sameAs: z.optional(count),
  detail: z.optional(z.string()),
  reason: z.object({ vi: z.string(), en: z.string() }),
});

const next = z.nullable(z.string()).register(z.globalRegistry, {
  description:
    'To send as `cursor`. null: no more for now; while the batch runs, ask again with the same cursor as before.',
});

export const batchResults = z.object({ results: z.array(batchResult), next });
export const batchErrors = z.object({ errors: z.array(batchError), next });

export type BatchAccepted = z.infer<typeof batchAccepted>;
export type BatchProgress = z.infer<typeof batchProgress>;
export type BatchResult = z.infer<typeof batchResult>;
export type BatchError = z.infer<typeof batchError>;
