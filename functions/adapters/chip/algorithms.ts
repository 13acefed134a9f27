import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';

import { type BaseBlock, BitString, Sequence } from 'asn1js';

import type { ChipFault } from '../../core/identity/chip.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import { Fields, inner, oid, raw, readDer, small } from './der.ts';

/** Algorithms of ICAO 9303-12 §4.1.6, less those that NIST SP 800-131A no longer lets one rely on. */

export type Hash = 'sha256' | 'sha384' | 'sha512';
export type AlgorithmFault = Extract<ChipFault, 'CHIP_ALGORITHM_WEAK' | 'CHIP_ALGORITHM_UNKNOWN'>;

export interface SignatureScheme {
  readonly kind: 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa';
  readonly hash: Hash;
  readonly saltLength: number;
  /** The AlgorithmIdentifier itself: it carries the parameters of RSASSA-PSS. */
  readonly identifier: Uint8Array;
}

const WEAK = 'weak';

const hashes: Readonly<Partial<Record<string, Hash | typeof WEAK>>> = {
  '1.2.840.113549.2.5': WEAK, // MD5
  '1.3.14.3.2.26': WEAK, // SHA-1
  '2.16.840.1.101.3.4.2.4': WEAK, // SHA-224
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const RSASSA_PSS = '1.2.840.113549.1.1.10';
const MGF1 = '1.2.840.113549.1.1.8';

/** Signature algorithms whose name says the hash. */
const named: Readonly<Partial<Record<string, readonly ['rsa-pkcs1' | 'ecdsa', Hash] | typeof WEAK>>> = {
  '1.2.840.113549.1.1.4': WEAK,
  '1.2.840.113549.1.1.5': WEAK,
  '1.2.840.113549.1.1.14': WEAK,
  '1.2.840.113549.1.1.11': ['rsa-pkcs1', 'sha256'],
  '1.2.840.113549.1.1.12': ['rsa-pkcs1', 'sha384'],
  '1.2.840.113549.1.1.13': ['rsa-pkcs1', 'sha512'],
  '1.2.840.10045.4.1': WEAK,
  '1.2.840.10045.4.3.1': WEAK,
  '1.2.840.10045.4.3.2': ['ecdsa', 'sha256'],
  '1.2.840.10045.4.3.3': ['ecdsa', 'sha384'],
  '1.2.840.10045.4.3.4': ['ecdsa', 'sha512'],
};

const judged = (hash: Hash | typeof WEAK | undefined): Result<Hash, AlgorithmFault> => {
  if (hash === undefined) return failed('CHIP_ALGORITHM_UNKNOWN');
  return hash === WEAK ? failed('CHIP_ALGORITHM_WEAK') : ok(hash);
};

export const hashOf = (algorithm: BaseBlock): Result<Hash, AlgorithmFault> =>
  judged(hashes[oid(new Fields(algorithm).next())]);

/** `digest` is what CMS names beside a bare `rsaEncryption` (RFC 3370 §3.2); a certificate has none. */
export function schemeOf(
  algorithm: BaseBlock,
  digest: BaseBlock | null = null,
): Result<SignatureScheme, AlgorithmFault> {
  const fields = new Fields(algorithm);
  const name = oid(fields.next());
  const identifier = raw(algorithm);
  if (name === RSASSA_PSS)
    return pssScheme(
      fields.nextIf((block) => block instanceof Sequence),
      identifier,
    );
  if (name === RSA_ENCRYPTION && digest !== null) {
    const hash = hashOf(digest);
    return hash.ok ? ok({ kind: 'rsa-pkcs1', hash: hash.value, saltLength: 0, identifier }) : hash;
  }
  const known = named[name];
  if (known === undefined) return failed('CHIP_ALGORITHM_UNKNOWN');
  if (known === WEAK) return failed('CHIP_ALGORITHM_WEAK');
  const [kind, hash] = known;
  return ok({ kind, hash, saltLength: 0, identifier });
}

/** RFC 4055 §3.1: whatever is left out of the parameters means SHA-1. */
function pssScheme(
  parameters: BaseBlock | null,
  identifier: Uint8Array,
): Result<SignatureScheme, AlgorithmFault> {
  if (parameters === null) return failed('CHIP_ALGORITHM_WEAK');
  const fields = new Fields(parameters);
  const [hash, mask, salt, trailer] = [0, 1, 2, 3].map((tag) => fields.nextTagged(tag));
  if (!hash || !mask) return failed('CHIP_ALGORITHM_WEAK');
  const maskFields = new Fields(inner(mask));
  if (oid(maskFields.next()) !== MGF1) return failed('CHIP_ALGORITHM_UNKNOWN');
  if (trailer && small(inner(trailer)) !== 1) return failed('CHIP_ALGORITHM_UNKNOWN');
  const maskHash = hashOf(maskFields.next());
  const messageHash = hashOf(inner(hash));
  if (!maskHash.ok) return maskHash;
  if (!messageHash.ok) return messageHash;
  const saltLength = salt ? small(inner(salt)) : 20;
  return ok({ kind: 'rsa-pss', hash: messageHash.value, saltLength, identifier });
}

/** Explicit curve parameters, which ICAO 9303-12 asks for, are named by OpenSSL where they are one of these. */
const curves: ReadonlySet<string> = new Set([
  'prime256v1',
  'secp384r1',
  'secp521r1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
]);
const RSA_BITS = { least: 2048, most: 8192 };

/** Whether signatures of this key may be relied on, whatever they say. */
export function keyFault(key: KeyObject): AlgorithmFault | null {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') {
    return curves.has(namedCurve ?? '') ? null : 'CHIP_ALGORITHM_UNKNOWN';
  }
  if (modulusLength === undefined || modulusLength > RSA_BITS.most) return 'CHIP_ALGORITHM_UNKNOWN';
  return modulusLength < RSA_BITS.least ? 'CHIP_ALGORITHM_WEAK' : null;
}

