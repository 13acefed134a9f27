import { once } from 'node:events';
import { createServer } from 'node:net';

import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';

import { createPostWebhook, postTo } from '../../../../functions/adapters/webhooks/post.ts';
import { createCheckTarget } from '../../../../functions/adapters/webhooks/target.ts';
import { failed, ok } from '../../../../functions/core/result.ts';
import { replying, startRecorder } from '../../../support/recorder.ts';

const receiver = await startRecorder();
const elsewhere = await startRecorder();
beforeEach(() => {
  receiver.requests.length = 0;
  elsewhere.requests.length = 0;
});

const content = { headers: { 'content-type': 'application/json', 'webhook-id': 'one' }, body: '{"tên":"ă"}' };
const here = { url: new URL(`${receiver.url}/hooks?of=99001`), addresses: ['127.0.0.1'] };

describe('a webhook', () => {
  it('is posted as it is signed, and its status told', async () => {
    receiver.answer = replying(202, 'thanks');
    expect(await postTo(here, content)).toBe(202);
    expect(receiver.requests).toEqual([
      expect.objectContaining({ method: 'POST', path: '/hooks', body: content.body }),
    ]);
    expect(receiver.requests[0]?.headers).toMatchObject(content.headers);
  });

  it('goes to the addresses that were checked, whatever its name leads to', async () => {
    receiver.answer = replying(200, '');
    const named = new URL(here.url);
    named.hostname = 'his.example.vn';
    expect(await postTo({ url: named, addresses: ['127.0.0.1'] }, content)).toBe(200);
    expect(receiver.requests[0]?.headers.host).toBe(named.host);
  });

  it.each([301, 302, 307, 308])('follows no redirect: %s', async (status) => {
    receiver.answer = replying(status, '', { location: `${elsewhere.url}/latest/meta-data` });
    expect(await postTo(here, content)).toBe(status);
    expect(elsewhere.requests).toEqual([]);
  });

  it('waits for no body, however long it is', async () => {
    receiver.answer = (_request, response) => {
      response.writeHead(200);
      response.write('the beginning of something that never ends');
      onTestFinished(() => {
        response.destroy();
      });
    };
    expect(await postTo(here, content)).toBe(200);
  });

  it.each<[string, (typeof receiver)['answer']]>([
    ['hangs up', (_request, response) => response.destroy()],
    ['speaks no HTTP', (_request, response) => response.socket?.end('SSH-2.0-OpenSSH_9.9\r\n')],
    [
      'wants to speak another protocol',
      (_request, response) =>
        response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
  ])('has no status where the receiver %s', async (_what, answer) => {
    receiver.answer = answer;
    expect(await postTo(here, content)).toBeNull();
  });

  it('has none where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    server.close();
    await once(server, 'close');
    expect(
      await postTo({ url: new URL(`http://127.0.0.1:${port}/`), addresses: ['127.0.0.1'] }, content),
    ).toBe(null);
  });
});

describe('a name that leads elsewhere since it was checked', () => {
  it('is checked again at every delivery, and not called', async () => {
    const answers = [['203.162.4.190'], ['127.0.0.1']];
    const check = createCheckTarget('public', () => Promise.resolve(answers.shift() ?? []));
    expect(await check('https://his.example.vn/')).toMatchObject({ ok: true });
    expect(await createPostWebhook(check)('https://his.example.vn/', content)).toBeNull();
  });

  it('is not asked for again between the check and the call', async () => {
    receiver.answer = replying(200, '');
    const asked: string[] = [];
    const post = createPostWebhook((url) => {
      asked.push(url);
      return Promise.resolve(asked.length === 1 ? ok(here) : failed('private-address'));
    });
    expect(await post('https://his.example.vn/', content)).toBe(200);
    expect(await post('https://his.example.vn/', content)).toBeNull();
    expect(receiver.requests).toHaveLength(1);
  });
});
