import { randomUUID } from 'node:crypto';

import { CompactEncrypt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';

import { personById } from '../../local/people/people.ts';
import { vneidClaims } from '../../local/people/scans.ts';
import type { LocalService } from '../../local/service.ts';
import { type Answer, type Desk, lookupId, send, signIn, startService } from '../support/desk.ts';
import { newKey, secondsFromNow, sign, type SigningKey, startIssuer } from '../support/issuer.ts';
import { replying } from '../support/recorder.ts';

const holder = { ...vneidClaims(personById('valid-employee')) };
const outcome = ({ status, body }: Answer): unknown => {
  const errors = z
    .array(z.object({ code: z.string(), pointer: z.literal('/subject/token') }))
    .safeParse(body['errors']);
  return errors.success ? errors.data.map(({ code }) => code).join() : (body['code'] ?? status);
};
const present = (desk: Desk, token: string, headers: Record<string, string> = {}): Promise<Answer> =>
  desk.ask({ kind: 'vneid', token }, {}, headers);

describe('the sandbox’s own issuer', () => {
  let service: LocalService;
  let desk: Desk;
  let otherDesk: Desk;
  beforeAll(async () => {
    service = await startService();
    desk = await signIn(service, '99003');
    otherDesk = await signIn(service, '99008');
  });
  afterAll(() => service.close());

  const mint = (more: Record<string, unknown> = {}): Promise<string> =>
    service.vneid.mint({ ...holder, ...more });
  const challenge = async (at: Desk): Promise<string> =>
    z.string().parse((await at.send('/v1/presence/challenges', {})).body['nonce']);

  it('a token is good once, at whichever facility, and says so the second time', async () => {
    const token = await mint();
    expect(outcome(await present(desk, token))).toBe(200);
    expect((await present(desk, token)).status).toBe(422);
    expect(outcome(await present(desk, token))).toBe('VNEID_REPLAYED');
    expect(outcome(await present(otherDesk, token))).toBe('VNEID_REPLAYED');
  });

  it('of two at the same time one is admitted', async () => {
    const token = await mint();
    const outcomes = await Promise.all([present(desk, token), present(otherDesk, token)]);
    expect(outcomes.map(outcome).toSorted()).toEqual([200, 'VNEID_REPLAYED']);
  });

  it('a request repeated under its key is answered with its lookup, not refused for its token', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const token = await mint();
    const first = await present(desk, token, headers);
    const second = await present(desk, token, headers);
    expect([outcome(first), outcome(second)]).toEqual([200, 200]);
    expect(lookupId(second)).toBe(lookupId(first));
  });

  it('a token for one facility is none for another; GET /sandbox says each one’s audience', async () => {
    const { body } = await send(`${service.url}/sandbox`);
    const clients = z
      .array(z.object({ facility: z.string(), vneidAudience: z.string() }))
      .parse(body['clients']);
    const aud = clients.find(({ facility }) => facility === '99003')?.vneidAudience;
    const token = await mint({ aud });
    expect(outcome(await present(otherDesk, token))).toBe('VNEID_AUDIENCE');
    expect(outcome(await present(desk, token))).toBe(200);
  });

  it('a challenge is a nonce to show, for two minutes', async () => {
    const { status, body } = await desk.send('/v1/presence/challenges', {});
    expect(status).toBe(201);
    const { nonce, expiresAt, qr } = z
      .object({ nonce: z.string().length(43), expiresAt: z.iso.datetime({ offset: true }), qr: z.string() })
      .parse(body);
    expect(qr).toBe(`tiep-don:presence?facility=99003&nonce=${nonce}`);
    const seconds = (Date.parse(expiresAt) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(60);
    expect(seconds).toBeLessThanOrEqual(120);
  });

  it('a challenge needs an access token', async () => {
    const answer = await send(`${service.url}/v1/presence/challenges`, { method: 'POST' });
    expect(outcome(answer)).toBe('unauthenticated');
  });

  it('a token that answers a challenge is good once, and only where it was shown', async () => {
    const nonce = await challenge(desk);
    expect(outcome(await present(otherDesk, await mint({ nonce })))).toBe('VNEID_CHALLENGE_UNKNOWN');
    expect(outcome(await present(desk, await mint({ nonce })))).toBe(200);
    expect(outcome(await present(desk, await mint({ nonce })))).toBe('VNEID_CHALLENGE_UNKNOWN');
  });
});

describe('tokens that are encrypted to the service', () => {
  let service: LocalService;
  let desk: Desk;
  beforeAll(async () => {
    service = await startService();
    desk = await signIn(service, '99003');
  });
  afterAll(() => service.close());

  const mint = async (claims: Record<string, unknown>): Promise<string> => {
    const { body } = await send(`${service.url}${service.vneid.mintPath}`, {
      method: 'POST',
      body: JSON.stringify({ ...holder, ...claims }),
    });
    return z.string().parse(body['token']);
  };

  it('are minted on request, and good once like any other', async () => {
    const token = await mint({ envelope: 'jwe' });
    expect(token.split('.')).toHaveLength(5);
    expect(outcome(await present(desk, token))).toBe(200);
    expect(outcome(await present(desk, token))).toBe('VNEID_REPLAYED');
  });

  it('may come from whoever has the key of GET /sandbox, and are believed for what was signed', async () => {
    const { body } = await send(`${service.url}/sandbox`);
    const to = z.object({ encryptTo: z.record(z.string(), z.string()) }).parse(body['vneid']).encryptTo;
    const encrypted = async (inner: string, kid = to['kid']): Promise<string> =>
      new CompactEncrypt(new TextEncoder().encode(inner))
        .setProtectedHeader({ alg: 'ECDH-ES', enc: 'A128GCM', cty: 'JWT', ...(kid !== undefined && { kid }) })
        .encrypt(to);
    expect(outcome(await present(desk, await encrypted(await mint({}))))).toBe(200);
    const forged = await sign(await newKey('vneid-1'), { iss: service.vneid.issuer });
    expect(outcome(await present(desk, await encrypted(forged)))).toBe('VNEID_SIGNATURE');
    expect(outcome(await present(desk, await encrypted(await mint({}), 'unknown')))).toBe('VNEID_ENCRYPTION');
  });
});

describe('a secret that holds no keys', () => {
  it.each([
    ['is missing', 'tiep-don/dev/vneid-keys-gone'],
    ['holds something else', 'tiep-don/dev/registry/99003'],
  ])('and %s: 503, nothing of it said, and nothing held against the token', async (_how, secret) => {
    const service = await startService({ functionEnvironment: { VNEID_DECRYPTION_SECRET: secret } });
    const desk = await signIn(service, '99003');
    const token = await service.vneid.mint({ ...holder, envelope: 'jwe' });
    const answer = await present(desk, token);
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.text).not.toMatch(/99003_BV|sandbox-99003|vneid-keys-gone/);
    expect(outcome(await present(desk, await service.vneid.mint({ ...holder })))).toBe(200);
    await service.close();
  });
});

