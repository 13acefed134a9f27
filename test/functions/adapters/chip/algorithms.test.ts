import { createPublicKey, generateKeyPair, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it } from 'vitest';

import { keyFault } from '../../../../functions/adapters/chip/algorithms.ts';
import type { HashName, SigningAlgorithm } from '../../../../local/chips/algorithms.ts';
import type { Authority, KeyPair } from '../../../../local/chips/certificates.ts';
import { authorityCertificate, documentSigner } from '../../../../local/chips/chips.ts';
import { bits, encode, integer, longInteger, oid, sequence } from '../../../../local/chips/der.ts';
import { chipBy, days, holder, verifierOf } from './chips.ts';

const makeKeys = promisify(generateKeyPair);
const ec = (namedCurve: string, paramEncoding: 'named' | 'explicit' = 'named') =>
  makeKeys('ec', { namedCurve, paramEncoding });

const pssKeys = (hashAlgorithm: string, mgf1HashAlgorithm: string, saltLength: number) =>
  // @ts-expect-error -- the types want the length as text, Node as a number
  generateKeyPairSync('rsa-pss', { modulusLength: 2048, hashAlgorithm, mgf1HashAlgorithm, saltLength });

const pkcs1 = (hash: HashName): SigningAlgorithm => ({ kind: 'rsa-pkcs1', hash });
const pss = (hash: HashName, saltLength: number, maskHash = hash): SigningAlgorithm => ({
  kind: 'rsa-pss',
  hash,
  maskHash,
  saltLength,
});
const ecdsa = (hash: HashName): SigningAlgorithm => ({ kind: 'ecdsa', hash });

const csca: Authority = { name: 'CSCA', keys: await ec('P-256'), algorithm: ecdsa('sha256') };
let rsa: KeyPair;
beforeAll(async () => {
  rsa = await makeKeys('rsa', { modulusLength: 2048 });
});

/** What comes of a chip of a signer with this key and algorithm, certified by a CSCA, here by its own kind. */
function verdictOn(keys: KeyPair, algorithm: SigningAlgorithm, issuer: Authority = csca) {
  const signer = documentSigner({ name: 'Signer', keys, algorithm }, issuer, days(-10, 10));
  const certificates = [authorityCertificate(issuer, days(-10, 10))];
  return verifierOf({ certificates, crls: [] })(chipBy(signer, { hash: algorithm.hash }));
}

const proven = { ok: true, value: holder };

describe('a chip is proven by', () => {
  it.each(['sha256', 'sha384', 'sha512'] as const)('RSA PKCS#1 v1.5 with %s', async (hash) => {
    expect(await verdictOn(rsa, pkcs1(hash))).toEqual(proven);
  });

  it.each([
    ['sha256', 32],
    ['sha384', 48],
    ['sha512', 64],
    ['sha256', 20],
    ['sha512', 0],
  ] as const)('RSA-PSS with %s and a salt of %i bytes', async (hash, saltLength) => {
    expect(await verdictOn(rsa, pss(hash, saltLength))).toEqual(proven);
  });

  it('RSA-PSS with a mask of another hash', async () => {
    const keys = pssKeys('sha512', 'sha256', 40);
    expect(await verdictOn(keys, pss('sha512', 40, 'sha256'))).toEqual(proven);
  });

  it.each([
    ['P-256', 'sha256'],
    ['P-384', 'sha384'],
    ['P-521', 'sha512'],
    ['brainpoolP256r1', 'sha256'],
    ['brainpoolP384r1', 'sha384'],
    ['brainpoolP512r1', 'sha512'],
    ['P-521', 'sha256'],
  ] as const)('ECDSA on %s with %s, curve by name or by parameters', async (curve, hash) => {
    expect(await verdictOn(await ec(curve), ecdsa(hash))).toEqual(proven);
    expect(await verdictOn(await ec(curve, 'explicit'), ecdsa(hash))).toEqual(proven);
  });

  it.each<[string, SigningAlgorithm, () => Promise<KeyPair>]>([
    ['RSA PKCS#1 v1.5', pkcs1('sha256'), () => Promise.resolve(rsa)],
    ['RSA-PSS', pss('sha384', 48), () => Promise.resolve(rsa)],
    ['ECDSA on P-384', ecdsa('sha384'), () => ec('P-384', 'explicit')],
    ['ECDSA on brainpoolP512r1', ecdsa('sha512'), () => ec('brainpoolP512r1', 'explicit')],
  ])('a CSCA of its own algorithm: %s', async (_what, algorithm, keys) => {
    const issuer = { name: 'CSCA', keys: await keys(), algorithm };
    expect(await verdictOn(await ec('P-256'), ecdsa('sha256'), issuer)).toEqual(proven);
  });
});

