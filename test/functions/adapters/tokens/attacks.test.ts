import { createHmac, randomUUID } from 'node:crypto';

import { exportSPKI } from 'jose';
import { describe, expect, it } from 'vitest';

import {
  createIssueChallenge,
  createUseChallenge,
} from '../../../../functions/adapters/dynamodb/challenges.ts';
import { createUseOnce } from '../../../../functions/adapters/dynamodb/single-use.ts';
import { createKeySet } from '../../../../functions/adapters/tokens/key-set.ts';
import { readVneidOptions } from '../../../../functions/adapters/tokens/vneid-options.ts';
import {
  createVneidVerifier,
  type VneidFault,
  type VneidPorts,
  type VneidTrust,
} from '../../../../functions/adapters/tokens/vneid-token.ts';
import { base64url, forge, signatureOver, withPart, withTrailingBits } from '../../../support/forge.ts';
import { newKey, secondsFromNow, startIssuer } from '../../../support/issuer.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { startRecorder } from '../../../support/recorder.ts';
import { startTestTable } from '../../../support/test-table.ts';
import { presentingTo } from '../../../support/tokens.ts';

const key = await newKey('vneid-1');
const rsaKey = await newKey('vneid-rsa', 'RS256');
const p384 = await newKey('vneid-384', 'ES384');
const forEncryption = await newKey('vneid-enc');
const forDerivation = await newKey('vneid-ops');
const attacker = await newKey('vneid-1');
const issuer = await startIssuer(
  key,
  rsaKey,
  p384,
  { ...forEncryption, jwk: { ...forEncryption.jwk, use: 'enc' } },
  { ...forDerivation, jwk: { ...forDerivation.jwk, key_ops: ['deriveBits'] } },
);
/** What an attacker serves: nobody may come for it. */
const trap = await startRecorder();

const table = await startTestTable();
const clock = { ahead: 0 };
const now = (): Date => new Date(Date.now() + clock.ahead);
const inTable = { table, keyring: testKeyring(), now };
const issueChallenge = createIssueChallenge(inTable);

const trusted: VneidTrust = {
  issuer: 'https://vneid.example.vn',
  jwksUrl: issuer.jwksUrl,
  audience: 'tiep-don/{facility}',
  algorithms: ['ES256'],
  options: readVneidOptions(''),
};
const ports: VneidPorts = {
  keys: createKeySet({ url: issuer.jwksUrl, now, onStale: () => undefined }),
  now,
  useOnce: createUseOnce(inTable),
  useChallenge: createUseChallenge(inTable),
  decryptionKey: () => Promise.resolve(null),
};
const check = createVneidVerifier(trusted, ports);
const verify = presentingTo(check);
const strict = presentingTo(
  createVneidVerifier(
    { ...trusted, options: readVneidOptions('{"requiresChallenge":true,"type":"vneid+jwt"}') },
    ports,
  ),
);

const HERE = '99003';
const ELSEWHERE = '99008';
const header = { alg: 'ES256', kid: 'vneid-1', typ: 'JWT' };
const claims = (changes: Readonly<Record<string, unknown>> = {}) => ({
  iss: trusted.issuer,
  aud: ['tiep-don/99003', 'tiep-don/99008'],
  iat: secondsFromNow(0),
  exp: secondsFromNow(300),
  jti: randomUUID(),
  citizenPid: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  birthDate: '1990-02-17',
  ...changes,
});
const good = (changes: Readonly<Record<string, unknown>> = {}): string => forge(key, header, claims(changes));
const headed = (changes: Readonly<Record<string, unknown>>): string =>
  forge(key, { ...header, ...changes }, claims());
/** Signed by the attacker, whose key the header tells of. */
const luring = (changes: Readonly<Record<string, unknown>>): string =>
  forge(attacker, { ...header, ...changes }, claims());
const text = (json: unknown): string => JSON.stringify(json);
/** The claims as text, with one member more at their end or beginning. */
const withMember = (member: string): string =>
  forge(key, header, text(claims()).replace(/\}$/, `,${member}}`));

const unsigned = (alg: string): string => `${base64url({ ...header, alg })}.${base64url(claims())}.`;

