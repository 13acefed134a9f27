import { generateKeyPairSync } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import {
  basicConstraints,
  extendedKeyUsage,
  issueCertificate,
  keyUsage,
  signerExtensions,
  subjectKeyId,
  unknownExtension,
} from '../../../../local/chips/certificates.ts';
import { authorityCertificate, documentSigner } from '../../../../local/chips/chips.ts';
import type { DocumentSigner } from '../../../../local/chips/security-object.ts';
import { chipBy, days, fault, holder, issuingStates, person, verifierOf } from './chips.ts';

const { sandbox, elsewhere, signer, verify } = await issuingStates();

/** A signer that the trusted CSCA certified with other extensions than it should have. */
const certifiedWith = (extensions: Parameters<typeof documentSigner>[3]): DocumentSigner =>
  documentSigner({ ...signer, name: 'Odd signer' }, sandbox.csca, days(-10, 10), extensions);

describe('the document signer', () => {
  it('of a CSCA that only has the name of the trusted one', async () => {
    expect(await verify(elsewhere.read(person))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });

  it('that brings the CSCA it wants to be trusted', async () => {
    const forger = elsewhere.signers.p256;
    const certificates = [forger.certificate, ...elsewhere.trust.certificates];
    expect(await verify(chipBy(forger, { certificates }))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });

  it('that is certified by nobody but itself', async () => {
    const { keys, algorithm } = elsewhere.signers.p256;
    const alone = { name: 'Alone', keys, algorithm };
    const selfSigned = documentSigner(alone, alone, days(-10, 10));
    expect(await verify(chipBy(selfSigned))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });

  it('that is certified by another document signer', async () => {
    const { keys, algorithm } = elsewhere.signers.p256;
    const below = documentSigner({ name: 'Below', keys, algorithm }, { ...signer }, days(-10, 10));
    const certificates = [below.certificate, signer.certificate];
    expect(await verify(chipBy(below, { certificates }))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });

  it('whose certificate says CA, and what it certified', async () => {
    const { publicKey } = signer.keys;
    const asCa = certifiedWith([
      basicConstraints(true),
      keyUsage('digitalSignature', 'keyCertSign'),
      subjectKeyId(publicKey),
    ]);
    expect(await verify(chipBy(asCa))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
    const { keys, algorithm } = elsewhere.signers.p256;
    const below = documentSigner({ name: 'Below', keys, algorithm }, asCa, days(-10, 10));
    const certificates = [below.certificate, asCa.certificate];
    expect(await verify(chipBy(below, { certificates }))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });

  it('that is the CSCA itself', async () => {
    const { csca, trust } = sandbox;
    const [certificate = Buffer.alloc(0)] = trust.certificates;
    const self = { ...csca, certificate, serial: Buffer.from([1]), issuerName: csca.name };
    expect(await verify(chipBy(self, { namedBy: 'key' }))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });

  it.each([
    ['a CA by basic constraints alone', () => [basicConstraints(true), keyUsage('digitalSignature')]],
    ['one that may certify', () => [keyUsage('digitalSignature', 'keyCertSign')]],
    ['one that may not sign', () => [keyUsage('cRLSign')]],
    ['one that does not say what it may', () => []],
    ['one of master lists', () => [keyUsage('digitalSignature'), extendedKeyUsage('2.23.136.1.1.3')]],
    [
      'one with a critical extension nobody knows',
      () => [keyUsage('digitalSignature'), unknownExtension(true)],
    ],
  ])('%s', async (_what, extensions) => {
    expect(await verify(chipBy(certifiedWith(extensions())))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });

  it('with an extension nobody knows that is not critical is none the worse', async () => {
    const odd = certifiedWith([
      keyUsage('digitalSignature'),
      basicConstraints(false),
      unknownExtension(false),
    ]);
    expect(await verify(chipBy(odd))).toEqual({ ok: true, value: holder });
  });

  it('named by the serial number of another', async () => {
    const chip = chipBy({ ...signer, serial: sandbox.signers.rsa.serial });
    expect(await verify(chip)).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });

  it('that was revoked', async () => {
    expect(await verify(chipBy(sandbox.signers.revoked))).toEqual(fault('CHIP_SIGNER_REVOKED'));
  });
});

describe('time', () => {
  it('of signing decides, where the chip says when', async () => {
    const { expired } = sandbox.signers;
    const then = days(-30, 0).from;
    expect(await verify(chipBy(expired))).toEqual(fault('CHIP_SIGNER_EXPIRED'));
    expect(await verify(chipBy(expired, { signingTime: null }))).toEqual(fault('CHIP_SIGNER_EXPIRED'));
    expect(await verify(chipBy(expired, { signingTime: then }))).toEqual({ ok: true, value: holder });
    const before = days(-100, 0).from;
    expect(await verify(chipBy(signer, { signingTime: before }))).toEqual(fault('CHIP_SIGNER_EXPIRED'));
  });

  it('of signing is not to come', async () => {
    const tomorrow = days(0, 2).to;
    expect(await verify(chipBy(signer, { signingTime: tomorrow }))).toEqual(fault('CHIP_SIGNER_EXPIRED'));
  });

  it('the CSCA was not valid then', async () => {
    const certificates = [authorityCertificate(sandbox.csca, days(-5, 5))];
    const late = verifierOf({ certificates, crls: [] });
    const signed = days(-6, 0).from;
    expect(await late(chipBy(signer, { signingTime: signed }))).toEqual(fault('CHIP_SIGNER_EXPIRED'));
  });
});

describe('a CSCA that is none', () => {
  it.each([
    ['without basic constraints', () => [keyUsage('keyCertSign', 'cRLSign')]],
    ['that is no CA', () => [basicConstraints(false), keyUsage('keyCertSign', 'cRLSign')]],
    ['that may not certify', () => [basicConstraints(true), keyUsage('cRLSign')]],
    ['that does not say what it may', () => [basicConstraints(true)]],
  ])('%s', async (_what, extensions) => {
    const { csca } = sandbox;
    const { der } = issueCertificate({
      subject: csca.name,
      publicKey: csca.keys.publicKey,
      issuer: csca,
      validity: days(-365, 365),
      extensions: [...extensions(), subjectKeyId(csca.keys.publicKey)],
    });
    const unproven = verifierOf({ certificates: [der], crls: [] });
    expect(await unproven(chipBy(signer))).toEqual(fault('CHIP_TRUST_UNAVAILABLE'));
  });

  it('beside the real one changes nothing', async () => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const other = { name: 'Another CSCA', keys, algorithm: sandbox.csca.algorithm };
    const certificates = [authorityCertificate(other, days(-1, 1)), ...sandbox.trust.certificates];
    const both = verifierOf({ certificates, crls: [] });
    expect(await both(chipBy(signer))).toEqual({ ok: true, value: holder });
  });

  it('with the name and key identifier of the real one does not certify its signers', async () => {
    const { publicKey } = sandbox.csca.keys;
    const sameId = documentSigner(
      { ...elsewhere.signers.p256, name: 'Look-alike' },
      elsewhere.csca,
      days(-10, 10),
      signerExtensions(elsewhere.signers.p256.keys.publicKey, publicKey),
    );
    expect(await verify(chipBy(sameId))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });
});
