import { failed, ok, type Result } from '../../core/result.ts';
import { isSignedBy, keyFault, schemeOf } from './algorithms.ts';
import { type Certificate, isValidAt, readCertificate } from './certificate.ts';
import { readRevocationList, type RevocationList } from './crl.ts';
import { isCsca, signerOfList, type StoredTrust } from './trust.ts';

/** What the operator does to the set of trusted certificates. Nothing here is done with what a desk sends. */

export interface Change {
  readonly next: StoredTrust;
  /** Whatever the operator should know and may mean so. */
  readonly warnings: readonly string[];
}

type Changed = Result<Change, string>;

/** Every one of them is a CSCA's and proves itself, or is linked to one that is here (ICAO 9303-12 §4.3, §7.1). */
export function addCertificates(set: StoredTrust, files: readonly Uint8Array[], now: Date): Changed {
  const added: Certificate[] = [];
  const known = readAll(set.certificates, readCertificate);
  for (const [index, bytes] of files.entries()) {
    const name = `certificate ${index + 1} of ${files.length}`;
    const certificate = readOne(bytes, readCertificate);
    if (certificate === null) return failed(`${name} is no X.509 certificate`);
    const reason = whyNotTrusted(certificate, [...known, ...added]);
    if (reason !== null) return failed(`${name} ${reason}`);
    added.push(certificate);
  }
  return ok({
    next: { ...set, certificates: [...set.certificates, ...added.map(derOf)] },
    warnings: added
      .filter((certificate) => !isValidAt(certificate, now))
      .map(
        ({ x509 }) => `${fingerprintOf(x509)} is valid from ${x509.validFrom} to ${x509.validTo}: not today`,
      ),
  });
}

/** Why this certificate cannot be an anchor of trust; null where it can. */
function whyNotTrusted(certificate: Certificate, known: readonly Certificate[]): string | null {
  const isKnown = known.some(({ x509 }) => x509.fingerprint256 === certificate.x509.fingerprint256);
  if (isKnown) return 'is already trusted';
  if (!isCsca(certificate)) return 'is not of a CA that may sign certificates (basic constraints, key usage)';
  const fault = keyFault(certificate.x509.publicKey);
  if (fault !== null) return `has a key that is not relied on: ${fault}`;
  const issuer = [certificate, ...known].find((other) => isIssuedBy(certificate, other));
  return issuer === undefined ? 'is neither self-signed nor linked to one that is trusted' : null;
}

/** Its own signature proves that whoever made it has the key; even SHA-1 would do for that, but none is left in use. */
function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  const scheme = schemeOf(certificate.algorithm);
  return (
    scheme.ok &&
    certificate.x509.checkIssued(issuer.x509) &&
    isSignedBy(issuer.x509.publicKey, scheme.value, certificate.signed)
  );
}

/** Takes the place of the lists of the same CSCA, which it repeats; an older one would give revoked signers back. */
export function addList(set: StoredTrust, bytes: Uint8Array, now: Date): Changed {
  const list = readOne(bytes, readRevocationList);
  if (list === null) return failed('the file is no complete revocation list');
  const signer = signerOfList(list, readAll(set.certificates, readCertificate));
  if (signer === null) return failed('the list is not signed by a CSCA that is trusted');
  const others = set.crls.filter((other) => readRevocationList(other).issuer !== list.issuer);
  const replaced = set.crls.map(readRevocationList).filter(({ issuer }) => issuer === list.issuer);
  if (replaced.some(({ issuedAt }) => issuedAt > list.issuedAt)) {
    return failed('a newer list of this CSCA is already here');
  }
  const isOverdue = list.nextAt !== null && list.nextAt < now;
  return ok({
    next: { ...set, crls: [...others, bytes] },
    warnings: isOverdue ? [`the list should have been replaced on ${dayOf(list.nextAt)}`] : [],
  });
}

/** By the SHA-256 fingerprint, or as much of its beginning as names one certificate. */
export function removeCertificate(set: StoredTrust, fingerprint: string): Changed {
  const wanted = fingerprint.replaceAll(':', '').toUpperCase();
  if (!/^[0-9A-F]{8,64}$/.test(wanted)) return failed('a fingerprint is at least eight hexadecimal digits');
  const certificates = readAll(set.certificates, readCertificate);
  const [found, ...more] = certificates.filter(({ x509 }) => fingerprintOf(x509).startsWith(wanted));
  if (found === undefined) return failed('no trusted certificate has this fingerprint');
  if (more.length > 0) return failed('several certificates begin with this fingerprint');
  const left = certificates.filter((certificate) => certificate !== found);
  const isOrphan = (bytes: Uint8Array): boolean => signerOfList(readRevocationList(bytes), left) === null;
  const orphans = set.crls.filter(isOrphan);
  return ok({
    next: { certificates: left.map(derOf), crls: set.crls.filter((bytes) => !isOrphan(bytes)) },
    warnings: orphans.length === 0 ? [] : [`${orphans.length} revocation list(s) of it were removed with it`],
  });
}

/** The set as lines to read. */
export function describeTrust(set: StoredTrust, now: Date): string[] {
  const certificates = readAll(set.certificates, readCertificate);
  return [
    ...certificates.flatMap((certificate) => {
      const { x509 } = certificate;
      return [
        `CSCA  ${x509.subject.replaceAll('\n', ', ')}`,
        `      SHA-256 ${fingerprintOf(x509)}`,
        `      valid ${dayOf(x509.validFromDate)} to ${dayOf(x509.validToDate)}${isValidAt(certificate, now) ? '' : '  NOT TODAY'}`,
      ];
    }),
    ...set.crls.map((bytes) => describeList(readRevocationList(bytes), certificates, now)),
    ...(certificates.length === 0 ? ['No CSCA is trusted: no chip can be proven.'] : []),
  ];
}

function describeList(list: RevocationList, certificates: readonly Certificate[], now: Date): string {
  const signer = signerOfList(list, certificates);
  const of = signer === null ? 'of nobody trusted' : `of ${fingerprintOf(signer.x509).slice(0, 16)}`;
  const overdue = list.nextAt !== null && list.nextAt < now ? '  OVERDUE' : '';
  return `CRL   ${of}, ${list.serials.size} revoked, issued ${dayOf(list.issuedAt)}, next ${dayOf(list.nextAt)}${overdue}`;
}

const derOf = ({ x509 }: Certificate): Uint8Array => x509.raw;

const fingerprintOf = ({ fingerprint256 }: Certificate['x509']): string => fingerprint256.replaceAll(':', '');

const dayOf = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? 'not said';

function readOne<T>(bytes: Uint8Array, read: (bytes: Uint8Array) => T): T | null {
  try {
    return read(bytes);
  } catch {
    return null;
  }
}

const readAll = <T>(files: readonly Uint8Array[], read: (bytes: Uint8Array) => T): T[] =>
  files.flatMap((bytes) => readOne(bytes, read) ?? []);