function byHmac(secret: string): string {
  const signed = `${base64url({ ...header, alg: 'HS256' })}.${base64url(claims())}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function resigned(
  encoding: 'der' | 'ieee-p1363',
  change: (signature: Buffer) => Buffer = (same) => same,
): string {
  const signed = good().split('.').slice(0, 2).join('.');
  return `${signed}.${change(signatureOver(key, signed, encoding)).toString('base64url')}`;
}

function json(general: boolean): string {
  const [protectedPart = '', payload = '', signature = ''] = good().split('.');
  const one = { protected: protectedPart, signature };
  return text(general ? { payload, signatures: [one] } : { payload, ...one });
}

type Attack = readonly [name: string, fault: VneidFault, token: () => string | Promise<string>];

const algorithms: readonly Attack[] = [
  ...['none', 'None', 'NONE', 'nOnE', 'none ', ''].map((alg): Attack => [
    `alg "${alg}" without a signature`,
    'VNEID_ALGORITHM',
    () => unsigned(alg),
  ]),
  ['alg none with the signature left on', 'VNEID_ALGORITHM', () => headed({ alg: 'none' })],
  [
    'HS256 with the public key as PEM for a secret',
    'VNEID_ALGORITHM',
    async () => byHmac(await exportSPKI(key.publicKey)),
  ],
  ['HS256 with the public key as JWK for a secret', 'VNEID_ALGORITHM', () => byHmac(text(key.jwk))],
  ['HS256 with an empty secret', 'VNEID_ALGORITHM', () => byHmac('')],
  ['alg in lower case', 'VNEID_ALGORITHM', () => headed({ alg: 'es256' })],
  ['alg that is a list', 'VNEID_ALGORITHM', () => headed({ alg: ['ES256'] })],
  ['no alg at all', 'VNEID_ALGORITHM', () => forge(key, { kid: key.kid }, claims())],
  ['a good RS256 signature where only ES256 is trusted', 'VNEID_ALGORITHM', () => headed({ alg: 'RS256' })],
  ['an RSA key for ES256', 'VNEID_SIGNATURE', () => forge(rsaKey, { ...header, kid: 'vneid-rsa' }, claims())],
  [
    'a key of another curve for ES256',
    'VNEID_SIGNATURE',
    () => forge(p384, { ...header, kid: 'vneid-384' }, claims()),
  ],
  [
    'a key published for encryption',
    'VNEID_SIGNATURE',
    () => forge(forEncryption, { ...header, kid: 'vneid-enc' }, claims()),
  ],
  [
    'a key published for another operation',
    'VNEID_SIGNATURE',
    () => forge(forDerivation, { ...header, kid: 'vneid-ops' }, claims()),
  ],
];

const headers: readonly Attack[] = [
  ['an embedded jwk', 'VNEID_HEADER', () => luring({ jwk: attacker.jwk })],
  ['a jku of the attacker', 'VNEID_HEADER', () => luring({ jku: `${trap.url}/jwks` })],
  ['an x5u of the attacker', 'VNEID_HEADER', () => luring({ x5u: `${trap.url}/cert.pem` })],
  ['an x5c of the attacker', 'VNEID_HEADER', () => luring({ x5c: ['MIIB'] })],
  ['crit with an unknown extension', 'VNEID_HEADER', () => headed({ crit: ['exp'], exp: 1 })],
  ['an empty crit', 'VNEID_HEADER', () => headed({ crit: [] })],
  ['b64: false', 'VNEID_HEADER', () => headed({ b64: false, crit: ['b64'] })],
  ['b64: false without crit', 'VNEID_HEADER', () => headed({ b64: false })],
  ['compression', 'VNEID_HEADER', () => headed({ zip: 'DEF' })],
  ['a token inside the token', 'VNEID_HEADER', () => forge(key, { ...header, cty: 'JWT' }, good())],
  ['the type of an access token', 'VNEID_HEADER', () => headed({ typ: 'at+jwt' })],
  ['the type of a logout token', 'VNEID_HEADER', () => headed({ typ: 'application/logout+jwt' })],
  ['a type that is no text', 'VNEID_HEADER', () => headed({ typ: { JWT: true } })],
  ['a kid that is a path', 'VNEID_SIGNATURE', () => luring({ kid: '../../../../dev/null' })],
  ['a kid that is an address', 'VNEID_SIGNATURE', () => luring({ kid: `${trap.url}/key` })],
  ['a kid that is SQL', 'VNEID_SIGNATURE', () => luring({ kid: "x' UNION SELECT 'secret" })],
  ['a kid that is a name of every object', 'VNEID_SIGNATURE', () => luring({ kid: '__proto__' })],
  ['a kid that is a number', 'VNEID_HEADER', () => luring({ kid: 1 })],
  ['a kid of great length', 'VNEID_HEADER', () => luring({ kid: 'k'.repeat(1_000) })],
  [
    'no kid, where several keys could fit',
    'VNEID_SIGNATURE',
    () => forge(attacker, { alg: 'ES256' }, claims()),
  ],
  [
    'alg twice, the first one none',
    'VNEID_MALFORMED',
    () => forge(key, '{"alg":"none","kid":"vneid-1","alg":"ES256"}', claims()),
  ],
];

const shapes: readonly Attack[] = [
  ['nothing', 'VNEID_MALFORMED', () => ''],
  ['dots alone', 'VNEID_MALFORMED', () => '..'],
  ['four parts', 'VNEID_MALFORMED', () => `${good()}.AAAA`],
  ['five parts', 'VNEID_MALFORMED', () => `${good()}.AAAA.AAAA`],
  ['JSON serialization, flattened', 'VNEID_MALFORMED', () => json(false)],
  ['JSON serialization, general', 'VNEID_MALFORMED', () => json(true)],
  ['a blank before it', 'VNEID_MALFORMED', () => ` ${good()}`],
  ['a newline behind it', 'VNEID_MALFORMED', () => `${good()}\n`],
  [
    'a newline within the signature',
    'VNEID_MALFORMED',
    () => withPart(good(), 2, (part) => `${part.slice(0, 9)}\n${part.slice(9)}`),
  ],
  ['a blank within the header', 'VNEID_MALFORMED', () => withPart(good(), 0, (part) => `${part} `)],
  ['a zero byte within the payload', 'VNEID_MALFORMED', () => withPart(good(), 1, (part) => `${part}\0`)],
  ['padding behind the signature', 'VNEID_MALFORMED', () => `${good()}==`],
  [
    'a signature in base64 with + and /',
    'VNEID_MALFORMED',
    () => withPart(good(), 2, (part) => `+/${part.slice(2)}`),
  ],
  ['other trailing bits of the signature', 'VNEID_MALFORMED', () => withPart(good(), 2, withTrailingBits)],
  ['a byte order mark', 'VNEID_MALFORMED', () => forge(key, header, `\uFEFF${text(claims())}`)],
  [
    'bytes that are no UTF-8',
    'VNEID_MALFORMED',
    () => forge(key, header, Buffer.from('{"jti":"\xff"}', 'latin1')),
  ],
  ['a payload that is a list', 'VNEID_MALFORMED', () => forge(key, header, '[]')],
  ['a payload that is null', 'VNEID_MALFORMED', () => forge(key, header, 'null')],
  ['a number of a person twice', 'VNEID_MALFORMED', () => withMember('"citizenPid":"001190000025"')],
  [
    'the second one written with an escape',
    'VNEID_MALFORMED',
    () => withMember('"citizen\\u0050id":"001190000025"'),
  ],
  ['a member twice, deep inside', 'VNEID_MALFORMED', () => withMember('"address":{"a":[{"b":1,"b":2}]}')],
  [
    'JSON nested a thousand deep',
    'VNEID_MALFORMED',
    () => withMember(`"x":${'['.repeat(1_000)}${']'.repeat(1_000)}`),
  ],
  ['a megabyte of claims', 'VNEID_MALFORMED', () => good({ photo: 'A'.repeat(1_000_000) })],
];

const signatures: readonly Attack[] = [
  ['an empty signature', 'VNEID_SIGNATURE', () => withPart(good(), 2, () => '')],
  ['half a signature', 'VNEID_SIGNATURE', () => resigned('ieee-p1363', (bytes) => bytes.subarray(0, 32))],
  [
    'a signature with a byte more',
    'VNEID_SIGNATURE',
    () => resigned('ieee-p1363', (bytes) => Buffer.concat([bytes, Buffer.of(0)])),
  ],
  ['a signature in DER', 'VNEID_SIGNATURE', () => resigned('der')],
  ['r = s = 0 (psychic signature)', 'VNEID_SIGNATURE', () => resigned('ieee-p1363', () => Buffer.alloc(64))],
  [
    'one bit of the signature turned',
    'VNEID_SIGNATURE',
    () =>
      resigned('ieee-p1363', (bytes) => Buffer.from(bytes.map((byte, at) => (at === 5 ? byte ^ 1 : byte)))),
  ],
  [
    'the signature of another token',
    'VNEID_SIGNATURE',
    () => withPart(good(), 2, () => good().split('.')[2] ?? ''),
  ],
  [
    'the claims of another token',
    'VNEID_SIGNATURE',
    () => withPart(good(), 1, () => base64url(claims({ citizenPid: '001190000025' }))),
  ],
  [
    'the header of another token',
    'VNEID_SIGNATURE',
    () => withPart(good(), 0, () => base64url({ ...header, typ: 'jwt' })),
  ],
  ['a forger under a known id', 'VNEID_SIGNATURE', () => luring({})],
];

const contents: readonly Attack[] = [
  ['another issuer', 'VNEID_ISSUER', () => good({ iss: 'https://vneid.example.vn.evil.example' })],
  ['an issuer with a slash more', 'VNEID_ISSUER', () => good({ iss: `${trusted.issuer}/` })],
  ['a list of issuers', 'VNEID_ISSUER', () => good({ iss: [trusted.issuer] })],
  ['another audience', 'VNEID_AUDIENCE', () => good({ aud: 'other' })],
  ['the audience of another facility', 'VNEID_AUDIENCE', () => good({ aud: `tiep-don/${ELSEWHERE}` })],
  ['the placeholder itself for an audience', 'VNEID_AUDIENCE', () => good({ aud: 'tiep-don/{facility}' })],
  ['an audience that only begins like ours', 'VNEID_AUDIENCE', () => good({ aud: 'tiep-don/99003x' })],
  ['no audience in the list', 'VNEID_AUDIENCE', () => good({ aud: [] })],
  ['expired', 'VNEID_EXPIRED', () => good({ exp: secondsFromNow(-10) })],
  ['an end that is text', 'VNEID_CLAIMS', () => good({ exp: '9999999999' })],
  [
    'an end at infinity',
    'VNEID_LIFETIME',
    () => forge(key, header, text(claims({ exp: 0 })).replace('"exp":0', '"exp":1e999')),
  ],
  ['a life of a year', 'VNEID_LIFETIME', () => good({ exp: secondsFromNow(31_536_000) })],
  ['issued too long ago', 'VNEID_AGE', () => good({ iat: secondsFromNow(-700) })],
  ['issued in the future', 'VNEID_NOT_YET_VALID', () => good({ iat: secondsFromNow(60) })],
  ['not valid yet', 'VNEID_NOT_YET_VALID', () => good({ nbf: secondsFromNow(60) })],
  ['a beginning that is text', 'VNEID_NOT_YET_VALID', () => good({ nbf: '0' })],
  ...['iss', 'aud', 'exp', 'iat', 'jti', 'citizenPid', 'fullName', 'birthDate'].map((name): Attack => [
    `no ${name}`,
    'VNEID_CLAIMS',
    () => good({ [name]: undefined }),
  ]),
  ['an empty jti', 'VNEID_CLAIMS', () => good({ jti: '' })],
  ['a jti that is a list', 'VNEID_CLAIMS', () => good({ jti: ['a'] })],
  ['a nonce that is a number', 'VNEID_CLAIMS', () => good({ nonce: 1 })],
  ['a number of a person that is a number', 'VNEID_CLAIMS', () => good({ citizenPid: 1190000017 })],
  ['a name longer than names are', 'VNEID_CLAIMS', () => good({ fullName: 'A'.repeat(3_000) })],
];

/** Each gives the second of two uses, the first of which was in order. */
const used = async (token: string, at = HERE): Promise<string> => {
  expect(await verify(token, at)).toMatchObject({ ok: true });
  return token;
};
const sameId = randomUUID();

const uses: readonly Attack[] = [
  ['the same token again', 'VNEID_REPLAYED', () => used(good())],
  ['the same token, used at another facility', 'VNEID_REPLAYED', () => used(good(), ELSEWHERE)],
  [
    'another token of the same id',
    'VNEID_REPLAYED',
    async () => {
      await used(good({ jti: sameId }));
      return good({ jti: sameId });
    },
  ],
  ['a nonce nobody gave', 'VNEID_CHALLENGE_UNKNOWN', () => good({ nonce: 'AAAA' })],
  ['an empty nonce', 'VNEID_CHALLENGE_UNKNOWN', () => good({ nonce: '' })],
  [
    'the nonce of another facility',
    'VNEID_CHALLENGE_UNKNOWN',
    async () => good({ nonce: (await issueChallenge(ELSEWHERE)).nonce }),
  ],
  [
    'a nonce that was used',
    'VNEID_CHALLENGE_UNKNOWN',
    async () => {
      const { nonce } = await issueChallenge(HERE);
      await used(good({ nonce }));
      return good({ nonce });
    },
  ],
  [
    'a nonce that has expired',
    'VNEID_CHALLENGE_UNKNOWN',
    async () => {
      clock.ahead = -121_000;
      const { nonce } = await issueChallenge(HERE);
      clock.ahead = 0;
      return good({ nonce });
    },
  ],
];

describe.each([
  ['algorithm', algorithms],
  ['header', headers],
  ['shape', shapes],
  ['signature', signatures],
  ['content', contents],
  ['use', uses],
])('attacks by %s', (_by, attacks) => {
  it.each(attacks)('%s: %s', async (_name, fault, token) => {
    expect(await verify(await token(), HERE)).toStrictEqual({ ok: false, error: fault });
    expect(trap.requests).toStrictEqual([]);
  });
});

describe('an issuer whose tokens have a type and answer a challenge', () => {
  const typed = { ...header, typ: 'vneid+jwt' };
  it('is believed when they do', async () => {
    const { nonce } = await issueChallenge(HERE);
    expect(await strict(forge(key, typed, claims({ nonce })), HERE)).toMatchObject({ ok: true });
  });
  it.each<[string, VneidFault, () => string]>([
    ['without a nonce', 'VNEID_CHALLENGE_REQUIRED', () => forge(key, typed, claims())],
    ['of the usual type', 'VNEID_HEADER', () => good()],
    ['without a type', 'VNEID_HEADER', () => forge(key, { alg: 'ES256', kid: key.kid }, claims())],
  ])('is not with one %s', async (_how, fault, token) => {
    expect(await strict(token(), HERE)).toStrictEqual({ ok: false, error: fault });
  });
});

it('checked and not spent, a token and its nonce are still good; spent once, they are no more', async () => {
  const { nonce } = await issueChallenge(HERE);
  const token = good({ nonce });
  expect([await check(token, HERE), await check(token, HERE)]).toMatchObject([{ ok: true }, { ok: true }]);
  expect(await verify(token, HERE)).toMatchObject({ ok: true });
  expect(await verify(token, HERE)).toStrictEqual({ ok: false, error: 'VNEID_CHALLENGE_UNKNOWN' });
});

it('of twenty that were checked before any was spent one is admitted', async () => {
  const token = good();
  const checked = await Promise.all(Array.from({ length: 20 }, () => check(token, HERE)));
  const tokens = checked.flatMap((each) => (each.ok ? [each.value] : []));
  const faults = await Promise.all(tokens.map((each) => each.spend()));
  expect(faults).toHaveLength(20);
  expect(faults.filter((fault) => fault === null)).toHaveLength(1);
  expect(new Set(faults)).toStrictEqual(new Set([null, 'VNEID_REPLAYED']));
});

it('of twenty at once with the same token one is admitted', async () => {
  const token = good();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => verify(token, HERE)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});

it('of twenty at once with the same nonce one is admitted', async () => {
  const { nonce } = await issueChallenge(HERE);
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => verify(good({ nonce }), HERE)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
});
