import { createHmac } from 'node:crypto';

import { expect, it } from 'vitest';

import { newSecret, signatures } from '../../../../functions/adapters/webhooks/signature.ts';

const published = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

it('is what the libraries of Standard Webhooks are tested with', () => {
  expect(signatures([published.secret], published)).toBe(published.signature);
});

it('is made under each secret, the newest first, of id, time and body as they are', () => {
  const secrets = [newSecret(), published.secret];
  const [newest, older, ...others] = signatures(secrets, { ...published, body: '{"tên":"ă"}' }).split(' ');
  const byFormula = (secret: string): string =>
    'v1,' +
    createHmac('sha256', Buffer.from(secret.replace('whsec_', ''), 'base64'))
      .update(Buffer.from(`${published.id}.1614265330.{"tên":"ă"}`, 'utf8'))
      .digest('base64');
  expect([newest, older]).toEqual(secrets.map(byFormula));
  expect(others).toEqual([]);
});

it('rests on 24 to 64 bytes that are never the same', () => {
  const [one, other] = [newSecret(), newSecret()];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^whsec_[A-Za-z0-9+/]+=*$/);
  expect(Buffer.from(one.slice('whsec_'.length), 'base64')).toHaveLength(32);
});
