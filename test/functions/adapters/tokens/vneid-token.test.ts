import { randomUUID } from 'node:crypto';

import { CompactSign, exportSPKI, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';

import { createKeySet } from '../../../../functions/adapters/tokens/key-set.ts';
import { readVneidOptions } from '../../../../functions/adapters/tokens/vneid-options.ts';
import {
  createVneidVerifier,
  refuseEveryVneidToken,
  type VneidPorts,
  type VneidTrust,
  type VneidVerifier,
} from '../../../../functions/adapters/tokens/vneid-token.ts';
import { people } from '../../../../local/people/people.ts';
import { vneidClaims } from '../../../../local/people/scans.ts';
import { newKey, secondsFromNow, sign, startIssuer } from '../../../support/issuer.ts';

const key = await newKey('vneid-1');
const rsaKey = await newKey('vneid-2', 'RS256');
const { jwksUrl } = await startIssuer(key, rsaKey);
const trusted: VneidTrust = {
  issuer: 'https://vneid.example.vn',
  jwksUrl,
  audience: 'tiep-don',
  algorithms: ['ES256'],
  options: readVneidOptions(''),
};
const keys = createKeySet({ url: jwksUrl, now: () => new Date(), onStale: () => undefined });
const ports: VneidPorts = {
  keys,
  now: () => new Date(),
  useOnce: () => Promise.resolve(true),
  useChallenge: () => Promise.resolve(false),
  decryptionKey: () => Promise.resolve(null),
};
const verify = createVneidVerifier(trusted, ports);

const holder = { personalId: '001190000017', fullName: 'Đỗ Thị Mẫu', dateOfBirth: '1990-02-17' };
const ofVneid = { citizenPid: '001190000017', fullName: 'Đỗ Thị Mẫu', birthDate: '1990-02-17' };
const ofPortal = { SoDinhDanh: '001190000017', HoVaTen: 'Đỗ Thị Mẫu', NgayThangNamSinh: '19900217' };
const envelope = (changes: Record<string, unknown> = {}): JWTPayload => ({
  iss: trusted.issuer,
  aud: trusted.audience,
  jti: randomUUID(),
  iat: secondsFromNow(0),
  exp: secondsFromNow(300),
  ...changes,
});
const token = (changes: Record<string, unknown> = {}): Promise<string> =>
  sign(key, envelope({ ...ofVneid, ...changes }));

const outcomeOf = async (verifier: VneidVerifier, jws: string): Promise<unknown> => {
  const verified = await verifier(jws, '99003');
  return verified.ok ? verified.value.holder : verified.error;
};

describe('the holder of a VNeID token', () => {
  it.each([
    ['of VNeID itself', ofVneid],
    ['of the National Service Portal', ofPortal],
    [
      'of VNeID, though the other claims are there too',
      { ...ofPortal, ...ofVneid, SoDinhDanh: '001190000025' },
    ],
  ])('is read from the claims %s', async (_whose, claims) => {
    expect(await outcomeOf(verify, await sign(key, envelope(claims)))).toStrictEqual(holder);
  });

  it.each([
    ['1990-02-17', '1990-02-17'],
    ['17/02/1990', '1990-02-17'],
    ['19900217', '1990-02-17'],
    ['1990-02', '1990-02'],
    ['02/1990', '1990-02'],
    ['19900200', '1990-02'],
    ['1990', '1990'],
    ['19900000', '1990'],
  ])('may have the birth date written %s', async (birthDate, dateOfBirth) => {
    expect(await outcomeOf(verify, await token({ birthDate }))).toStrictEqual({ ...holder, dateOfBirth });
  });

  it.each(people)('can be $id', async (person) => {
    const { personalId, fullName, dateOfBirth } = person;
    const jws = await sign(key, envelope({ ...vneidClaims(person) }));
    expect(await outcomeOf(verify, jws)).toStrictEqual({ personalId, fullName, dateOfBirth });
  });
});

const readingAs = (claims: unknown): VneidVerifier =>
  createVneidVerifier({ ...trusted, options: readVneidOptions(JSON.stringify({ claims })) }, ports);
const ofOwnNames = { id: '001190000017', name: 'Đỗ Thị Mẫu', born: '17/02/1990' };

describe('an issuer set to names of claims', () => {
  it.each([
    ['vneid', ['vneid'], ofVneid],
    ['national-portal', ['national-portal'], ofPortal],
    ['its own', [{ personalId: 'id', fullName: 'name', dateOfBirth: 'born' }], ofOwnNames],
  ])('%s is read by them, and by no others', async (_which, names, claims) => {
    expect(await outcomeOf(readingAs(names), await sign(key, envelope(claims)))).toStrictEqual(holder);
    const others = [ofVneid, ofPortal, ofOwnNames].filter((other) => other !== claims);
    for (const other of others) {
      expect(await outcomeOf(readingAs(names), await sign(key, envelope(other)))).toBe('VNEID_CLAIMS');
    }
  });

  it.each(['toString', '__proto__', 'constructor'])('%s finds nothing that is no claim', async (name) => {
    const names = [{ personalId: name, fullName: name, dateOfBirth: name }];
    expect(await outcomeOf(readingAs(names), await token())).toBe('VNEID_CLAIMS');
  });

  it.each(['{"claims":[]}', '{"claims":["other"]}', '{"maxAgeSeconds":0}', '{"unknown":1}', '{'])(
    '%s is no setting',
    (text) => {
      expect(() => readVneidOptions(text)).toThrow(Error);
    },
  );
});

const signText = (text: string): Promise<string> =>
  new CompactSign(new TextEncoder().encode(text))
    .setProtectedHeader({ alg: key.alg, kid: key.kid })
    .sign(key.privateKey);

const byHmac = async (): Promise<string> => {
  const secret = new TextEncoder().encode(await exportSPKI(key.publicKey));
  return new SignJWT(envelope(ofVneid)).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(secret);
};

describe('a VNeID token is refused', () => {
  it.each([
    ['VNEID_MALFORMED', 'that is none', () => 'no token'],
    ['VNEID_MALFORMED', 'of two parts', () => 'e30.e30'],
    ['VNEID_MALFORMED', 'whose payload is no JSON', () => signText('Đỗ Thị Mẫu')],
    ['VNEID_ALGORITHM', 'without a signature', () => new UnsecuredJWT(envelope(ofVneid)).encode()],
    ['VNEID_ALGORITHM', 'signed with the public key for a secret', byHmac],
    ['VNEID_ALGORITHM', 'signed in another way', () => sign(rsaKey, envelope(ofVneid))],
    [
      'VNEID_SIGNATURE',
      'by a forger under a known id',
      async () => sign(await newKey('vneid-1'), envelope(ofVneid)),
    ],
    [
      'VNEID_SIGNATURE',
      'by a key nobody published',
      async () => sign(await newKey('vneid-9'), envelope(ofVneid)),
    ],
    ['VNEID_ISSUER', 'of another issuer', () => token({ iss: 'https://other.example.vn' })],
    ['VNEID_AUDIENCE', 'for somebody else', () => token({ aud: 'other' })],
    ['VNEID_EXPIRED', 'that has expired', () => token({ exp: secondsFromNow(-10) })],
    ['VNEID_NOT_YET_VALID', 'that is not valid yet', () => token({ nbf: secondsFromNow(30) })],
    ['VNEID_NOT_YET_VALID', 'issued in the future', () => token({ iat: secondsFromNow(30) })],
    ['VNEID_AGE', 'that is older than ten minutes', () => token({ iat: secondsFromNow(-620) })],
    ['VNEID_CLAIMS', 'without an issuer', () => token({ iss: undefined })],
    ['VNEID_CLAIMS', 'without an audience', () => token({ aud: undefined })],
    ['VNEID_CLAIMS', 'without an end', () => token({ exp: undefined })],
    ['VNEID_CLAIMS', 'without the time of issue', () => token({ iat: undefined })],
    ['VNEID_CLAIMS', 'without a number', () => token({ citizenPid: undefined })],
    ['VNEID_CLAIMS', 'without a name', () => token({ fullName: undefined })],
    ['VNEID_CLAIMS', 'without a birth date', () => token({ birthDate: undefined })],
    ['VNEID_CLAIMS', 'whose number is no text', () => token({ citizenPid: 1190000017 })],
    ['VNEID_CLAIMS', 'with a birth date that does not exist', () => token({ birthDate: '1990-02-30' })],
    ['VNEID_CLAIMS', 'with a birth date in an unknown form', () => token({ birthDate: '17021990' })],
  ])('%s: one %s', async (fault, _what, jws) => {
    expect(await outcomeOf(verify, await jws())).toBe(fault);
  });

  it('up to ten minutes old it is taken, clocks differing by a few seconds', async () => {
    expect(await outcomeOf(verify, await token({ iat: secondsFromNow(-590) }))).toStrictEqual(holder);
    expect(await outcomeOf(verify, await token({ iat: secondsFromNow(3) }))).toStrictEqual(holder);
  });

  it('as not checkable where the issuer is away', async () => {
    const url = 'http://127.0.0.1:1/jwks';
    const away = createKeySet({ url, now: () => new Date(), onStale: () => undefined });
    expect(await outcomeOf(createVneidVerifier(trusted, { ...ports, keys: away }), await token())).toBe(
      'VNEID_KEYS_UNAVAILABLE',
    );
  });

  it('where no issuer is configured, whatever it says', async () => {
    expect(await outcomeOf(refuseEveryVneidToken, await token())).toBe('VNEID_NOT_CONFIGURED');
  });
});
