import { isSignedBy, keyFault, schemeOf } from './algorithms.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import { readRevocationList, type RevocationList } from './crl.ts';

/** Certificates and revocation lists in DER, as the operator loaded them. */
export interface StoredTrust {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** A country signing certificate authority whose document signers are believed. */
export interface TrustedCsca {
  readonly certificate: Certificate;
  /** Serial numbers of its document signers that are not believed any more. */
  readonly revoked: ReadonlySet<string>;
}

export interface ChipTrust {
  readonly anchors: readonly TrustedCsca[];
  /** When the first of the lists should have been replaced; null where there is none that says. */
  readonly crlsDueAt: Date | null;
}

/** ICAO 9303-12 §7.1: basic constraints say CA, and key usage lets it sign certificates. */
export const isCsca = ({ usage }: Certificate): boolean =>
  usage.isCa && usage.keyUsage?.certify === true && !usage.hasUnknownCritical;

/** The certificate whose key signed this list; null where it is none of these. */
export function signerOfList(list: RevocationList, certificates: readonly Certificate[]): Certificate | null {
  const scheme = schemeOf(list.algorithm);
  if (!scheme.ok) return null;
  const isSigner = ({ subject, usage, x509 }: Certificate): boolean =>
    subject === list.issuer &&
    usage.keyUsage?.revoke === true &&
    keyFault(x509.publicKey) === null &&
    isSignedBy(x509.publicKey, scheme.value, list.signed);
  return certificates.find(isSigner) ?? null;
}

/**
 * Throws on bytes that are neither certificate nor list. A certificate that is no CA is not trusted, a list that no
 * trusted CSCA signed revokes nothing.
 */
export function readTrust(stored: StoredTrust): ChipTrust {
  const certificates = stored.certificates.map(readCertificate).filter(isCsca);
  const lists = stored.crls
    .map(readRevocationList)
    .filter((list) => signerOfList(list, certificates) !== null);
  const due = lists.flatMap(({ nextAt }) => nextAt?.getTime() ?? []);
  return {
    anchors: certificates.map((certificate) => ({
      certificate,
      // The newest key of a CSCA lists the signers of its older keys as well (ICAO 9303-12 §5.1.3): by name, not key.
      revoked: new Set(
        lists.filter(({ issuer }) => issuer === certificate.subject).flatMap(({ serials }) => [...serials]),
      ),
    })),
    crlsDueAt: due.length === 0 ? null : new Date(Math.min(...due)),
  };
}
