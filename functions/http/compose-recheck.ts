import * as z from 'zod/mini';

import { createOutbox } from '../adapters/dynamodb/outbox.ts';
import { createAddRecheck, orElse, type Post } from '../adapters/queue/rechecks.ts';
import { createQueue } from '../adapters/queue/sqs.ts';
import { systemTime } from '../adapters/time.ts';
import { isUnsettled } from '../core/eligibility/freshness.ts';
import type { Lookup } from '../core/eligibility/lookup-record.ts';
import { firstRecheck, type RecheckPace } from '../core/eligibility/recheck.ts';
import { metricNames } from '../core/metric-names.ts';
import { type AccessConfig, composeAccess, type Stores } from './composition.ts';
import { env } from './environment.ts';
import type { Telemetry } from './telemetry.ts';

/** What everybody needs who puts a lookup up for rechecks. */
export const recheckEnvironment = {
  RECHECK_QUEUE_URL: z.url(),
  AWS_ENDPOINT_URL_SQS: z.optional(z.string()),
  RECHECK_FIRST_SECONDS: env.positiveInteger,
  RECHECK_MAX_SECONDS: env.positiveInteger,
};

interface RecheckConfig extends AccessConfig {
  readonly RECHECK_QUEUE_URL: string;
  readonly AWS_ENDPOINT_URL_SQS?: string | undefined;
  readonly RECHECK_FIRST_SECONDS: number;
  readonly RECHECK_MAX_SECONDS: number;
}

export const composePace = (config: RecheckConfig): RecheckPace => ({
  firstMs: config.RECHECK_FIRST_SECONDS * 1000,
  longestMs: config.RECHECK_MAX_SECONDS * 1000,
});

/** The queue, and what takes a message where the queue does not. */
export function composePosts(
  config: RecheckConfig,
  { cache }: Stores,
  timeoutMs?: number,
): { queue: Post; either: Post } {
  const queue = createQueue({
    ...composeAccess(config),
    endpoint: config.AWS_ENDPOINT_URL_SQS,
    url: config.RECHECK_QUEUE_URL,
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  const outbox = createOutbox({ table: cache, now: systemTime.now });
  const toQueue: Post = (message, delaySeconds) => queue.send(message, delaySeconds);
  return { queue: toQueue, either: orElse(toQueue, outbox) };
}

/** Sees to it that an unsettled lookup is rechecked. Null: it is settled, or nothing has taken it up in time. */
export type Watch = (lookup: Lookup, until: Date) => Promise<NonNullable<Lookup['recheck']> | null>;

/** Of a desk's time for the queue; what it has not taken by then, the outbox takes as well. */
const DESK_QUEUE_MS = 120;

/** Beyond `until`, for one short call: what was begun goes on behind the answer, but nobody waits for it. */
const GRACE_MS = 60;

export function composeWatch(config: RecheckConfig, stores: Stores, telemetry: Telemetry): Watch {
  const { now, pause } = systemTime;
  const { keyring, lookups } = stores;
  const addRecheck = createAddRecheck({ keyring, post: composePosts(config, stores, DESK_QUEUE_MS).either });
  const pace = composePace(config);

  async function add(
    lookup: Lookup,
    nextAt: Date,
    until: Date,
  ): Promise<NonNullable<Lookup['recheck']> | null> {
    const recheck = { attempts: 0, nextAt };
    const watched = { ...lookup, recheck };
    try {
      await addRecheck(watched, (nextAt.getTime() - now().getTime()) / 1000);
    } catch (error) {
      telemetry.defect(error, { about: 'recheck' });
      telemetry.count(metricNames.recheckFault);
      return null;
    }
    // Only its address shows it: the message has all that is needed.
    const shown = lookups.put(watched).catch((error: unknown) => {
      telemetry.defect(error, { about: 'recheck' });
    });
    await Promise.race([shown, pause(Math.max(until.getTime() - now().getTime(), 0))]);
    return recheck;
  }

  return async (lookup, until) => {
    const nextAt = isUnsettled(lookup) ? firstRecheck(lookup, now(), pace) : null;
    if (nextAt === null) return null;
    const leftMs = Math.max(until.getTime() - now().getTime(), 0) + GRACE_MS;
    return Promise.race([add(lookup, nextAt, until), pause(leftMs).then(() => null)]);
  };
}
