import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

import type { ChipData } from '../../functions/core/identity/chip.ts';
import type { SigningAlgorithm } from './algorithms.ts';
import {
  type Authority,
  cscaExtensions,
  issueCertificate,
  issueRevocationList,
  type KeyPair,
  signerExtensions,
  type Validity,
} from './certificates.ts';
import type { SyntheticPerson } from '../people/person.ts';
import { dg1, dg13 } from './data-groups.ts';
import { type DocumentSigner, securityObject } from './security-object.ts';

/** The sandbox's own issuing state: made anew at every start, trusted by nothing else. */
export interface ChipSandbox {
  /** What the operator of this state would load. */
  readonly trust: { readonly certificates: readonly Buffer[]; readonly crls: readonly Buffer[] };
  readonly csca: Authority;
  readonly signers: Readonly<Record<SignerName, DocumentSigner>>;
  /** What a reader hands over of this person's chip. */
  read(person: SyntheticPerson, signer?: DocumentSigner): ChipData;
}

export const signerNames = ['rsa', 'rsa-pss', 'p256', 'brainpool', 'revoked', 'expired'] as const;
export type SignerName = (typeof signerNames)[number];

const makeKeys = promisify(generateKeyPair);
const DAY_MS = 24 * 3_600_000;

const ecdsa: SigningAlgorithm = { kind: 'ecdsa', hash: 'sha256' };
const pss: SigningAlgorithm = { kind: 'rsa-pss', hash: 'sha256', maskHash: 'sha256', saltLength: 32 };

/** `now` is between the days that all of it is valid on, but for the signer that expired. */
export async function createChipSandbox(now: Date, cscaName = 'Synthetic CSCA'): Promise<ChipSandbox> {
  const around = (from: number, to: number): Validity => ({
    from: new Date(now.getTime() + from * DAY_MS),
    to: new Date(now.getTime() + to * DAY_MS),
  });
  // ICAO 9303-12 §4.1.6 asks for curves by their parameters instead of their names: one of each.
  const [cscaKeys, rsa, p256, brainpool] = await Promise.all([
    makeKeys('ec', { namedCurve: 'P-256' }),
    makeKeys('rsa', { modulusLength: 2048 }),
    makeKeys('ec', { namedCurve: 'P-256' }),
    makeKeys('ec', { namedCurve: 'brainpoolP256r1', paramEncoding: 'explicit' }),
  ]);
  const csca = { name: cscaName, keys: cscaKeys, algorithm: ecdsa };
  const signer = (name: string, keys: KeyPair, algorithm: SigningAlgorithm, validity = around(-90, 3_900)) =>
    documentSigner({ name, keys, algorithm }, csca, validity);
  const signers = {
    rsa: signer('Synthetic signer 1', rsa, { kind: 'rsa-pkcs1', hash: 'sha256' }),
    'rsa-pss': signer('Synthetic signer 2', rsa, pss),
    p256: signer('Synthetic signer 3', p256, ecdsa),
    brainpool: signer('Synthetic signer 4', brainpool, ecdsa),
    revoked: signer('Synthetic signer 5', p256, ecdsa),
    expired: signer('Synthetic signer 6', p256, ecdsa, around(-90, -1)),
  };
  return {
    trust: {
      certificates: [authorityCertificate(csca, around(-365, 5_400))],
      crls: [issueRevocationList(csca, [signers.revoked.serial], around(-1, 90))],
    },
    csca,
    signers,
    read: (person, by = signers.p256) => readChip(person, by, now),
  };
}

export const authorityCertificate = (authority: Authority, validity: Validity): Buffer =>
  issueCertificate({
    subject: authority.name,
    publicKey: authority.keys.publicKey,
    issuer: authority,
    validity,
    extensions: cscaExtensions(authority.keys.publicKey),
  }).der;

export function documentSigner(
  signer: Authority,
  issuer: Authority,
  validity: Validity,
  extensions = signerExtensions(signer.keys.publicKey, issuer.keys.publicKey),
): DocumentSigner {
  const { publicKey } = signer.keys;
  const { der, serial } = issueCertificate({ subject: signer.name, publicKey, issuer, validity, extensions });
  return { ...signer, certificate: der, serial, issuerName: issuer.name };
}

function readChip(person: SyntheticPerson, signer: DocumentSigner, signingTime: Date): ChipData {
  const groups = new Map([
    [1, dg1(person)],
    [13, dg13(person)],
  ]);
  return {
    sod: securityObject({ groups, signer, signingTime }).toString('base64'),
    dataGroups: Object.fromEntries([...groups].map(([number, bytes]) => [number, bytes.toString('base64')])),
  };
}
