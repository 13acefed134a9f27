import { hash } from 'node:crypto';

import type { BaseBlock } from 'asn1js';

import { hashIdentifier, type HashName, signatureIdentifier, signWith } from './algorithms.ts';
import { type Authority, distinguishedName, keyIdOf } from './certificates.ts';
import {
  application,
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
} from './der.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
export const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
} as const;
const SOD_TAG = 0x17; // constructed, of the application class: 77

/** A document signer: whose certificate, under which key, issued by whom. */
export interface DocumentSigner extends Authority {
  readonly certificate: Buffer;
  readonly serial: Buffer;
  readonly issuerName: string;
}

export interface SecurityObjectOptions {
  readonly groups: ReadonlyMap<number, Uint8Array>;
  readonly signer: DocumentSigner;
  /** Of the data groups. */
  readonly hash?: HashName;
  readonly ldsVersion?: 0 | 1;
  readonly signingTime?: Date | null;
  readonly namedBy?: 'issuer' | 'key';
  readonly certificates?: readonly Uint8Array[];
  /** False leaves the signed attributes out, which CMS does not allow here. */
  readonly hasAttributes?: boolean;
}

/** EF.SOD as the issuing authority writes it (ICAO 9303-10 §4.6.2). */
export function securityObject(options: SecurityObjectOptions): Buffer {
  const { signer, certificates = [signer.certificate], hasAttributes = true } = options;
  const lds = encode(ldsSecurityObject(options));
  const digest = signer.algorithm.hash;
  const attributes = signedAttributes(lds, digest, options.signingTime ?? null);
  const signedBytes = hasAttributes ? encode(setOf(...attributes)) : lds;
  const signerInfo = sequence(
    integer(options.namedBy === 'key' ? 3 : 1),
    options.namedBy === 'key' ? taggedBytes(0, keyIdOf(signer.keys.publicKey)) : issuerAndSerial(signer),
    hashIdentifier(digest),
    ...(hasAttributes ? [tagged(0, ...sorted(attributes))] : []),
    signatureIdentifier(signer.algorithm),
    octets(signWith(signer.algorithm, signer.keys.privateKey, signedBytes)),
  );
  const signedData = sequence(
    integer(3),
    setOf(hashIdentifier(digest)),
    sequence(oid(LDS_SECURITY_OBJECT), tagged(0, octets(lds))),
    tagged(0, ...certificates.map(encoded)),
    setOf(signerInfo),
  );
  return encode(application(SOD_TAG, sequence(oid(SIGNED_DATA), tagged(0, signedData))));
}

function ldsSecurityObject({
  groups,
  hash: name = 'sha256',
  ldsVersion = 0,
}: SecurityObjectOptions): BaseBlock {
  const hashes = [...groups].map(([number, bytes]) =>
    sequence(integer(number), octets(hash(name, bytes, 'buffer'))),
  );
  const version = ldsVersion === 0 ? [] : [sequence(printable('0108'), printable('040000'))];
  return sequence(integer(ldsVersion), hashIdentifier(name), sequence(...hashes), ...version);
}

function signedAttributes(lds: Uint8Array, digest: HashName, signingTime: Date | null): BaseBlock[] {
  const attribute = (type: keyof typeof ATTRIBUTE, value: BaseBlock): BaseBlock =>
    sequence(oid(ATTRIBUTE[type]), setOf(value));
  return [
    attribute('contentType', oid(LDS_SECURITY_OBJECT)),
    attribute('messageDigest', octets(hash(digest, lds, 'buffer'))),
    ...(signingTime === null ? [] : [attribute('signingTime', time(signingTime))]),
  ];
}

const sorted = (parts: readonly BaseBlock[]): BaseBlock[] =>
  parts.toSorted((a, b) => Buffer.compare(encode(a), encode(b)));

const issuerAndSerial = ({ issuerName, serial }: DocumentSigner): BaseBlock =>
  sequence(distinguishedName(issuerName), longInteger(serial));
