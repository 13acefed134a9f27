import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createQueue } from '../../../../functions/adapters/queue/sqs.ts';
import { type LocalAws, startLocalAws } from '../../../../local/aws.ts';
import { type LocalQueues, openQueues, urlsOf } from '../../../../local/queues.ts';
import { workAndDead } from '../../../support/queues.ts';

let queues: LocalQueues;
let aws: LocalAws;

beforeAll(async () => {
  queues = await openQueues(workAndDead, null);
  aws = await startLocalAws(new Map(), queues);
});
afterAll(() => aws.close());

const queueTo = (id: string) =>
  createQueue({
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint: aws.url,
    url: urlsOf([{ id, visibilityMs: 0, redrive: null }], aws.url).get(id) ?? '',
  });

const held = () => queues.byId.get('work')?.messages() ?? [];

describe('a message', () => {
  it('is in the queue once it is sent, as JSON', async () => {
    await queueTo('work').send({ facility: '99001', n: 1 }, 0);
    expect(held().map(({ body }) => body)).toContain('{"facility":"99001","n":1}');
  });

  it.each([
    [12.2, 13_000],
    [86_400, 900_000],
    [-3, 0],
  ])('of %d s delay waits %d ms: whole seconds, and as many as SQS takes', async (seconds, expectedMs) => {
    await queueTo('work').send({ seconds }, seconds);
    const sent = held().find(({ body }) => body === JSON.stringify({ seconds }));
    expect((sent?.notBefore ?? 0) - (sent?.sentAt ?? 0)).toBe(expectedMs);
  });
});

describe('what is thrown', () => {
  it('is that the queue is not there', async () => {
    await expect(queueTo('other').send({}, 0)).rejects.toThrow('SQS answered 400');
  });

  it('is that SQS is down', async () => {
    queues.breakDown(true);
    await expect(queueTo('work').send({}, 0)).rejects.toThrow('SQS answered 503');
    queues.breakDown(false);
    await expect(queueTo('work').send({ again: true }, 0)).resolves.toBeUndefined();
  });
});
