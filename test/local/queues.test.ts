import { describe, expect, it, onTestFinished, vi } from 'vitest';
import * as z from 'zod';

import { AwsFault } from '../../local/aws-fault.ts';
import { startEventSources } from '../../local/event-sources.ts';
import { type LocalQueues, openQueues } from '../../local/queues.ts';
import { lambdaOf, queueUrl, temporaryFolder, workAndDead } from '../support/queues.ts';

const sqsEvent = z.object({
  Records: z.array(
    z.looseObject({
      messageId: z.string(),
      body: z.string(),
      attributes: z.looseObject({ ApproximateReceiveCount: z.string() }),
    }),
  ),
});
type Records = z.infer<typeof sqsEvent>['Records'];

const send = (queues: LocalQueues, body: string, DelaySeconds = 0) =>
  queues.sendMessage({ QueueUrl: queueUrl('work'), MessageBody: body, DelaySeconds });

const bodiesIn = (queues: LocalQueues, id: string): string[] =>
  (queues.byId.get(id)?.messages() ?? []).map(({ body }) => body).toSorted();

/** Has `consumer` work off the queue `work` for the length of the test. */
function workOff(
  queues: LocalQueues,
  consumer: (records: Records) => unknown,
  { batchSize = 10, atOnce = 5, namesFailures = true } = {},
): void {
  const lambda = lambdaOf((event) => Promise.resolve(consumer(sqsEvent.parse(event).Records)));
  const mapping = { queueId: 'work', functionId: 'Consumer', batchSize, atOnce, namesFailures };
  const sources = startEventSources(lambda, queues.byId, { mappings: [mapping], schedules: [] });
  onTestFinished(() => sources.close());
}

describe('a local queue', () => {
  it('hands every message to its consumer as SQS does, and forgets it then', async () => {
    const queues = await openQueues(workAndDead, null);
    const seen: Records = [];
    workOff(queues, (records) => {
      seen.push(...records);
    });
    const answer = await send(queues, '{"n":1}');
    await vi.waitFor(() => {
      expect(seen).toHaveLength(1);
      expect(bodiesIn(queues, 'work')).toEqual([]);
    });
    expect(seen[0]).toMatchObject({
      body: '{"n":1}',
      attributes: { ApproximateReceiveCount: '1' },
      eventSource: 'aws:sqs',
      md5OfBody: answer instanceof AwsFault ? null : answer['MD5OfMessageBody'],
      eventSourceARN: 'arn:aws:sqs:ap-southeast-1:000000000000:work',
    });
  });

  it('hands out again only what the consumer names, and sets it aside after the last try', async () => {
    const queues = await openQueues(workAndDead, null);
    const tries: string[] = [];
    await Promise.all(['good', 'bad', 'better'].map((body) => send(queues, body)));
    workOff(queues, (records) => {
      tries.push(...records.map(({ body }) => body));
      const failed = records.filter(({ body }) => body === 'bad');
      return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    });
    await vi.waitFor(() => {
      expect(bodiesIn(queues, 'dead')).toEqual(['bad']);
    });
    expect(bodiesIn(queues, 'work')).toEqual([]);
    expect(tries.toSorted()).toEqual(['bad', 'bad', 'better', 'good']);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('defect'))],
    ['names a message it never got', () => ({ batchItemFailures: [{ itemIdentifier: 'another' }] })],
    ['answers what is no answer', () => ({ batchItemFailures: 'all' })],
  ])('hands the whole batch out again where the consumer %s', async (_name, consumer) => {
    const queues = await openQueues(workAndDead, null);
    await Promise.all([send(queues, 'one'), send(queues, 'two')]);
    workOff(queues, consumer);
    await vi.waitFor(() => {
      expect(bodiesIn(queues, 'dead')).toEqual(['one', 'two']);
    });
  });

  it('takes any answer for success where the mapping does not ask for failures by name', async () => {
    const queues = await openQueues(workAndDead, null);
    await send(queues, 'one');
    workOff(queues, () => ({ batchItemFailures: [{ itemIdentifier: 'another' }] }), { namesFailures: false });
    await vi.waitFor(() => {
      expect(bodiesIn(queues, 'work')).toEqual([]);
    });
    expect(bodiesIn(queues, 'dead')).toEqual([]);
  });

  it('runs no more consumers at once than the mapping says, with no more messages than it says', async () => {
    const queues = await openQueues([{ id: 'work', visibilityMs: 60_000, redrive: null }], null);
    let running = 0;
    const most = { running: 0, batch: 0 };
    await Promise.all(Array.from({ length: 20 }, (_, index) => send(queues, String(index))));
    workOff(
      queues,
      async (records) => {
        running++;
        most.running = Math.max(most.running, running);
        most.batch = Math.max(most.batch, records.length);
        await new Promise(setImmediate);
        running--;
      },
      { batchSize: 3, atOnce: 2 },
    );
    await vi.waitFor(() => {
      expect(bodiesIn(queues, 'work')).toEqual([]);
    });
    expect(most).toEqual({ running: 2, batch: 3 });
  });

  it('keeps a delayed message back', async () => {
    const queues = await openQueues(workAndDead, null);
    await send(queues, 'later', 900);
    const queue = queues.byId.get('work');
    expect(await queue?.receive(10)).toEqual([]);
    expect(queue?.nextAt()).toBeGreaterThan(Date.now() + 800_000);
    expect(bodiesIn(queues, 'work')).toEqual(['later']);
  });

  it('keeps a message that somebody has in hand from everybody else', async () => {
    const queues = await openQueues([{ id: 'work', visibilityMs: 60_000, redrive: null }], null);
    await send(queues, 'mine');
    const queue = queues.byId.get('work');
    expect(await queue?.receive(10)).toHaveLength(1);
    expect(await queue?.receive(10)).toEqual([]);
  });
});