export interface Signed {
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
}

/** False for any signature that is not the key's own by this scheme. */
export function isSignedBy(key: KeyObject, scheme: SignatureScheme, { data, signature }: Signed): boolean {
  try {
    switch (scheme.kind) {
      case 'ecdsa':
        return key.asymmetricKeyType === 'ec' && verify(scheme.hash, data, key, signature);
      case 'rsa-pkcs1':
        return (
          key.asymmetricKeyType === 'rsa' &&
          verify(scheme.hash, data, { key, padding: constants.RSA_PKCS1_PADDING }, signature)
        );
      case 'rsa-pss':
        return verify(scheme.hash, data, pssKey(key, scheme), signature);
    }
  } catch {
    // OpenSSL refuses some pairs of key and signature with an error instead of false.
    return false;
  }
}

const SPKI_LIMITS = { bytes: 4096, depth: 8, elements: 64, identifiers: 256 };

/**
 * The same modulus under the parameters of the signature. Node takes hash and salt length as arguments but the mask's
 * hash only from a key of RSASSA-PSS, so it is made one.
 */
function pssKey(key: KeyObject, { identifier, saltLength }: SignatureScheme) {
  const fields = new Fields(readDer(key.export({ type: 'spki', format: 'der' }), SPKI_LIMITS));
  fields.next();
  const modulus = fields.nextIf((block) => block instanceof BitString);
  const der = derSequence([identifier, modulus === null ? new Uint8Array() : raw(modulus)]);
  return {
    key: createPublicKey({ key: der, type: 'spki', format: 'der' }),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength,
  };
}

function derSequence(parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  // The long form of three bytes holds any length here; DER's minimal one is not asked of a key.
  return Buffer.concat([Buffer.from([0x30, 0x82, body.length >> 8, body.length & 0xff]), body]);
}
