import { randomUUID } from 'node:crypto';

import { CompactEncrypt, type CryptoKey, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';

import { createKeySet } from '../../../../functions/adapters/tokens/key-set.ts';
import { readVneidOptions } from '../../../../functions/adapters/tokens/vneid-options.ts';
import { createVneidVerifier, type VneidTrust } from '../../../../functions/adapters/tokens/vneid-token.ts';
import { withPart, withTrailingBits } from '../../../support/forge.ts';
import { newKey, secondsFromNow, sign, startIssuer } from '../../../support/issuer.ts';

const key = await newKey('vneid-1');
const forger = await newKey('vneid-1');
const { jwksUrl } = await startIssuer(key);
const ours = { ec: await generateKeyPair('ECDH-ES'), rsa: await generateKeyPair('RSA-OAEP-256') };
const trusted: VneidTrust = {
  issuer: 'https://vneid.example.vn',
  jwksUrl,
  audience: 'tiep-don',
  algorithms: ['ES256'],
  options: readVneidOptions('{"envelope":"jwe"}'),
};
const verifier = (decryptionKey: CryptoKey | null) =>
  createVneidVerifier(trusted, {
    keys: createKeySet({ url: jwksUrl, now: () => new Date(), onStale: () => undefined }),
    now: () => new Date(),
    useOnce: () => Promise.resolve(true),
    useChallenge: () => Promise.resolve(false),
    decryptionKey: () => Promise.resolve(decryptionKey),
  });

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
  to = ours.ec.publicKey,
): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(await inner))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', cty: 'JWT', ...header })
    .encrypt(to);

const holder = { personalId: '001190000017', fullName: 'Đỗ Thị Mẫu', dateOfBirth: '1990-02-17' };

describe('a token signed and then encrypted to us', () => {
  it.each(['A128GCM', 'A256GCM'])('is read by each way of wrapping its key, %s within', async (enc) => {
    for (const alg of ['ECDH-ES', 'ECDH-ES+A256KW']) {
      const token = await sealed(signed(), { alg, enc });
      expect(await verifier(ours.ec.privateKey)(token, '99003')).toStrictEqual({ ok: true, value: holder });
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

  it('is not taken where no key is set up', async () => {
    const verified = await verifier(null)(await sealed(signed()), '99003');
    expect(verified).toStrictEqual({ ok: false, error: 'VNEID_NOT_CONFIGURED' });
  });
});
