import { exportSPKI, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';

import {
  createCallerTokenVerifier,
  rememberTokens,
} from '../../../../functions/adapters/tokens/facility-token.ts';
import { failed, ok } from '../../../../functions/core/result.ts';
import { createKeySet } from '../../../../functions/adapters/tokens/key-set.ts';
import { newKey, secondsFromNow, sign, startIssuer } from '../../../support/issuer.ts';

const key = await newKey('key-1', 'RS256');
const ellipticKey = await newKey('key-2', 'ES256');
const { jwksUrl } = await startIssuer(key, ellipticKey);
const issuer = 'https://issuer.example.vn';

const keys = createKeySet({ url: jwksUrl, now: () => new Date(), onStale: () => undefined });
const trusted = {
  issuer,
  jwksUrl,
  audience: 'https://tiep-don.example.vn',
  algorithms: ['RS256'],
  scopePrefix: '',
};
const verify = createCallerTokenVerifier(trusted, keys);
/** Cognito puts no audience into access tokens, and prefixes scopes with their resource server. */
const verifyCognito = createCallerTokenVerifier(
  { ...trusted, audience: null, scopePrefix: 'tiep-don/' },
  keys,
);

const claims = (changes: JWTPayload = {}): JWTPayload => ({
  iss: issuer,
  aud: trusted.audience,
  exp: secondsFromNow(300),
  client_id: 'client-a',
  scope: 'eligibility:check eligibility:history',
  ...changes,
});
const cognitoClaims = (changes: JWTPayload = {}): JWTPayload => {
  const { aud, ...others } = claims({ token_use: 'access', scope: 'tiep-don/eligibility:check', ...changes });
  return { ...others, ...('aud' in changes && { aud }) };
};
const without = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims()).filter(([claim]) => claim !== name));

const rejected = { ok: false, error: 'token-rejected' };
const caller = {
  clientId: 'client-a',
  scopes: new Set(['eligibility:check', 'eligibility:history']),
  operator: null,
};

describe('an access token', () => {
  it.each([
    ['of RFC 9068', {}, caller],
    ['of OpenID Connect', { client_id: undefined, azp: 'client-b' }, { ...caller, clientId: 'client-b' }],
    ['with both client claims', { azp: 'client-b' }, caller],
    ['for several audiences', { aud: ['https://other.vn', trusted.audience] }, caller],
    ['without a scope', { scope: undefined }, { ...caller, scopes: new Set() }],
    ['of a few seconds ago, clocks differing', { exp: secondsFromNow(-2), nbf: secondsFromNow(3) }, caller],
    [
      'of a signed-in person',
      { name: 'Tạ Văn Quầy', personal_id: '000200000025' },
      { ...caller, operator: { fullName: 'Tạ Văn Quầy', personalId: '000200000025' } },
    ],
    ['of a person without a personal number', { name: 'Tạ Văn Quầy' }, caller],
    ['of a person without a name', { personal_id: '000200000025' }, caller],
  ])('is taken: %s', async (_what, changes, value) => {
    expect(await verify(await sign(key, claims(changes)))).toMatchObject({ ok: true, value });
  });

  it.each([
    ['of another issuer', { iss: 'https://other.example.vn' }],
    ['for another audience', { aud: 'https://other.example.vn' }],
    ['that has expired', { exp: secondsFromNow(-10) }],
    ['that is not valid yet', { nbf: secondsFromNow(30) }],
    ['of no client', { client_id: undefined }],
    ['of a client that is no text', { client_id: ['client-a'] }],
    ['whose scope is no text', { scope: ['eligibility:check'] }],
  ])('is refused: %s', async (_what, changes) => {
    expect(await verify(await sign(key, claims(changes)))).toStrictEqual(rejected);
  });

  it.each(['iss', 'aud', 'exp'])('is refused without its claim %s', async (name) => {
    expect(await verify(await sign(key, without(name)))).toStrictEqual(rejected);
  });

  it('is taken without an operator where the personal number is not as the registry wants it', async () => {
    const token = await sign(key, claims({ name: 'Tạ Văn Quầy', personal_id: '000200025' }));
    expect(await verify(token)).toMatchObject({ ok: true, value: caller });
  });
});

