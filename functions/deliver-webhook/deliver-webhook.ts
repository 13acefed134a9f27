import type { WebhookStore } from '../adapters/dynamodb/webhooks.ts';
import type { Queue } from '../adapters/queue/sqs.ts';
import type { WebhookMessage } from '../adapters/webhooks/message.ts';
import type { PostWebhook } from '../adapters/webhooks/post.ts';
import { signatures } from '../adapters/webhooks/signature.ts';
import { localTimestamp } from '../core/calendar.ts';
import { metricNames } from '../core/metric-names.ts';
import { secondsUntilNext } from '../core/webhooks/attempts.ts';
import type { LookupSettled } from '../http/contract/webhook.ts';
import type { Telemetry } from '../http/telemetry.ts';

export interface DeliverPorts {
  readonly webhooks: WebhookStore;
  readonly post: PostWebhook;
  readonly queue: Queue;
  readonly telemetry: Telemetry;
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly chance: () => number;
}

type Outcome = 'delivered' | 'no-webhook' | 'webhook-gone' | 'tried-again-later' | 'given-up';

const GONE = 410;

/**
 * One attempt to tell a facility's system of one lookup (Standard Webhooks 1.0.0). The next attempt is a message of its
 * own: it is in the queue before this one is taken from it, so that a crash repeats an attempt and loses none.
 */
export const createDeliver =
  (ports: DeliverPorts) =>
  async (message: WebhookMessage): Promise<Outcome> => {
    const { webhooks, post, now } = ports;
    const { facility } = message;
    const webhook = await webhooks.read(facility);
    if (webhook === null) return 'no-webhook';

    const at = now();
    const httpStatus = await post(webhook.url, signed(message, webhook.secrets, at));
    if (httpStatus === GONE) {
      await webhooks.removeGone(facility, webhook);
      return 'webhook-gone';
    }
    const ok = httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
    await webhooks.noteDelivery(facility, webhook, { at, httpStatus, ok }).catch((error: unknown) => {
      // It only informs: an attempt is not repeated for it.
      ports.telemetry.defect(error, { facility });
    });
    return ok ? 'delivered' : tryLater(ports, message);
  };

async function tryLater(
  { queue, telemetry, chance }: DeliverPorts,
  message: WebhookMessage,
): Promise<Outcome> {
  const seconds = secondsUntilNext(message.attempt, chance());
  if (seconds === null) {
    telemetry.count(metricNames.webhookGivenUp);
    return 'given-up';
  }
  await queue.send({ ...message, attempt: message.attempt + 1 }, seconds);
  return 'tried-again-later';
}

/** No personal data: whoever may read the lookup fetches it by its id. */
function signed({ id, at: settledAt, ...message }: WebhookMessage, secrets: readonly string[], at: Date) {
  const { lookupId, verdict, reason } = message;
  const body = JSON.stringify({
    type: 'lookup.settled',
    timestamp: localTimestamp(new Date(settledAt)),
    data: { lookupId, verdict, reason },
  } satisfies LookupSettled);
  const timestamp = Math.floor(at.getTime() / 1000);
  return {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'tiep-don/1.0',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatures(secrets, { id, timestamp, body }),
    },
    body,
  };
}
