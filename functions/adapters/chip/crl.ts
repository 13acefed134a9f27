import { type BaseBlock, GeneralizedTime, Integer, Sequence, UTCTime } from 'asn1js';

import type { Signed } from './algorithms.ts';
import { readExtension } from './certificate.ts';
import { bits, Fields, inner, integerHex, items, malformed, raw, readDer, time } from './der.ts';

/** A certificate revocation list (ICAO 9303-12 §7.1.4): what the operator loads, not what a desk sends. */
export interface RevocationList {
  /** Encoded, in hexadecimal. */
  readonly issuer: string;
  readonly issuedAt: Date;
  readonly nextAt: Date | null;
  readonly serials: ReadonlySet<string>;
  readonly algorithm: BaseBlock;
  readonly signed: Signed;
}

/** Some eight thousand revoked certificates. */
export const CRL_LIMITS = { bytes: 300_000, depth: 10, elements: 60_000, identifiers: 60_000 };

/** Throws where the bytes are no complete list: one of changes only, or of some reasons only, would hide the rest. */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  const list = new Fields(readDer(bytes, CRL_LIMITS));
  const tbs = list.next();
  const algorithm = list.next();
  const signature = bits(list.next());

  const fields = new Fields(tbs);
  fields.nextIf((block) => block instanceof Integer); // version
  fields.next(); // algorithm, again
  const issuer = Buffer.from(raw(fields.next())).toString('hex');
  const issuedAt = time(fields.next());
  const nextAt = fields.nextIf((block) => block instanceof UTCTime || block instanceof GeneralizedTime);
  const revoked = fields.nextIf((block) => block instanceof Sequence);
  const extensions = fields.nextTagged(0);
  // Issuing distribution point and delta indicator are the critical ones (RFC 5280 §5.2).
  const isPartial =
    extensions !== null && items(inner(extensions)).some((each) => readExtension(each).isCritical);

  return {
    issuer,
    issuedAt,
    nextAt: nextAt === null ? null : time(nextAt),
    serials: isPartial ? malformed() : new Set(revoked === null ? [] : items(revoked).map(serialOf)),
    algorithm,
    signed: { data: raw(tbs), signature },
  };
}

const serialOf = (entry: BaseBlock): string => integerHex(new Fields(entry).next());
