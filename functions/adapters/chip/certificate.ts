import { X509Certificate } from 'node:crypto';

import { type BaseBlock, Boolean as DerBoolean } from 'asn1js';

import type { Signed } from './algorithms.ts';
import {
  bits,
  boolean,
  content,
  Fields,
  inner,
  integerHex,
  items,
  octets,
  oid,
  raw,
  readDer,
} from './der.ts';

/** A certificate with what Node does not tell of one: the signed bytes, the algorithm, the key usage. */
export interface Certificate {
  /** OpenSSL's view: names, validity, key, and whether another certificate issued this one. */
  readonly x509: X509Certificate;
  /** Hexadecimal, without leading zeros. */
  readonly serial: string;
  /** Names as they are encoded, in hexadecimal. */
  readonly issuer: string;
  readonly subject: string;
  readonly algorithm: BaseBlock;
  readonly signed: Signed;
  readonly usage: CertificateUsage;
}

export interface CertificateUsage {
  /** Null where the certificate does not say; ICAO 9303-12 §7.1 makes it mandatory. */
  readonly keyUsage: { readonly sign: boolean; readonly certify: boolean; readonly revoke: boolean } | null;
  readonly isCa: boolean;
  readonly hasExtendedUsage: boolean;
  /** RFC 5280 §4.2: who does not know a critical extension must not rely on the certificate. */
  readonly hasUnknownCritical: boolean;
  readonly subjectKeyId: string | null;
}

const LIMITS = { bytes: 8192, depth: 12, elements: 500, identifiers: 600 };

const EXTENSION = {
  subjectKeyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Of the profile of ICAO 9303-12 §7.1, those that may be critical and whose meaning does not bind us. */
const harmless: ReadonlySet<string> = new Set([
  '2.5.29.16', // private key usage period
  '2.5.29.17', // subject alternative name
  '2.5.29.18', // issuer alternative name
  '2.5.29.31', // CRL distribution points
  '2.5.29.32', // certificate policies
  '2.5.29.35', // authority key identifier, compared by OpenSSL
  '2.23.136.1.1.6.1', // name change
  '2.23.136.1.1.6.2', // document types
]);

/** Throws where the bytes are no certificate. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const certificate = new Fields(readDer(bytes, LIMITS));
  const tbs = certificate.next();
  const algorithm = certificate.next();
  const signature = bits(certificate.next());

  const fields = new Fields(tbs);
  fields.nextTagged(0); // version
  const serial = integerHex(fields.next());
  fields.next(); // algorithm, again
  const issuer = hex(fields.next());
  fields.next(); // validity, read by Node
  const subject = hex(fields.next());
  fields.next(); // key, read by Node
  fields.nextTagged(1);
  fields.nextTagged(2);
  const extensions = fields.nextTagged(3);

  return {
    x509: new X509Certificate(bytes),
    serial,
    issuer,
    subject,
    algorithm,
    signed: { data: raw(tbs), signature },
    usage: readUsage(extensions === null ? [] : items(inner(extensions)).map(readExtension)),
  };
}

const hex = (block: BaseBlock): string => Buffer.from(raw(block)).toString('hex');

export interface Extension {
  readonly id: string;
  readonly isCritical: boolean;
  readonly value: Uint8Array;
}

export function readExtension(block: BaseBlock): Extension {
  const fields = new Fields(block);
  const id = oid(fields.next());
  const critical = fields.nextIf((part) => part instanceof DerBoolean);
  return { id, isCritical: critical !== null && boolean(critical), value: octets(fields.next()) };
}

function readUsage(extensions: readonly Extension[]): CertificateUsage {
  const known = Object.fromEntries(extensions.map(({ id, value }) => [id, value]));
  const find = (name: keyof typeof EXTENSION): Uint8Array | undefined => known[EXTENSION[name]];
  const subjectKeyId = find('subjectKeyId');
  return {
    keyUsage: readKeyUsage(find('keyUsage')),
    isCa: readIsCa(find('basicConstraints')),
    hasExtendedUsage: find('extendedKeyUsage') !== undefined,
    hasUnknownCritical: extensions.some(
      ({ id, isCritical }) =>
        isCritical && !harmless.has(id) && !Object.values<string>(EXTENSION).includes(id),
    ),
    subjectKeyId:
      subjectKeyId === undefined ? null : Buffer.from(octets(readDer(subjectKeyId, LIMITS))).toString('hex'),
  };
}

/** RFC 5280 §4.2.1.3: digitalSignature is bit 0, keyCertSign 5, cRLSign 6. */
function readKeyUsage(value: Uint8Array | undefined): CertificateUsage['keyUsage'] {
  if (value === undefined) return null;
  // Unused bits are zero in DER, so the first octet after their count is enough.
  const usage = bits(readDer(value, LIMITS))[0] ?? 0;
  return { sign: (usage & 0x80) !== 0, certify: (usage & 0x04) !== 0, revoke: (usage & 0x02) !== 0 };
}

function readIsCa(value: Uint8Array | undefined): boolean {
  if (value === undefined) return false;
  const flag = new Fields(readDer(value, LIMITS)).nextIf((block) => block instanceof DerBoolean);
  return flag !== null && content(flag)[0] !== 0;
}

export const isValidAt = ({ x509 }: Certificate, at: Date): boolean =>
  x509.validFromDate <= at && at <= x509.validToDate;
