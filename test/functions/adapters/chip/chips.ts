import type { ChipVerifier } from '../../../../functions/adapters/chip/verifier.ts';
import { createChipVerifier } from '../../../../functions/adapters/chip/verifier.ts';
import { readTrust, type StoredTrust } from '../../../../functions/adapters/chip/trust.ts';
import type { ChipData } from '../../../../functions/core/identity/chip.ts';
import {
  type Authority,
  authorityKeyId,
  basicConstraints,
  issueCertificate,
  keyUsage,
  subjectKeyId,
} from '../../../../local/chips/certificates.ts';
import { type ChipSandbox, createChipSandbox } from '../../../../local/chips/chips.ts';
import { dg1, dg13 } from '../../../../local/chips/data-groups.ts';
import {
  type DocumentSigner,
  securityObject,
  type SecurityObjectOptions,
} from '../../../../local/chips/security-object.ts';
import { personById, type SyntheticPerson } from '../../../../local/people/people.ts';

/** Saturday morning at the desk, as in test/support/clock.ts. */
export const today = new Date('2026-11-21T01:15:00.000Z');

export const person = personById('valid-employee');
export const another = personById('valid-pensioner');

export const holder = {
  personalId: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
  sex: 'female',
};

export const days = (from: number, to: number) => ({
  from: new Date(today.getTime() + from * 86_400_000),
  to: new Date(today.getTime() + to * 86_400_000),
});

export const groupsOf = (who: SyntheticPerson): Map<number, Buffer> =>
  new Map([
    [1, dg1(who)],
    [13, dg13(who)],
  ]);

export const chipOf = (sod: Uint8Array, groups: ReadonlyMap<number, Uint8Array>): ChipData => ({
  sod: Buffer.from(sod).toString('base64'),
  dataGroups: Object.fromEntries(
    [...groups].map(([number, bytes]) => [number, Buffer.from(bytes).toString('base64')]),
  ),
});

/** A chip of `person`, signed as told. */
export function chipBy(signer: DocumentSigner, options: Partial<SecurityObjectOptions> = {}): ChipData {
  const groups = options.groups ?? groupsOf(person);
  return chipOf(securityObject({ signingTime: today, ...options, signer, groups }), groups);
}

export function verifierOf(stored: StoredTrust, now = today): ChipVerifier {
  const trust = readTrust(stored);
  return createChipVerifier({ trust: () => Promise.resolve(trust), now: () => now });
}

/** A state that is trusted, one of its signers, and another state of its name with keys of its own: a forger's. */
export async function issuingStates(): Promise<{
  readonly sandbox: ChipSandbox;
  readonly elsewhere: ChipSandbox;
  readonly signer: DocumentSigner;
  readonly verify: ChipVerifier;
}> {
  const [sandbox, elsewhere] = await Promise.all([createChipSandbox(today), createChipSandbox(today)]);
  return { sandbox, elsewhere, signer: sandbox.signers.p256, verify: verifierOf(sandbox.trust) };
}

export const fault = (error: string) => ({ ok: false, error });

/** ICAO 9303-12: a new key of a CSCA, certified by its old one under the same name. */
export const linkFrom = (old: Authority, next: Authority): Buffer =>
  issueCertificate({
    subject: next.name,
    publicKey: next.keys.publicKey,
    issuer: old,
    validity: days(-1, 365),
    extensions: [
      basicConstraints(true),
      keyUsage('keyCertSign', 'cRLSign'),
      subjectKeyId(next.keys.publicKey),
      authorityKeyId(old.keys.publicKey),
    ],
  }).der;

/** The first place of `part` in `whole` replaced by as many other bytes. */
export function replaced(whole: Uint8Array, part: Uint8Array, by: Uint8Array): Buffer {
  const bytes = Buffer.from(whole);
  const at = bytes.indexOf(part);
  if (at === -1 || part.length !== by.length) throw new Error('nothing to replace');
  bytes.set(by, at);
  return bytes;
}

/** With one bit of the byte at this place the other way. */
export function flipped(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x01;
  return copy;
}
