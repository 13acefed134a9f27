import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';

import { CompactEncrypt, type CryptoKey, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';

import { KeysUnavailableError } from '../../../../functions/adapters/tokens/key-cache.ts';
import { createKeySet } from '../../../../functions/adapters/tokens/key-set.ts';
import type { DecryptionKey } from '../../../../functions/adapters/tokens/nested-token.ts';
import { readVneidOptions } from '../../../../functions/adapters/tokens/vneid-options.ts';
import { createVneidVerifier, type VneidTrust } from '../../../../functions/adapters/tokens/vneid-token.ts';
import { withPart, withTrailingBits } from '../../../support/forge.ts';
import { newKey, secondsFromNow, sign, startIssuer } from '../../../support/issuer.ts';
import { presentingTo } from '../../../support/tokens.ts';

const key = await newKey('vneid-1');
const forger = await newKey('vneid-1');
const { jwksUrl } = await startIssuer(key);
const ours = {
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  x25519: generateKeyPairSync('x25519'),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const trusted: Omit<VneidTrust, 'options'> = {
  issuer: 'https://vneid.example.vn',
  jwksUrl,
  audience: 'tiep-don',
  algorithms: ['ES256'],
};
const verifying = (decryptionKey: DecryptionKey, envelope = 'jwe') =>
  presentingTo(
    createVneidVerifier(
      { ...trusted, options: readVneidOptions(JSON.stringify({ envelope })) },
      {
        keys: createKeySet({ url: jwksUrl, now: () => new Date(), onStale: () => undefined }),
        now: () => new Date(),
        useOnce: () => Promise.resolve(true),
        useChallenge: () => Promise.resolve(false),
        decryptionKey,
      },
    ),
  );
const verifier = (key: KeyObject | null, envelope?: string) =>
  verifying(() => Promise.resolve(key), envelope);

const signed = (by = key): Promise<string> =>
  sign(by, {
    iss: trusted.issuer,
    aud: trusted.audience,
    iat: secondsFromNow(0),
    exp: secondsFromNow(300),
    jti: randomUUID(),
    citizenPid: '001190000017',
    fullName: 'Đỗ Thị Mẫu',
    birthDate: '1990-02-17',
  });

const sealed = async (
  inner: string | Promise<string>,
  header: Readonly<Record<string, unknown>> = {},
  to: KeyObject | CryptoKey = ours.ec.publicKey,
): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(await inner))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', cty: 'JWT', ...header })
    .encrypt(to);

const holder = { personalId: '001190000017', fullName: 'Đỗ Thị Mẫu', dateOfBirth: '1990-02-17' };

describe('a token signed and then encrypted to us', () => {
  it.each(['A128GCM', 'A256GCM'])('is read by each way of wrapping its key, %s within', async (enc) => {
    for (const { publicKey, privateKey } of [ours.ec, ours.x25519]) {
      for (const alg of ['ECDH-ES', 'ECDH-ES+A256KW']) {
        const token = await sealed(signed(), { alg, enc }, publicKey);
        expect(await verifier(privateKey)(token, '99003')).toStrictEqual({ ok: true, value: holder });
      }
    }
    const token = await sealed(signed(), { alg: 'RSA-OAEP-256', enc }, ours.rsa.publicKey);
    expect(await verifier(ours.rsa.privateKey)(token, '99003')).toStrictEqual({ ok: true, value: holder });
  });

  it.each<[string, string, () => string | Promise<string>]>([
    ['not encrypted at all', 'VNEID_ENCRYPTION', () => signed()],
    ['encrypted and not signed', 'VNEID_MALFORMED', () => sealed(JSON.stringify(holder))],
    ['encrypted twice', 'VNEID_MALFORMED', () => sealed(sealed(signed()))],
    ['signed by a forger', 'VNEID_SIGNATURE', () => sealed(signed(forger))],
    ['not said to hold a token', 'VNEID_ENCRYPTION', () => sealed(signed(), { cty: undefined })],
    ['compressed', 'VNEID_ENCRYPTION', () => sealed(signed(), { zip: 'DEF' })],
    ['of CBC and HMAC', 'VNEID_ENCRYPTION', () => sealed(signed(), { enc: 'A256CBC-HS512' })],
    ['of another key wrapping', 'VNEID_ENCRYPTION', () => sealed(signed(), { alg: 'ECDH-ES+A128KW' })],
    [
      'encrypted to somebody else',
      'VNEID_ENCRYPTION',
      async () => sealed(signed(), {}, (await generateKeyPair('ECDH-ES')).publicKey),
    ],
    [
      'altered on its way',
      'VNEID_ENCRYPTION',
      async () =>
        withPart(await sealed(signed()), 3, (part) => `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`),
    ],
    [
      'spelt otherwise',
      'VNEID_ENCRYPTION',
      async () => withPart(await sealed(signed()), 4, withTrailingBits),
    ],
    ['cut short', 'VNEID_ENCRYPTION', async () => (await sealed(signed())).split('.').slice(0, 4).join('.')],
  ])('is refused when %s: %s', async (_how, fault, token) => {
    const verified = await verifier(ours.ec.privateKey)(await token(), '99003');
    expect(verified).toStrictEqual({ ok: false, error: fault });
  });

  it('is refused where its key is none of ours', async () => {
    const verified = await verifier(null)(await sealed(signed()), '99003');
    expect(verified).toStrictEqual({ ok: false, error: 'VNEID_ENCRYPTION' });
  });

  it('is asked for by the key that it names, and only where its algorithm is one of ours', async () => {
    const asked: unknown[] = [];
    const verify = verifying((named) => {
      asked.push(named);
      return Promise.resolve(ours.ec.privateKey);
    });
    for (const header of [{ kid: 'key-1' }, {}, { alg: 'ECDH-ES+A128KW' }]) {
      await verify(await sealed(signed(), header), '99003');
    }
    expect(asked).toStrictEqual([{ alg: 'ECDH-ES+A256KW', kid: 'key-1' }, { alg: 'ECDH-ES+A256KW' }]);
  });

  it('cannot be opened where our keys cannot be had: no word against the token', async () => {
    const verify = verifying(() => Promise.reject(new KeysUnavailableError()));
    expect(await verify(await sealed(signed()), '99003')).toStrictEqual({
      ok: false,
      error: 'VNEID_DECRYPTION_UNAVAILABLE',
    });
  });
});

describe('an issuer that changes over', () => {
  const verify = verifier(ours.ec.privateKey, 'either');
  it('is read in both ways', async () => {
    expect(await verify(await signed(), '99003')).toStrictEqual({ ok: true, value: holder });
    expect(await verify(await sealed(signed()), '99003')).toStrictEqual({ ok: true, value: holder });
  });

  it('is believed in neither where somebody else signed', async () => {
    for (const token of [signed(forger), sealed(signed(forger))]) {
      expect(await verify(await token, '99003')).toStrictEqual({ ok: false, error: 'VNEID_SIGNATURE' });
    }
  });
});
