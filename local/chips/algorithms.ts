import { constants, type KeyObject, sign } from 'node:crypto';

import type { BaseBlock } from 'asn1js';

import { integer, nothing, oid, sequence, tagged } from './der.ts';

export type HashName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

export type SigningAlgorithm =
  | { readonly kind: 'rsa-pkcs1'; readonly hash: HashName }
  | { readonly kind: 'ecdsa'; readonly hash: HashName }
  | {
      readonly kind: 'rsa-pss';
      readonly hash: HashName;
      /** Another hash for the mask needs a key that was made for it. */
      readonly maskHash: HashName;
      readonly saltLength: number;
    };

const hashOids: Record<HashName, string> = {
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

const signatureOids: Record<'rsa-pkcs1' | 'ecdsa', Record<HashName, string>> = {
  'rsa-pkcs1': {
    sha1: '1.2.840.113549.1.1.5',
    sha224: '1.2.840.113549.1.1.14',
    sha256: '1.2.840.113549.1.1.11',
    sha384: '1.2.840.113549.1.1.12',
    sha512: '1.2.840.113549.1.1.13',
  },
  ecdsa: {
    sha1: '1.2.840.10045.4.1',
    sha224: '1.2.840.10045.4.3.1',
    sha256: '1.2.840.10045.4.3.2',
    sha384: '1.2.840.10045.4.3.3',
    sha512: '1.2.840.10045.4.3.4',
  },
};

export const hashIdentifier = (hash: HashName): BaseBlock => sequence(oid(hashOids[hash]), nothing());

export function signatureIdentifier(algorithm: SigningAlgorithm): BaseBlock {
  if (algorithm.kind === 'ecdsa') return sequence(oid(signatureOids.ecdsa[algorithm.hash]));
  if (algorithm.kind === 'rsa-pkcs1') {
    return sequence(oid(signatureOids['rsa-pkcs1'][algorithm.hash]), nothing());
  }
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hashIdentifier(algorithm.maskHash));
  return sequence(
    oid('1.2.840.113549.1.1.10'),
    sequence(
      tagged(0, hashIdentifier(algorithm.hash)),
      tagged(1, mask),
      tagged(2, integer(algorithm.saltLength)),
    ),
  );
}

export function signWith(algorithm: SigningAlgorithm, key: KeyObject, data: Uint8Array): Buffer {
  if (algorithm.kind !== 'rsa-pss') return sign(algorithm.hash, data, key);
  const { saltLength } = algorithm;
  return sign(algorithm.hash, data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}
