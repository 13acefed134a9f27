import { assessment, type Lookup } from '../../core/eligibility/lookup-record.ts';
import type { Queue } from '../queue/sqs.ts';
import type { WebhookMessage } from './message.ts';

/**
 * Leaves it to the queue `webhooks` to tell the facility's system that a lookup has settled; whether it wants to know is
 * seen at delivery. Throws where the queue does not take it.
 */
export const createAnnounce =
  (queue: Queue, now: () => Date) =>
  async (lookup: Lookup): Promise<void> => {
    const { verdict, reason } = assessment(lookup);
    const message: WebhookMessage = {
      // A lookup settles once: told twice, it is told under one id.
      id: lookup.id,
      facility: lookup.facility,
      lookupId: lookup.id,
      verdict,
      reason,
      at: now().toISOString(),
      attempt: 1,
    };
    await queue.send(message, 0);
  };