describe('an issuer of one’s own, with an audience for all facilities', () => {
  const settings = { issuer: 'https://vneid.example.vn', audience: 'tiep-don' };
  let service: LocalService;
  let desk: Desk;
  let first: SigningKey;
  let second: SigningKey;
  let issuer: Awaited<ReturnType<typeof startIssuer>>;
  beforeAll(async () => {
    [first, second] = [await newKey('key-1'), await newKey('key-2', 'RS256')];
    issuer = await startIssuer(first);
    service = await startService({
      environment: {
        VNEID_ISSUER: settings.issuer,
        VNEID_JWKS_URL: issuer.jwksUrl,
        VNEID_AUDIENCE: settings.audience,
      },
      // Every token finds the keys too old to use without asking.
      functionEnvironment: {
        VNEID_OPTIONS: '{"requiresChallenge":true,"keys":{"freshMs":1,"cooldownMs":1}}',
      },
    });
    desk = await signIn(service, '99003');
  });
  afterAll(() => service.close());

  const token = async (key: SigningKey, more: Record<string, unknown> = {}): Promise<string> => {
    const { nonce } = (await desk.send('/v1/presence/challenges', {})).body;
    return sign(key, {
      iss: settings.issuer,
      aud: settings.audience,
      iat: secondsFromNow(0),
      exp: secondsFromNow(120),
      jti: randomUUID(),
      nonce,
      ...holder,
      ...more,
    });
  };

  it('that must have a challenge answered refuses a token without', async () => {
    expect(outcome(await present(desk, await token(first)))).toBe(200);
    expect(outcome(await present(desk, await token(first, { nonce: undefined })))).toBe(
      'VNEID_CHALLENGE_REQUIRED',
    );
  });

  it('that rotates its keys is followed without a restart, and the old key is good no more', async () => {
    issuer.publish(second);
    expect(outcome(await present(desk, await token(second)))).toBe(200);
    expect(outcome(await present(desk, await token(first)))).toBe('VNEID_SIGNATURE');
  });

  it('that is out of reach leaves its last keys in use', async () => {
    issuer.publish(second);
    expect(outcome(await present(desk, await token(second)))).toBe(200);
    issuer.breakDown(replying(503, 'busy'));
    expect(outcome(await present(desk, await token(second)))).toBe(200);
    expect(outcome(await present(desk, await token(first)))).toBe('VNEID_SIGNATURE');
  });
});
