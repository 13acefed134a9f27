import { hash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import type { ChipData } from '../../../../functions/core/identity/chip.ts';
import { dg1, dg13 } from '../../../../local/chips/data-groups.ts';
import { securityObject } from '../../../../local/chips/security-object.ts';
import {
  another,
  chipBy,
  chipOf,
  fault,
  flipped,
  groupsOf,
  holder,
  issuingStates,
  person,
  replaced,
} from './chips.ts';

const { sandbox, elsewhere, signer, verify } = await issuingStates();

const sodOf = (chip: ChipData): Buffer => Buffer.from(chip.sod, 'base64');
const withSod = (chip: ChipData, sod: Uint8Array): ChipData => ({
  ...chip,
  sod: Buffer.from(sod).toString('base64'),
});

describe('what is genuine', () => {
  it.each(['rsa', 'rsa-pss', 'p256', 'brainpool'] as const)('is proven, signer %s', async (name) => {
    expect(await verify(sandbox.read(person, sandbox.signers[name]))).toEqual({ ok: true, value: holder });
  });

  it.each([
    ['LDS version 1', { ldsVersion: 1 }],
    ['a signer named by its key', { namedBy: 'key' }],
    ['no signing time', { signingTime: null }],
    ['hashes of another length', { hash: 'sha512' }],
  ] as const)('is proven with %s', async (_what, options) => {
    expect(await verify(chipBy(signer, options))).toEqual({ ok: true, value: holder });
  });

  it('is proven by DG13 alone', async () => {
    const chip = sandbox.read(person);
    const alone = { ...chip, dataGroups: { 13: chip.dataGroups['13'] ?? '' } };
    expect(await verify(alone)).toEqual({ ok: true, value: holder });
  });

  it('is proven where the CSCA’s own certificate comes along', async () => {
    const certificates = [...sandbox.trust.certificates, signer.certificate];
    expect(await verify(chipBy(signer, { certificates }))).toEqual({ ok: true, value: holder });
  });
});

describe('data groups', () => {
  it('altered after signing', async () => {
    const chip = sandbox.read(person);
    for (const number of ['1', '13']) {
      const bytes = Buffer.from(chip.dataGroups[number] ?? '', 'base64');
      const altered = flipped(bytes, bytes.length - 3).toString('base64');
      const tampered = { ...chip, dataGroups: { ...chip.dataGroups, [number]: altered } };
      expect(await verify(tampered)).toEqual(fault('CHIP_DG_HASH'));
    }
  });

  it('under the security object of another person', async () => {
    const chip = withSod(sandbox.read(person), sodOf(sandbox.read(another)));
    expect(await verify(chip)).toEqual(fault('CHIP_DG_HASH'));
  });

  it('that the security object does not list', async () => {
    const chip = sandbox.read(person);
    const more = { ...chip, dataGroups: { ...chip.dataGroups, 11: chip.dataGroups['13'] ?? '' } };
    expect(await verify(more)).toEqual(fault('CHIP_DG_NOT_LISTED'));
  });

  it('of two people, both signed', async () => {
    const groups = new Map([
      [1, dg1(another)],
      [13, dg13(person)],
    ]);
    expect(await verify(chipBy(signer, { groups }))).toEqual(fault('CHIP_DG_DISAGREE'));
  });

  it('without DG13', async () => {
    const chip = sandbox.read(person);
    const alone = { ...chip, dataGroups: { 1: chip.dataGroups['1'] ?? '' } };
    expect(await verify(alone)).toEqual(fault('CHIP_DG13_MISSING'));
    expect(await verify({ ...chip, dataGroups: {} })).toEqual(fault('CHIP_DG13_MISSING'));
  });

  it.each(['0', '17', '013', '-1', '1e1', 'x', ''])('called %j', async (number) => {
    const chip = sandbox.read(person);
    const odd = { ...chip, dataGroups: { ...chip.dataGroups, [number]: 'AAAA' } };
    expect(await verify(odd)).toEqual(fault('CHIP_DG_MALFORMED'));
  });
});

describe('the security object', () => {
  it('with another hash in its list', async () => {
    const groups = groupsOf(person);
    const forged = dg13({ ...person, fullName: 'Đỗ Thị Mẫn' });
    const digest = (bytes: Buffer): Buffer => hash('sha256', bytes, 'buffer');
    const sod = replaced(securityObject({ groups, signer }), digest(dg13(person)), digest(forged));
    expect(await verify(chipOf(sod, groups.set(13, forged)))).toEqual(fault('CHIP_SIGNATURE'));
  });

  it('with other signed attributes', async () => {
    const chip = chipBy(signer);
    const [signed, other] = ['261121011500Z', '261120011500Z'].map((time) => Buffer.from(time));
    const sod = replaced(sodOf(chip), signed ?? Buffer.alloc(0), other ?? Buffer.alloc(0));
    expect(await verify(withSod(chip, sod))).toEqual(fault('CHIP_SIGNATURE'));
  });

  it('made anew under the signer’s certificate, with another key', async () => {
    const forger = { ...signer, keys: elsewhere.signers.p256.keys };
    expect(await verify(chipBy(forger, { groups: groupsOf(another) }))).toEqual(fault('CHIP_SIGNATURE'));
  });

  it('without signed attributes, which would let signed attributes pass as content', async () => {
    expect(await verify(chipBy(signer, { hasAttributes: false }))).toEqual(fault('CHIP_SOD_MALFORMED'));
  });

  it('with one bit of its signature altered', async () => {
    const chip = chipBy(sandbox.signers.rsa);
    const sod = sodOf(chip);
    expect(await verify(withSod(chip, flipped(sod, sod.length - 1)))).toEqual(fault('CHIP_SIGNATURE'));
  });

  it('without a certificate', async () => {
    expect(await verify(chipBy(signer, { certificates: [] }))).toEqual(fault('CHIP_SIGNER_UNTRUSTED'));
  });

  it('with a thousand certificates', async () => {
    const certificates = Array.from({ length: 1000 }, () => signer.certificate);
    expect(await verify(chipBy(signer, { certificates }))).toEqual(fault('CHIP_DG_MALFORMED'));
    const small = Array.from({ length: 1000 }, () =>
      Buffer.from('300a0201000201000201000500'.slice(0, 24), 'hex'),
    );
    expect(await verify(chipBy(signer, { certificates: small }))).toEqual(fault('CHIP_SOD_MALFORMED'));
  });

  it('with five certificates', async () => {
    const certificates = Array.from({ length: 5 }, () => signer.certificate);
    expect(await verify(chipBy(signer, { certificates }))).toEqual(fault('CHIP_SOD_MALFORMED'));
  });
});
