import { createHash, randomUUID } from 'node:crypto';

import type { SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';

import type { Lambda } from './functions.ts';
import type { Message } from './message-store.ts';
import type { LocalQueue } from './queue.ts';
import type { MappingBlueprint, ScheduleBlueprint } from './template-queues.ts';

/** What invokes functions by itself: Lambda's pollers of queues, and EventBridge's schedules. */
export interface EventSources {
  /** Runs every schedule now, as if its time had come. */
  fireSchedules(): void;
  close(): Promise<void>;
}

export function startEventSources(
  lambda: Lambda,
  queues: ReadonlyMap<string, LocalQueue>,
  {
    mappings,
    schedules,
  }: {
    readonly mappings: readonly MappingBlueprint[];
    readonly schedules: readonly ScheduleBlueprint[];
  },
): EventSources {
  const stops = mappings.flatMap((mapping) => {
    const queue = queues.get(mapping.queueId);
    return queue === undefined ? [] : [startPoller(lambda, queue, mapping)];
  });
  const fire = ({ functionId }: ScheduleBlueprint): void => {
    lambda.queue(functionId, scheduledEvent());
  };
  const timers = schedules.map((schedule) => setInterval(fire, schedule.everyMs, schedule).unref());
  return {
    fireSchedules: () => {
      schedules.forEach(fire);
    },
    close: () => {
      for (const stop of stops) stop();
      timers.forEach(clearInterval);
      return Promise.resolve();
    },
  };
}

/** A poller of Lambda's asks again after at most so long; longer timers than that overflow nothing, either. */
const LONGEST_SLEEP_MS = 60_000;

/** Hands the queue's messages to the function for as long as there are any; returns how to stop that. */
function startPoller(lambda: Lambda, queue: LocalQueue, mapping: MappingBlueprint): () => void {
  const { functionId, batchSize, namesFailures, atOnce } = mapping;
  let running = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function deliver(batch: readonly Message[]): Promise<void> {
    const answer = await lambda.invoke(functionId, eventOf(queue.id, batch));
    const failed = namesFailures ? failuresIn(answer, batch) : new Set<string>();
    for (const { id } of batch) if (!failed.has(id)) await queue.acknowledge(id);
  }

  async function next(): Promise<void> {
    const batch = await queue.receive(batchSize);
    // What the function failed at, or was too busy for, is visible again when its time is over.
    if (batch.length > 0 && !isStopped) await deliver(batch).catch(() => undefined);
  }

  function poll(): void {
    clearTimeout(timer);
    if (isStopped || running >= (atOnce ?? Infinity)) return;
    const nextAt = queue.nextAt();
    if (nextAt === null) return;
    const waitMs = nextAt - Date.now();
    if (waitMs > 0) {
      timer = setTimeout(poll, Math.min(waitMs, LONGEST_SLEEP_MS)).unref();
      return;
    }
    running++;
    void next().finally(() => {
      running--;
      poll();
    });
    poll();
  }

  queue.onChange = poll;
  poll();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

const partial = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/** As Lambda reads it: nothing said is success, and a failure that it does not know fails the whole batch. */
function failuresIn(answer: unknown, batch: readonly Message[]): ReadonlySet<string> {
  if (answer === null || answer === undefined) return new Set();
  const known = new Set(batch.map(({ id }) => id));
  const named = partial.parse(answer).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return named.every((id) => known.has(id)) ? new Set(named) : known;
}

const REGION = 'ap-southeast-1';
const ACCOUNT = '000000000000';

const eventOf = (queueId: string, batch: readonly Message[]): SQSEvent => ({
  Records: batch.map((message) => recordOf(queueId, message)),
});

const recordOf = (queueId: string, { id, body, sentAt, receives }: Message): SQSRecord => ({
  messageId: id,
  receiptHandle: randomUUID(),
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: ACCOUNT,
    ApproximateFirstReceiveTimestamp: String(Date.now()),
  },
  messageAttributes: {},
  md5OfBody: createHash('md5').update(body).digest('hex'),
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queueId}`,
  awsRegion: REGION,
});

const scheduledEvent = (): object => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT,
  time: new Date().toISOString(),
  region: REGION,
  resources: [],
  detail: {},
});