const fault = (error: string) => ({ ok: false, error });

describe('nothing is proven by', () => {
  it.each([
    ['SHA-1', ecdsa('sha1')],
    ['SHA-224', ecdsa('sha224')],
  ])('ECDSA with %s', async (_what, algorithm) => {
    expect(await verdictOn(await ec('P-256'), algorithm)).toEqual(fault('CHIP_ALGORITHM_WEAK'));
  });

  it.each([pkcs1('sha1'), pkcs1('sha224'), pss('sha1', 20), pss('sha224', 28)])(
    '$kind with $hash',
    async (algorithm) => {
      expect(await verdictOn(rsa, algorithm)).toEqual(fault('CHIP_ALGORITHM_WEAK'));
    },
  );

  it('a strong signature over weak hashes of the data groups', async () => {
    const signer = documentSigner(
      { name: 'Signer', keys: await ec('P-256'), algorithm: ecdsa('sha256') },
      csca,
      days(-10, 10),
    );
    const verify = verifierOf({ certificates: [authorityCertificate(csca, days(-10, 10))], crls: [] });
    expect(await verify(chipBy(signer, { hash: 'sha1' }))).toEqual(fault('CHIP_ALGORITHM_WEAK'));
  });

  it('a signer that its CSCA certified with SHA-1', async () => {
    const issuer = { ...csca, algorithm: ecdsa('sha1') };
    expect(await verdictOn(await ec('P-256'), ecdsa('sha256'), issuer)).toEqual(fault('CHIP_ALGORITHM_WEAK'));
  });

  it('RSA-PSS whose mask is made with SHA-1', async () => {
    const keys = pssKeys('sha256', 'sha1', 32);
    expect(await verdictOn(keys, pss('sha256', 32, 'sha1'))).toEqual(fault('CHIP_ALGORITHM_WEAK'));
  });

  it('RSA of 1024 bits', async () => {
    const keys = await makeKeys('rsa', { modulusLength: 1024 });
    expect(await verdictOn(keys, pkcs1('sha256'))).toEqual(fault('CHIP_ALGORITHM_WEAK'));
  });

  it.each(['secp256k1', 'brainpoolP320r1', 'P-224'])('ECDSA on %s, which nobody named', async (curve) => {
    expect(await verdictOn(await ec(curve), ecdsa('sha256'))).toEqual(fault('CHIP_ALGORITHM_UNKNOWN'));
  });

  it('a key of another kind', async () => {
    const keys = await makeKeys('ed25519');
    const certified = documentSigner(
      { name: 'Signer', keys, algorithm: ecdsa('sha256') },
      csca,
      days(-10, 10),
    );
    const signer = { ...certified, keys: rsa, algorithm: pkcs1('sha256') };
    const verify = verifierOf({ certificates: [authorityCertificate(csca, days(-10, 10))], crls: [] });
    expect(await verify(chipBy(signer))).toEqual(fault('CHIP_ALGORITHM_UNKNOWN'));
  });
});

describe('keys', () => {
  it('on a curve of somebody’s own making are not relied on', async () => {
    const { publicKey } = await ec('P-256', 'explicit');
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    // The order of the curve, one higher.
    const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
    const altered = Buffer.from(spki);
    altered.writeUInt8(0x53, altered.indexOf(order) + order.length - 1);
    expect(relyOn(altered)).not.toBeNull();
  });

  it('of 16,384 bits are not computed with', () => {
    const modulus = Buffer.concat([Buffer.from([0, 0xff]), Buffer.alloc(2047, 0xff)]);
    const key = encode(sequence(longInteger(modulus), integer(65_537)));
    const spki = encode(sequence(sequence(oid('1.2.840.113549.1.1.1')), bits(key)));
    expect(relyOn(spki)).toBe('CHIP_ALGORITHM_UNKNOWN');
  });
});

/** Why such a key is not relied on; null where it is. */
function relyOn(spki: Buffer): string | null {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: spki, type: 'spki', format: 'der' });
  } catch {
    return 'not a key';
  }
  return keyFault(key);
}