describe('a signature', () => {
  it('under HS256 with the public key for a secret is refused', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(key.publicKey));
    const header = { alg: 'HS256', kid: key.kid };
    const forged = await new SignJWT(claims()).setProtectedHeader(header).sign(secret);
    expect(await verify(forged)).toStrictEqual(rejected);
  });

  it.each([
    ['none', () => new UnsecuredJWT(claims()).encode()],
    ['of an algorithm that is not trusted', () => sign(ellipticKey, claims())],
    ['of a key nobody published', async () => sign(await newKey('key-9', 'RS256'), claims())],
    ['of a key under another’s id', async () => sign(await newKey('key-1', 'RS256'), claims())],
    ['cut off', async () => (await sign(key, claims())).slice(0, -8)],
    [
      'over other claims',
      async () => swapPayload(await sign(key, claims()), claims({ client_id: 'client-z' })),
    ],
  ])('is refused: %s', async (_what, token) => {
    expect(await verify(await token())).toStrictEqual(rejected);
  });

  it.each(['', 'x', 'a.b', 'a.b.c', '..', 'eyJhbGciOiJSUzI1NiJ9..'])('is missing in %j', async (token) => {
    expect(await verify(token)).toStrictEqual(rejected);
  });

  it('that cannot be checked because the issuer is away is not the caller’s fault', async () => {
    const url = 'http://127.0.0.1:1/jwks';
    const away = createKeySet({ url, now: () => new Date(), onStale: () => undefined });
    const outcome = await createCallerTokenVerifier(trusted, away)(await sign(key, claims()));
    expect(outcome).toStrictEqual({ ok: false, error: 'keys-unavailable' });
  });
});

describe('a token of an issuer without audiences', () => {
  it('is taken when it says that it is an access token, its scopes without their prefix', async () => {
    expect(await verifyCognito(await sign(key, cognitoClaims()))).toMatchObject({
      ok: true,
      value: { clientId: 'client-a', scopes: new Set(['eligibility:check']), operator: null },
    });
  });

  it.each([
    ['an identity token', { token_use: 'id', aud: 'client-a' }],
    ['a token of no use', { token_use: undefined }],
  ])('is refused: %s', async (_what, changes) => {
    expect(await verifyCognito(await sign(key, cognitoClaims(changes)))).toStrictEqual(rejected);
  });

  it('has no scope of another resource server', async () => {
    const token = await sign(
      key,
      cognitoClaims({ scope: 'other/eligibility:check eligibility:check openid' }),
    );
    expect(await verifyCognito(token)).toMatchObject({ ok: true, value: { scopes: new Set() } });
  });
});

function swapPayload(token: string, payload: JWTPayload): string {
  const [header, , signature] = token.split('.');
  return [header, Buffer.from(JSON.stringify(payload)).toString('base64url'), signature].join('.');
}

describe('a token that was good', () => {
  const remembered = (now: () => Date) => {
    let checks = 0;
    const verify = rememberTokens((token) => {
      checks += 1;
      return Promise.resolve(
        token === 'bad'
          ? failed('token-rejected')
          : ok({ ...caller, expiresAt: new Date('2026-11-21T08:10:00Z') }),
      );
    }, now);
    return { verify, checks: () => checks };
  };

  it('is not checked again within the minute, and is after it', async () => {
    let now = new Date('2026-11-21T08:00:00Z');
    const { verify, checks } = remembered(() => now);
    await verify('good');
    now = new Date('2026-11-21T08:00:59Z');
    expect(await verify('good')).toMatchObject({ ok: true, value: caller });
    expect(checks()).toBe(1);
    now = new Date('2026-11-21T08:01:00Z');
    await verify('good');
    expect(checks()).toBe(2);
  });

  it('is checked again once it has expired', async () => {
    let now = new Date('2026-11-21T08:09:50Z');
    const { verify, checks } = remembered(() => now);
    await verify('good');
    now = new Date('2026-11-21T08:10:00Z');
    await verify('good');
    expect(checks()).toBe(2);
  });

  it('lets no other token pass, and what failed is not remembered', async () => {
    const { verify, checks } = remembered(() => new Date('2026-11-21T08:00:00Z'));
    await verify('good');
    expect((await verify('bad')).ok).toBe(false);
    expect((await verify('bad')).ok).toBe(false);
    expect(checks()).toBe(3);
  });

  it('is forgotten when too many others came', async () => {
    const { verify, checks } = remembered(() => new Date('2026-11-21T08:00:00Z'));
    await verify('good');
    for (let i = 0; i < 500; i++) await verify(`other-${i}`);
    await verify('good');
    expect(checks()).toBe(502);
  });
});
