import { generateKeyPairSync } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { readTrust } from '../../../../functions/adapters/chip/trust.ts';
import {
  type Authority,
  basicConstraints,
  issueCertificate,
  issueRevocationList,
  keyUsage,
  subjectKeyId,
} from '../../../../local/chips/certificates.ts';
import {
  authorityCertificate,
  type ChipSandbox,
  createChipSandbox,
  documentSigner,
} from '../../../../local/chips/chips.ts';
import { chipBy, days, holder, linkFrom, today, verifierOf } from './chips.ts';

let sandbox: ChipSandbox;
let certificates: readonly Buffer[];

beforeAll(async () => {
  sandbox = await createChipSandbox(today);
  ({ certificates } = sandbox.trust);
});

const proven = { ok: true, value: holder };
const revoked = { ok: false, error: 'CHIP_SIGNER_REVOKED' };
const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What becomes of a chip of the signer that one of these lists names. */
const verdictUnder = (crls: readonly Uint8Array[]) =>
  verifierOf({ certificates, crls })(chipBy(sandbox.signers.p256));
const listOf = (issuer: Authority, validity = days(-1, 90)): Buffer =>
  issueRevocationList(issuer, [sandbox.signers.p256.serial], validity);

describe('a revocation list', () => {
  it('revokes what it names, and nothing else', async () => {
    expect(await verdictUnder([listOf(sandbox.csca)])).toEqual(revoked);
    expect(await verdictUnder(sandbox.trust.crls)).toEqual(proven);
    expect(await verdictUnder([issueRevocationList(sandbox.csca, [], days(-1, 90))])).toEqual(proven);
  });

  it('revokes after it is overdue as well, and says that it is', async () => {
    const stale = listOf(sandbox.csca, days(-100, -10));
    expect(await verdictUnder([stale])).toEqual(revoked);
    expect(readTrust({ certificates, crls: [stale] }).crlsDueAt).toEqual(days(0, -10).to);
  });

  it('of another key revokes nothing, though it has the name', async () => {
    const forger = { ...sandbox.csca, keys: newKeys() };
    expect(await verdictUnder([listOf(forger)])).toEqual(proven);
    expect(await verdictUnder([listOf(forger, days(-100, -10))])).toEqual(proven);
  });

  it('of a document signer revokes nothing', async () => {
    expect(await verdictUnder([listOf({ ...sandbox.signers.rsa })])).toEqual(proven);
  });

  it('signed with SHA-1 revokes nothing', async () => {
    const weak: Authority = { ...sandbox.csca, algorithm: { kind: 'ecdsa', hash: 'sha1' } };
    expect(await verdictUnder([listOf(weak)])).toEqual(proven);
  });

  it('of a CSCA’s newest key revokes what its older key certified', async () => {
    const newest = { ...sandbox.csca, keys: newKeys() };
    const both = [...certificates, authorityCertificate(newest, days(-1, 365))];
    const verify = verifierOf({ certificates: both, crls: [listOf(newest)] });
    expect(await verify(chipBy(sandbox.signers.p256))).toEqual(revoked);
    expect(await verify(chipBy(sandbox.signers.brainpool))).toEqual(proven);
  });

  it('of a CSCA that may not issue one revokes nothing', async () => {
    const { csca } = sandbox;
    const { publicKey } = csca.keys;
    const { der } = issueCertificate({
      subject: csca.name,
      publicKey,
      issuer: csca,
      validity: days(-365, 365),
      extensions: [basicConstraints(true), keyUsage('keyCertSign'), subjectKeyId(publicKey)],
    });
    const verify = verifierOf({ certificates: [der], crls: [listOf(csca)] });
    expect(await verify(chipBy(sandbox.signers.p256))).toEqual(proven);
  });
});

describe('several CSCAs', () => {
  it('prove the signers of each, links and new keys included', async () => {
    const newest = { ...sandbox.csca, keys: newKeys() };
    const link = linkFrom(sandbox.csca, newest);
    const verify = verifierOf({ certificates: [...certificates, link], crls: [] });
    const later = documentSigner({ ...sandbox.signers.rsa, name: 'Later signer' }, newest, days(-1, 90));
    expect(await verify(chipBy(later))).toEqual(proven);
    expect(await verify(chipBy(sandbox.signers.rsa))).toEqual(proven);
    expect(await verifierOf(sandbox.trust)(chipBy(later))).toEqual({
      ok: false,
      error: 'CHIP_SIGNER_UNTRUSTED',
    });
  });

  it('that are none leave everything unproven, but tell what is wrong with the chip itself', async () => {
    const verify = verifierOf({ certificates: [], crls: [] });
    const chip = chipBy(sandbox.signers.p256);
    expect(await verify(chip)).toEqual({ ok: false, error: 'CHIP_TRUST_UNAVAILABLE' });
    expect(await verify({ ...chip, sod: 'AAAA' })).toEqual({ ok: false, error: 'CHIP_SOD_MALFORMED' });
  });

  it('are not read out of bytes that are something else', () => {
    expect(() => readTrust({ certificates: [Buffer.from('no certificate')], crls: [] })).toThrow();
    expect(() => readTrust({ certificates, crls: [Buffer.from('no list')] })).toThrow();
  });
});
