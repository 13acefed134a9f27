import { hash, type KeyObject } from 'node:crypto';

import type { ChipFault } from '../../core/identity/chip.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import { type AlgorithmFault, type Hash, hashOf, isSignedBy, keyFault, schemeOf } from './algorithms.ts';
import { type Certificate, isValidAt, readCertificate } from './certificate.ts';
import type { SecurityObject, Signer } from './sod.ts';
import type { ChipTrust, TrustedCsca } from './trust.ts';

/** A signer's clock may run ahead of ours by this much. */
const CLOCK_SKEW_MS = 24 * 3_600_000;
/** A CSCA has a handful of keys under one name: no certificate makes us try more. */
const MOST_ISSUERS = 8;

/**
 * Passive authentication's second half (ICAO 9303-11 §5.1): the document signer is one of a trusted CSCA, and the
 * hashes are signed by it. The certificate is judged first, so that no key an attacker made is ever computed with.
 */
export function checkSignature(sod: SecurityObject, trust: ChipTrust, now: Date): Result<null, ChipFault> {
  const key = documentSigner(sod, trust, now);
  return key.ok ? checkCms(sod, key.value) : key;
}

function documentSigner(sod: SecurityObject, trust: ChipTrust, now: Date): Result<KeyObject, ChipFault> {
  const signer = findCertificate(sod);
  if (signer === null || !isDocumentSigner(signer)) return failed('CHIP_SIGNER_UNTRUSTED');
  const issuer = issuerOf(signer, trust);
  if (!issuer.ok) return issuer;
  // Signed together with the hashes, which is checked after this: the issuing state says when.
  const signedAt = sod.signer.signingTime ?? now;
  const isTimely =
    signedAt.getTime() <= now.getTime() + CLOCK_SKEW_MS &&
    [signer, issuer.value.certificate].every((certificate) => isValidAt(certificate, signedAt));
  if (!isTimely) return failed('CHIP_SIGNER_EXPIRED');
  if (issuer.value.revoked.has(signer.serial)) return failed('CHIP_SIGNER_REVOKED');
  const fault = keyFault(signer.x509.publicKey);
  return fault === null ? ok(signer.x509.publicKey) : failed(fault);
}

/** The certificate that the signer names, among those it brought. */
function findCertificate({ certificates, signer }: SecurityObject): Certificate | null {
  for (const bytes of certificates) {
    const certificate = tryReadCertificate(bytes);
    if (certificate !== null && isNamedBy(signer.id, certificate)) return certificate;
  }
  return null;
}

function tryReadCertificate(bytes: Uint8Array): Certificate | null {
  try {
    return readCertificate(bytes);
  } catch {
    return null;
  }
}

const isNamedBy = (id: Signer['id'], { issuer, serial, usage }: Certificate): boolean =>
  'subjectKeyId' in id
    ? id.subjectKeyId === usage.subjectKeyId
    : id.issuer === issuer && id.serial === serial;

/** Names, key identifiers and the right to certify are compared by OpenSSL; the signature must be that CSCA's. */
function issuerOf(
  signer: Certificate,
  { anchors }: ChipTrust,
): Result<TrustedCsca, 'CHIP_SIGNER_UNTRUSTED' | AlgorithmFault> {
  const named = anchors.filter(({ certificate }) => signer.x509.checkIssued(certificate.x509));
  if (named.length === 0) return failed('CHIP_SIGNER_UNTRUSTED');
  const scheme = schemeOf(signer.algorithm);
  if (!scheme.ok) return scheme;
  const issuer = named
    .slice(0, MOST_ISSUERS)
    .find(({ certificate: { x509 } }) => isSignedBy(x509.publicKey, scheme.value, signer.signed));
  if (issuer === undefined) return failed('CHIP_SIGNER_UNTRUSTED');
  const fault = keyFault(issuer.certificate.x509.publicKey);
  return fault === null ? ok(issuer) : failed(fault);
}

/** ICAO 9303-12 §7.1: a document signer signs documents, is no CA and has no purpose beside (master lists, visas …). */
const isDocumentSigner = ({ usage }: Certificate): boolean =>
  usage.keyUsage?.sign === true &&
  !usage.keyUsage.certify &&
  !usage.isCa &&
  !usage.hasExtendedUsage &&
  !usage.hasUnknownCritical;

/** RFC 5652 §5.4 and §5.6. */
function checkCms({ signer, content, contentType }: SecurityObject, key: KeyObject): Result<null, ChipFault> {
  const digest = hashOf(signer.digestAlgorithm);
  const scheme = schemeOf(signer.signatureAlgorithm, signer.digestAlgorithm);
  if (!digest.ok) return digest;
  if (!scheme.ok) return scheme;
  const isSigned =
    signer.contentType === contentType &&
    isHash(signer.messageDigest, digest.value, content) &&
    isSignedBy(key, scheme.value, { data: signer.signedAttributes, signature: signer.signature });
  return isSigned ? ok(null) : failed('CHIP_SIGNATURE');
}

export const isHash = (expected: Uint8Array, algorithm: Hash, data: Uint8Array): boolean =>
  hash(algorithm, data, 'buffer').equals(expected);
