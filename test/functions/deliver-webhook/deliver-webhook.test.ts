import { createHmac } from 'node:crypto';

import { beforeEach, describe, expect, it } from 'vitest';

import { createWebhookStore } from '../../../functions/adapters/dynamodb/webhooks.ts';
import { createAnnounce } from '../../../functions/adapters/webhooks/announce.ts';
import { type WebhookMessage, webhookMessage } from '../../../functions/adapters/webhooks/message.ts';
import { createPostWebhook } from '../../../functions/adapters/webhooks/post.ts';
import { createCheckTarget } from '../../../functions/adapters/webhooks/target.ts';
import { createDeliver } from '../../../functions/deliver-webhook/deliver-webhook.ts';
import { lookupSettled } from '../../../functions/http/contract/webhook.ts';
import { createClock } from '../../support/clock.ts';
import { testKeyring } from '../../support/keyring.ts';
import { replying, startRecorder } from '../../support/recorder.ts';
import { answered, lookup } from '../../support/samples.ts';
import { startTestTable } from '../../support/test-table.ts';

const facility = '99001';
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const clock = createClock();
const webhooks = createWebhookStore({
  table: await startTestTable(),
  keyring: testKeyring(clock.now),
  now: clock.now,
});
const receiver = await startRecorder();

const counted: string[] = [];
const sent: { message: WebhookMessage; seconds: number }[] = [];
const queue = {
  send: (message: unknown, seconds: number) => {
    sent.push({ message: webhookMessage.parse(message), seconds });
    return Promise.resolve();
  },
};
const telemetry = {
  info: () => undefined,
  defect: () => undefined,
  count: (metric: string) => counted.push(metric),
  flush: () => undefined,
};
const check = createCheckTarget('loopback', () => Promise.resolve([]));
const deliver = createDeliver({
  webhooks,
  post: createPostWebhook(check),
  queue,
  telemetry,
  now: clock.now,
  chance: () => 0,
});

const message: WebhookMessage = {
  id: '0f8fad5b-d9cb-469f-a165-70867728950e',
  facility,
  lookupId: '01930000-0000-7000-8000-000000000017',
  verdict: 'eligible',
  reason: 'card-valid',
  at: '2026-11-21T01:14:58.123Z',
  attempt: 1,
};

beforeEach(async () => {
  for (const list of [receiver.requests, counted, sent]) list.length = 0;
  clock.advance(1);
  await webhooks.remove(facility);
  await webhooks.replace(facility, `${receiver.url}/hooks`, secret);
});

const lastDelivery = async () => (await webhooks.read(facility))?.lastDelivery;

describe('a lookup that settled', () => {
  it('is told with what it came to and nothing of the patient, signed by the formula of the standard', async () => {
    receiver.answer = replying(204, '');
    expect(await deliver(message)).toBe('delivered');
    const [request] = receiver.requests;
    if (request === undefined) throw new Error('Nothing was delivered');
    const { headers, body } = request;
    expect(lookupSettled.parse(JSON.parse(body))).toStrictEqual(JSON.parse(body));
    expect(JSON.parse(body)).toEqual({
      type: 'lookup.settled',
      timestamp: '2026-11-21T08:14:58+07:00',
      data: { lookupId: message.lookupId, verdict: 'eligible', reason: 'card-valid' },
    });
    const seconds = Math.floor(clock.now().getTime() / 1000);
    expect(headers).toMatchObject({ 'webhook-id': message.id, 'webhook-timestamp': String(seconds) });
    expect(headers['webhook-signature']).toBe(
      `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
        .update(`${message.id}.${seconds}.${body}`)
        .digest('base64')}`,
    );
    expect(await lastDelivery()).toEqual({ at: clock.now(), httpStatus: 204, ok: true });
    expect(sent).toEqual([]);
  });

  it('is signed under both secrets for a day after a change', async () => {
    receiver.answer = replying(200, '');
    clock.advance(1);
    await webhooks.replace(facility, `${receiver.url}/hooks`, 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX');
    await deliver(message);
    expect(receiver.requests[0]?.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
  });

  it.each([301, 400, 404, 429, 500, 503])('is tried again after %s, under the same id', async (status) => {
    receiver.answer = replying(status, '', { location: 'http://169.254.169.254/' });
    expect(await deliver(message)).toBe('tried-again-later');
    expect(sent).toEqual([{ message: { ...message, attempt: 2 }, seconds: 5 }]);
    expect(await lastDelivery()).toMatchObject({ httpStatus: status, ok: false });

    receiver.answer = replying(200, '');
    clock.advance(5_000);
    expect(await deliver({ ...message, attempt: 2 })).toBe('delivered');
    const [first, second] = receiver.requests.map(({ headers }) => headers);
    expect(second?.['webhook-id']).toBe(first?.['webhook-id']);
    expect(second?.['webhook-timestamp']).not.toBe(first?.['webhook-timestamp']);
  });

  it('is tried again after silence, and where its address may not be called any more', async () => {
    receiver.answer = (_request, response) => response.destroy();
    expect(await deliver(message)).toBe('tried-again-later');
    clock.advance(1);
    await webhooks.replace(facility, 'https://10.0.0.1/hooks', secret);
    expect(await deliver({ ...message, attempt: 3 })).toBe('tried-again-later');
    expect(sent.map(({ seconds }) => seconds)).toEqual([5, 120]);
    expect(await lastDelivery()).toMatchObject({ httpStatus: null, ok: false });
  });

  it('is given up after the last attempt, and that is counted', async () => {
    receiver.answer = replying(500, '');
    expect(await deliver({ ...message, attempt: 101 })).toBe('given-up');
    expect(sent).toEqual([]);
    expect(counted).toEqual(['WebhookGivenUp']);
  });

  it('is told to nobody where nothing is registered', async () => {
    await webhooks.remove(facility);
    expect(await deliver(message)).toBe('no-webhook');
    expect(receiver.requests).toEqual([]);
  });

  it('ends the registration where the receiver answers 410', async () => {
    receiver.answer = replying(410, '');
    expect(await deliver(message)).toBe('webhook-gone');
    expect(await webhooks.read(facility)).toBeNull();
    expect(sent).toEqual([]);
  });

  it('comes again where the queue does not take the next attempt', async () => {
    receiver.answer = replying(500, '');
    const broken = createDeliver({
      webhooks,
      post: createPostWebhook(check),
      queue: { send: () => Promise.reject(new Error('SQS answered 500')) },
      telemetry,
      now: clock.now,
      chance: () => 0,
    });
    await expect(broken(message)).rejects.toThrow('SQS answered 500');
  });
});

describe('an announcement', () => {
  it('is a message that delivery reads', async () => {
    const basis = { outcome: answered('000'), source: 'registry', asOf: clock.now() } as const;
    await createAnnounce(queue, clock.now)(lookup({ id: message.lookupId, facility, basis }));
    const [{ message: announced, seconds } = { message, seconds: NaN }] = sent;
    expect(announced).toEqual({ ...message, id: announced.id, at: clock.now().toISOString() });
    expect(announced.id).not.toBe(message.id);
    expect(seconds).toBe(0);
  });

  it.each([{ reason: 'made-up' }, { attempt: 0 }, { id: 'x' }, { at: 'yesterday' }])(
    'that is not one is not read: %j',
    (wrong) => {
      expect(webhookMessage.safeParse({ ...message, ...wrong }).success).toBe(false);
    },
  );
});
