import { createHmac, randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import type { WebhookMessage } from '../../functions/adapters/webhooks/message.ts';
import { webhookCreated } from '../../functions/http/contract/webhook.ts';
import type { LocalQueue } from '../../local/queue.ts';
import type { LocalService } from '../../local/service.ts';
import { type Answer, accessToken, send, startService } from '../support/desk.ts';
import { replying, startRecorder } from '../support/recorder.ts';

const facility = '99003';
const receiver = await startRecorder();

interface Setting {
  readonly service: LocalService;
  call(method: string, body?: unknown, of?: string): Promise<Answer>;
}

async function start(targets?: 'public'): Promise<Setting> {
  const service = await startService({
    ...(targets !== undefined && { functionEnvironment: { WEBHOOK_TARGETS: targets } }),
  });
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = (of: string): Promise<string> => {
    const token = tokens.get(of) ?? accessToken(service, of);
    tokens.set(of, token);
    return token;
  };
  return {
    service,
    call: async (method, body, of = facility) =>
      send(`${service.url}/v1/webhook`, {
        method,
        headers: { authorization: `Bearer ${await tokenOf(of)}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
}

describe('where a facility is told, as deployed', () => {
  let setting: Setting;
  beforeAll(async () => {
    setting = await start('public');
  });
  afterAll(() => setting.service.close());

  const register = (url: unknown) => setting.call('PUT', { url });

  it.each([
    ['not-a-url', 'his.example.vn'],
    ['not-https', 'http://his.example.vn/hooks'],
    ['not-https', 'http://127.0.0.1:8080/hooks'],
    ['port', 'https://127.0.0.1:8080/hooks'],
    ['credentials', 'https://user:secret@example.com/hooks'],
    ['private-address', 'https://127.0.0.1/hooks'],
    ['private-address', 'https://169.254.169.254/latest/meta-data'],
    ['private-address', 'https://[::ffff:a9fe:a9fe]/'],
    ['private-address', 'https://0x7f000001/'],
    ['unresolvable', 'https://nobody.invalid/hooks'],
  ])('%s: %s is refused, and nothing is registered', async (code, url) => {
    const answer = await register(url);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({ code: 'webhook-refused', errors: [{ pointer: '/url', code }] });
    expect(answer.text).not.toContain(url);
    expect((await setting.call('GET')).status).toBe(404);
  });

  it('a public address is taken', async () => {
    const answer = await register('https://203.162.4.190/hooks');
    expect(answer.status).toBe(200);
    const { secret, createdAt } = webhookCreated.parse(answer.body);
    expect(answer.body).toEqual({ url: 'https://203.162.4.190/hooks', secret, createdAt });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/);
    expect(createdAt).toMatch(/\+07:00$/);
    await setting.call('DELETE');
  });

  it.each([[{}], [{ url: 7 }], [{ url: '' }], [{ url: 'https://a.vn', secret: 'mine' }], ['https://a.vn']])(
    'is refused as a bad request: %j',
    async (body) => {
      const answer = await setting.call('PUT', body);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ code: 'bad-request' });
    },
  );

  it('is for facilities alone', async () => {
    const answer = await send(`${setting.service.url}/v1/webhook`);
    expect(answer.status).toBe(401);
  });
});

describe('a lookup that settles, on one machine', () => {
  let setting: Setting;
  let queue: LocalQueue;
  beforeAll(async () => {
    setting = await start();
    const found = [...setting.service.queues.byId.values()].find(({ id }) =>
      /^ServiceWebhookQueue(?!DeadLetters)/.test(id),
    );
    if (found === undefined) throw new Error('The template has no queue of webhooks');
    queue = found;
  });
  afterAll(() => setting.service.close());
  beforeEach(async () => {
    receiver.requests.length = 0;
    await setting.call('DELETE');
  });

  const settled = (of = facility): WebhookMessage => ({
    id: randomUUID(),
    facility: of,
    lookupId: randomUUID(),
    verdict: 'eligible',
    reason: 'card-valid',
    at: '2026-11-22T01:15:00.000Z',
    attempt: 1,
  });
  const announce = (message: WebhookMessage) => queue.send(JSON.stringify(message), 0);
  const registered = async (of = facility): Promise<string> => {
    const answer = await setting.call('PUT', { url: `${receiver.url}/${of}` }, of);
    return webhookCreated.parse(answer.body).secret;
  };
  const arrived = (count: number) =>
    vi.waitFor(
      () => {
        expect(receiver.requests.length).toBeGreaterThanOrEqual(count);
      },
      { timeout: 20_000, interval: 20 },
    );

  it('reaches the system of its facility, signed, and the registration tells how it went', async () => {
    receiver.answer = replying(204, '');
    const secret = await registered();
    const message = settled();
    await announce(message);
    await arrived(1);
    const [request] = receiver.requests;
    const signed = `${message.id}.${String(request?.headers['webhook-timestamp'])}.${request?.body ?? ''}`;
    expect(request).toMatchObject({ method: 'POST', path: `/${facility}` });
    expect(request?.headers).toMatchObject({
      'webhook-id': message.id,
      'webhook-signature': `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
        .update(signed)
        .digest('base64')}`,
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      type: 'lookup.settled',
      timestamp: '2026-11-22T08:15:00+07:00',
      data: { lookupId: message.lookupId, verdict: 'eligible', reason: 'card-valid' },
    });
    await vi.waitFor(
      async () => {
        expect((await setting.call('GET')).body).toMatchObject({
          url: `${receiver.url}/${facility}`,
          lastDelivery: { httpStatus: 204, ok: true },
        });
      },
      { timeout: 20_000, interval: 50 },
    );
  });

  it('shows the secret once, and a new one at every PUT', async () => {
    const first = await registered();
    const { body, text } = await setting.call('GET');
    expect(body).toMatchObject({ lastDelivery: null });
    expect(text).not.toContain('whsec');
    expect(await registered()).not.toBe(first);
  });

  it('goes to its own facility alone', async () => {
    receiver.answer = replying(204, '');
    await registered('99003');
    await registered('99006');
    await announce(settled('99001'));
    await announce(settled('99006'));
    await arrived(1);
    expect(receiver.requests.map(({ path }) => path)).toEqual(['/99006']);
    await setting.call('DELETE', undefined, '99006');
  });

  it('is told again, under the same id, until the system takes it', async () => {
    receiver.answer = replying(500, '');
    await registered();
    const message = settled();
    await announce(message);
    await arrived(1);
    receiver.answer = replying(200, '');
    await arrived(2);
    expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([message.id, message.id]);
  });

  it('is not told after 410, and nothing is registered any more', async () => {
    receiver.answer = replying(410, '');
    await registered();
    await announce(settled());
    await vi.waitFor(
      async () => {
        expect((await setting.call('GET')).status).toBe(404);
      },
      { timeout: 20_000, interval: 50 },
    );
    expect(receiver.requests).toHaveLength(1);
  });

  it('stays in the queue where it cannot be read, and stops no other', async () => {
    receiver.answer = replying(204, '');
    await registered();
    const unreadable = await queue.send('{"facility":"99003"}', 0);
    await announce(settled());
    await arrived(1);
    await vi.waitFor(() => {
      expect(queue.messages().map(({ id, receives }) => ({ id, receives }))).toEqual([
        { id: unreadable, receives: 1 },
      ]);
    });
    await queue.acknowledge(unreadable);
  });

  it('DELETE is 204, whether or not anything was registered', async () => {
    await registered();
    for (const answer of [await setting.call('DELETE'), await setting.call('DELETE')]) {
      expect(answer).toMatchObject({ status: 204, text: '' });
    }
    expect((await setting.call('GET')).status).toBe(404);
  });
});
