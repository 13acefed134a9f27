import { type BaseBlock, Sequence } from 'asn1js';

import type { ChipFault } from '../../core/identity/chip.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import {
  Fields,
  file,
  inner,
  integerHex,
  isTagged,
  items,
  malformed,
  octets,
  oid,
  raw,
  readDer,
  setItems,
  small,
  time,
  content,
} from './der.ts';

/** EF.SOD (ICAO 9303-10 §4.6.2): a CMS SignedData over the hashes of the data groups. Nothing of it is believed yet. */
export interface SecurityObject {
  readonly hashAlgorithm: BaseBlock;
  readonly groupHashes: ReadonlyMap<number, Uint8Array>;
  /** The LDS security object as it was hashed. */
  readonly content: Uint8Array;
  readonly contentType: string;
  readonly certificates: readonly Uint8Array[];
  readonly signer: Signer;
}

/** The one SignerInfo (RFC 5652 §5.3). */
export interface Signer {
  readonly id: { readonly issuer: string; readonly serial: string } | { readonly subjectKeyId: string };
  readonly digestAlgorithm: BaseBlock;
  readonly signatureAlgorithm: BaseBlock;
  readonly signature: Uint8Array;
  /** Re-encoded as the SET OF that was signed (RFC 5652 §5.4). */
  readonly signedAttributes: Uint8Array;
  readonly contentType: string;
  readonly messageDigest: Uint8Array;
  readonly signingTime: Date | null;
}

export const SOD_LIMITS = { bytes: 32_768, depth: 16, elements: 1_000, identifiers: 1_500 };
/** States send the document signer's certificate, at most with the CSCA's. */
const MOST_CERTIFICATES = 4;
const GROUPS = 16;

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
} as const;

export function parseSod(bytes: Uint8Array): Result<SecurityObject, ChipFault> {
  try {
    return ok(readSod(bytes));
  } catch {
    // Whatever a hostile file makes the libraries throw: it cannot be read.
    return failed('CHIP_SOD_MALFORMED');
  }
}

function readSod(bytes: Uint8Array): SecurityObject {
  const contentInfo = new Fields(file(bytes, 0x77, SOD_LIMITS));
  if (oid(contentInfo.next()) !== SIGNED_DATA) malformed();
  const signedData = new Fields(inner(contentInfo.nextTagged(0) ?? malformed()));
  small(signedData.next()); // version
  setItems(signedData.next()); // digest algorithms, repeated in the signer

  const encapsulated = new Fields(signedData.next());
  const contentType = oid(encapsulated.next());
  if (contentType !== LDS_SECURITY_OBJECT) malformed();
  const lds = octets(inner(encapsulated.nextTagged(0) ?? malformed()));

  const certificates = signedData.nextTagged(0);
  signedData.nextTagged(1); // revocation lists: only those that the operator loads count
  const [signer, ...moreSigners] = setItems(signedData.next());
  if (signer === undefined || moreSigners.length > 0) malformed();

  const embedded = certificates === null ? [] : items(certificates);
  if (embedded.length > MOST_CERTIFICATES) malformed();
  return {
    ...readLds(lds),
    content: lds,
    contentType,
    certificates: embedded.filter((block) => block instanceof Sequence).map(raw),
    signer: readSigner(signer),
  };
}

/** LDSSecurityObject, v0 and v1: v1 may end in the version of the data structure, which changes nothing here. */
function readLds(bytes: Uint8Array): Pick<SecurityObject, 'hashAlgorithm' | 'groupHashes'> {
  const fields = new Fields(readDer(bytes, SOD_LIMITS));
  if (small(fields.next()) > 1) malformed();
  const hashAlgorithm = fields.next();
  const listed = items(fields.next()).map(readGroupHash);
  const groupHashes = new Map(listed);
  return groupHashes.size === listed.length ? { hashAlgorithm, groupHashes } : malformed();
}

function readGroupHash(block: BaseBlock): [number, Uint8Array] {
  const entry = new Fields(block);
  const number = small(entry.next());
  return number >= 1 && number <= GROUPS ? [number, octets(entry.next())] : malformed();
}

function readSigner(block: BaseBlock): Signer {
  const fields = new Fields(block);
  small(fields.next()); // version
  const id = readSignerId(fields.next());
  const digestAlgorithm = fields.next();
  // Mandatory wherever the content is not plain data (RFC 5652 §5.3). Without this rule, attributes signed once could
  // be passed off as content.
  const attributes = fields.nextTagged(0) ?? malformed();
  const attribute = attributeReader(attributes);
  const signingTime = attribute('signingTime');
  return {
    id,
    digestAlgorithm,
    signatureAlgorithm: fields.next(),
    signature: octets(fields.next()),
    signedAttributes: Buffer.concat([Buffer.from([0x31]), raw(attributes).subarray(1)]),
    contentType: oid(attribute('contentType') ?? malformed()),
    messageDigest: octets(attribute('messageDigest') ?? malformed()),
    signingTime: signingTime === null ? null : time(signingTime),
  };
}

function readSignerId(block: BaseBlock): Signer['id'] {
  if (isTagged(block, 0)) return { subjectKeyId: Buffer.from(content(block)).toString('hex') };
  const fields = new Fields(block);
  const issuer = Buffer.from(raw(fields.next())).toString('hex');
  return { issuer, serial: integerHex(fields.next()) };
}

/** Each of these attributes stands once and has one value (RFC 5652 §11). */
function attributeReader(attributes: BaseBlock): (name: keyof typeof ATTRIBUTE) => BaseBlock | null {
  const all = items(attributes).map((block) => {
    const fields = new Fields(block);
    return { type: oid(fields.next()), values: setItems(fields.next()) };
  });
  return (name) => {
    const [found, ...more] = all.filter(({ type }) => type === ATTRIBUTE[name]);
    if (found === undefined) return null;
    const [value, ...moreValues] = found.values;
    return value !== undefined && more.length + moreValues.length === 0 ? value : malformed();
  };
}