describe('SendMessage', () => {
  it.each([
    ['an unknown queue', { QueueUrl: queueUrl('other'), MessageBody: 'x' }, /QueueDoesNotExist/],
    ['a delay beyond 900 s', { QueueUrl: queueUrl('work'), MessageBody: 'x', DelaySeconds: 901 }, /Invalid/],
    ['an empty message', { QueueUrl: queueUrl('work'), MessageBody: '' }, /Invalid/],
    ['one of over 1 MiB', { QueueUrl: queueUrl('work'), MessageBody: 'x'.repeat(1_048_577) }, /Invalid/],
  ])('refuses %s', async (_name, request, type) => {
    const queues = await openQueues(workAndDead, null);
    const answer = await queues.sendMessage(request);
    expect(answer).toBeInstanceOf(AwsFault);
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.type).toMatch(type);
  });
});

describe('queues kept in a folder', () => {
  it('go on after a restart with what was not acknowledged, tries and delays included', async () => {
    const folder = await temporaryFolder();
    const before = await openQueues(workAndDead, folder);
    await Promise.all([send(before, 'done'), send(before, 'in hand'), send(before, 'later', 900)]);
    for (const { id, body } of (await before.byId.get('work')?.receive(10)) ?? []) {
      if (body === 'done') await before.byId.get('work')?.acknowledge(id);
    }
    const after = await openQueues(workAndDead, folder);
    expect(bodiesIn(after, 'work')).toEqual(['in hand', 'later']);
    expect(await after.byId.get('work')?.receive(10)).toMatchObject([{ body: 'in hand', receives: 2 }]);
  });
});

describe('a schedule', () => {
  it('invokes its function with an event of EventBridge', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const lambda = lambdaOf((event) => {
      resolve(event);
      return Promise.resolve();
    });
    const schedules = [{ functionId: 'Hourly', everyMs: 3_600_000 }];
    const sources = startEventSources(lambda, new Map(), { mappings: [], schedules });
    onTestFinished(() => sources.close());
    sources.fireSchedules();
    expect(await promise).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
  });
});
