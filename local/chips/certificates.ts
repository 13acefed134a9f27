import { hash, type KeyObject, randomBytes } from 'node:crypto';

import type { BaseBlock } from 'asn1js';

import { type SigningAlgorithm, signatureIdentifier, signWith } from './algorithms.ts';
import {
  bits,
  boolean,
  encode,
  encoded,
  integer,
  longInteger,
  octets,
  oid,
  printable,
  sequence,
  setOf,
  tagged,
  taggedBytes,
  time,
  utf8,
} from './der.ts';

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export interface Validity {
  readonly from: Date;
  readonly to: Date;
}

/** Who signs, and with what. */
export interface Authority {
  readonly name: string;
  readonly keys: KeyPair;
  readonly algorithm: SigningAlgorithm;
}

export interface CertificateRequest {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: Authority;
  readonly validity: Validity;
  readonly extensions: readonly BaseBlock[];
}

export interface IssuedCertificate {
  readonly der: Buffer;
  readonly serial: Buffer;
}

const VERSION_3 = 2;

/** C=VN, O=Tiếp Đón sandbox: of nobody's real authority. */
export const distinguishedName = (commonName: string): BaseBlock =>
  sequence(
    setOf(sequence(oid('2.5.4.6'), printable('VN'))),
    setOf(sequence(oid('2.5.4.10'), utf8('Tiếp Đón sandbox'))),
    setOf(sequence(oid('2.5.4.3'), utf8(commonName))),
  );

/** Sixteen bytes, the first bit 0 and none of the next seven lost. */
export const newSerial = (): Buffer => Buffer.concat([Buffer.from([0x41]), randomBytes(15)]);

export function issueCertificate(request: CertificateRequest): IssuedCertificate {
  const { subject, publicKey, issuer, validity, extensions } = request;
  const serial = newSerial();
  const tbs = sequence(
    tagged(0, integer(VERSION_3)),
    longInteger(serial),
    signatureIdentifier(issuer.algorithm),
    distinguishedName(issuer.name),
    sequence(time(validity.from), time(validity.to)),
    distinguishedName(subject),
    encoded(publicKey.export({ type: 'spki', format: 'der' })),
    tagged(3, sequence(...extensions)),
  );
  return { der: signed(tbs, issuer), serial };
}

export function issueRevocationList(
  issuer: Authority,
  revoked: readonly Buffer[],
  { from, to }: Validity,
): Buffer {
  const entries = revoked.map((serial) => sequence(longInteger(serial), time(from)));
  const tbs = sequence(
    integer(1),
    signatureIdentifier(issuer.algorithm),
    distinguishedName(issuer.name),
    time(from),
    time(to),
    // RFC 5280 §5.1.2.6: absent where nothing is revoked.
    ...(entries.length === 0 ? [] : [sequence(...entries)]),
    tagged(0, sequence(authorityKeyId(issuer.keys.publicKey))),
  );
  return signed(tbs, issuer);
}

function signed(tbs: BaseBlock, { algorithm, keys }: Authority): Buffer {
  const signature = signWith(algorithm, keys.privateKey, encode(tbs));
  return encode(sequence(tbs, signatureIdentifier(algorithm), bits(signature)));
}

const extension = (id: string, isCritical: boolean, value: BaseBlock): BaseBlock =>
  sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octets(encode(value)));

export const keyIdOf = (key: KeyObject): Buffer =>
  hash('sha256', key.export({ type: 'spki', format: 'der' }), 'buffer').subarray(0, 20);

export const subjectKeyId = (key: KeyObject): BaseBlock =>
  extension('2.5.29.14', false, octets(keyIdOf(key)));

export const authorityKeyId = (key: KeyObject): BaseBlock =>
  extension('2.5.29.35', false, sequence(taggedBytes(0, keyIdOf(key))));

export const basicConstraints = (isCa: boolean): BaseBlock =>
  extension('2.5.29.19', true, isCa ? sequence(boolean(true), integer(0)) : sequence());

/** Bits counted from the left (RFC 5280 §4.2.1.3). */
const usageBits = { digitalSignature: 0x80, keyCertSign: 0x04, cRLSign: 0x02 } as const;

export function keyUsage(...usages: readonly (keyof typeof usageBits)[]): BaseBlock {
  const byte = usages.reduce((sum, usage) => sum | usageBits[usage], 0);
  const unused = byte === 0 ? 0 : Math.log2(byte & -byte);
  return extension('2.5.29.15', true, bits(Buffer.from([byte]), unused));
}

export const extendedKeyUsage = (purpose: string): BaseBlock =>
  extension('2.5.29.37', true, sequence(oid(purpose)));

/** ICAO 9303-12 §7.1: for which documents a signer signs. */
export const documentTypes = (...types: readonly string[]): BaseBlock =>
  extension('2.23.136.1.1.6.2', false, sequence(integer(0), setOf(...types.map(printable))));

export const unknownExtension = (isCritical: boolean): BaseBlock =>
  extension('2.23.136.1.1.99', isCritical, sequence());

/** What a CSCA certificate carries (ICAO 9303-12 §7.1). */
export const cscaExtensions = (key: KeyObject): BaseBlock[] => [
  basicConstraints(true),
  keyUsage('keyCertSign', 'cRLSign'),
  subjectKeyId(key),
  authorityKeyId(key),
];

/** What a document signer's carries. */
export const signerExtensions = (key: KeyObject, issuer: KeyObject): BaseBlock[] => [
  keyUsage('digitalSignature'),
  subjectKeyId(key),
  authorityKeyId(issuer),
  documentTypes('ID'),
];
