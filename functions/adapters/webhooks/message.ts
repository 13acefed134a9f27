import * as z from 'zod/mini';

import { type Reason, reasons } from '../../core/eligibility/reasons.ts';

const isReason = (value: unknown): value is Reason => typeof value === 'string' && value in reasons;

/** What waits in the queue `webhooks`: codes and ids, and nothing of a person. */
export const webhookMessage = z.object({
  /** The same over all attempts, so that a receiver knows what it has had. */
  id: z.uuid(),
  facility: z.string(),
  lookupId: z.string(),
  verdict: z.enum(['eligible', 'not-eligible', 'undetermined']),
  reason: z.custom<Reason>(isReason),
  /** When the lookup settled. */
  at: z.iso.datetime(),
  /** From 1. */
  attempt: z.int().check(z.gte(1)),
});

export type WebhookMessage = z.infer<typeof webhookMessage>;
