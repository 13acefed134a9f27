import { generateKeyPairSync, X509Certificate } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import type { StoredTrust } from '../../../../functions/adapters/chip/trust.ts';
import {
  addCertificates,
  addList,
  describeTrust,
  removeCertificate,
} from '../../../../functions/adapters/chip/trust-set.ts';
import { type Authority, issueRevocationList } from '../../../../local/chips/certificates.ts';
import { authorityCertificate, type ChipSandbox, createChipSandbox } from '../../../../local/chips/chips.ts';
import { days, flipped, linkFrom, today } from './chips.ts';

let sandbox: ChipSandbox;
let csca: Buffer;
let set: StoredTrust;

beforeAll(async () => {
  sandbox = await createChipSandbox(today);
  [csca = Buffer.alloc(0)] = sandbox.trust.certificates;
  set = sandbox.trust;
});

const none: StoredTrust = { certificates: [], crls: [] };
const newAuthority = (name: string, namedCurve = 'P-256'): Authority => ({
  name,
  keys: generateKeyPairSync('ec', { namedCurve }),
  algorithm: { kind: 'ecdsa', hash: 'sha256' },
});
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const refused = (reason: RegExp) => ({ ok: false, error: matching(reason) });
const fingerprint = (der: Uint8Array): string => new X509Certificate(der).fingerprint256;

describe('adding a certificate', () => {
  it('of a CSCA that signed itself', () => {
    const change = addCertificates(none, [csca], today);
    expect(change).toMatchObject({ ok: true, value: { warnings: [] } });
    expect(change.ok && change.value.next.certificates.map(fingerprint)).toEqual([fingerprint(csca)]);
  });

  it('that links a new key to one that is trusted, or to one that comes with it', () => {
    const next = newAuthority('Synthetic CSCA');
    const link = linkFrom(sandbox.csca, next);
    expect(addCertificates(set, [link], today)).toMatchObject({ ok: true });
    expect(addCertificates(none, [csca, link], today)).toMatchObject({ ok: true });
    expect(addCertificates(none, [link], today)).toEqual(refused(/neither self-signed nor linked/));
  });

  it.each<[string, () => Uint8Array, RegExp]>([
    ['is something else', () => Buffer.from('-----'), /is no X.509 certificate/],
    ['is already there', () => csca, /already trusted/],
    ['is of a document signer', () => sandbox.signers.p256.certificate, /not of a CA/],
    ['was altered', () => flipped(csca, csca.length - 1), /neither self-signed nor linked/],
    [
      'is on a curve nobody named',
      () => authorityCertificate(newAuthority('Odd', 'secp256k1'), days(-1, 1)),
      /ALGORITHM_UNKNOWN/,
    ],
  ])('that %s is refused', (_what, file, reason) => {
    expect(addCertificates(set, [file()], today)).toEqual(refused(reason));
  });

  it('that is not valid today is taken with a warning', () => {
    for (const validity of [days(-10, -1), days(1, 10)]) {
      const certificate = authorityCertificate(newAuthority('Of another time'), validity);
      const change = addCertificates(set, [certificate], today);
      expect(change).toMatchObject({ ok: true, value: { warnings: [expect.stringMatching(/not today/)] } });
    }
  });

  it('among several that are good changes nothing if it is not', () => {
    const good = authorityCertificate(newAuthority('Another CSCA'), days(-1, 1));
    expect(addCertificates(none, [good, sandbox.signers.rsa.certificate], today)).toEqual(
      refused(/^certificate 2 of 2/),
    );
  });
});

describe('adding a revocation list', () => {
  const list = (from: number, to = 90, authority = sandbox.csca): Buffer =>
    issueRevocationList(authority, [], days(from, to));

  it('replaces the earlier one of the same CSCA', () => {
    const newer = list(0);
    const change = addList(set, newer, today);
    expect(change).toMatchObject({ ok: true, value: { next: { crls: [newer] }, warnings: [] } });
  });

  it('that is older than the one there is refused: it would give revoked signers back', () => {
    expect(addList(set, list(-30), today)).toEqual(refused(/a newer list/));
  });

  it('of nobody who is trusted is refused', () => {
    expect(addList(set, list(0, 90, newAuthority('Synthetic CSCA')), today)).toEqual(
      refused(/not signed by a CSCA/),
    );
    expect(addList(none, list(0), today)).toEqual(refused(/not signed by a CSCA/));
    expect(addList(set, Buffer.from('list'), today)).toEqual(refused(/no complete revocation list/));
  });

  it('that is overdue is taken with a warning', () => {
    expect(addList({ ...set, crls: [] }, list(-30, -10), today)).toMatchObject({
      ok: true,
      value: { warnings: [expect.stringMatching(/should have been replaced on 2026-11-11/)] },
    });
  });
});

describe('removing a certificate', () => {
  it('by fingerprint, with or without colons, whole or its beginning; its lists go with it', () => {
    const whole = fingerprint(csca);
    for (const name of [
      whole,
      whole.toLowerCase(),
      whole.replaceAll(':', ''),
      whole.replaceAll(':', '').slice(0, 8),
    ]) {
      expect(removeCertificate(set, name)).toMatchObject({
        ok: true,
        value: { next: none, warnings: [expect.stringMatching(/1 revocation list/)] },
      });
    }
  });

  it('that is not there, or not named well enough, is refused', () => {
    expect(removeCertificate(set, '0'.repeat(64))).toEqual(refused(/no trusted certificate/));
    for (const name of ['', '12', 'xyz', 'g'.repeat(64)]) {
      expect(removeCertificate(set, name)).toEqual(refused(/at least eight hexadecimal digits/));
    }
  });
});

describe('the set in lines', () => {
  it('names subject, fingerprint, validity, and how many are revoked until when', () => {
    const lines = describeTrust(set, today).join('\n');
    expect(lines).toContain('CN=Synthetic CSCA');
    expect(lines).toContain(fingerprint(csca).replaceAll(':', ''));
    expect(lines).toMatch(/valid 2025-11-21 to 2041-\d\d-\d\d$/m);
    expect(lines).toMatch(/CRL {3}of [0-9A-F]{16}, 1 revoked, issued 2026-11-20, next 2027-02-19$/m);
    expect(describeTrust(set, days(0, 100).to).join('\n')).toMatch(/OVERDUE/);
    expect(describeTrust(set, days(0, 9_000).to).join('\n')).toMatch(/NOT TODAY/);
    expect(describeTrust(none, today)).toEqual([expect.stringMatching(/^No CSCA is trusted/)]);
  });
});
