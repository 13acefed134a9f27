import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import { afterAll, describe, expect, it } from 'vitest';

import { createReadSecret } from '../../../../functions/adapters/aws/secret.ts';
import {
  createDecryptionKey,
  type SecretFault,
} from '../../../../functions/adapters/tokens/decryption-keys.ts';
import { KeysUnavailableError } from '../../../../functions/adapters/tokens/key-cache.ts';
import type { DecryptionKey } from '../../../../functions/adapters/tokens/nested-token.ts';
import { startLocalAws } from '../../../../local/aws.ts';
import { createClock } from '../../../support/clock.ts';
import { replying, startRecorder } from '../../../support/recorder.ts';

const FRESH_MS = 300_000;
const COOLDOWN_MS = 30_000;
const USABLE_MS = 3_600_000;
const SECRET = 'arn:aws:secretsmanager:ap-southeast-1:111122223333:secret:VneidKeys-AbCdEf';

const secrets = new Map<string, string>();
const aws = await startLocalAws(secrets);
afterAll(() => aws.close());
const recorder = await startRecorder();

const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid });
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const [first, second, third] = [ec('P-256').privateKey, ec('P-384').privateKey, rsa(2048).privateKey];
const setOf = (...keys: readonly object[]): string => JSON.stringify({ keys });

/** An instance of ours that has loaded nothing yet. */
function start(endpoint = aws.url) {
  const clock = createClock();
  const seen = { reads: 0, stale: 0, faults: new Array<SecretFault>() };
  const readSecret = createReadSecret({
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'of this run' },
    endpoint,
    secretId: SECRET,
  });
  const keyFor = createDecryptionKey({
    readSecret: () => {
      seen.reads += 1;
      return readSecret();
    },
    now: clock.now,
    onStale: () => {
      seen.stale += 1;
    },
    onFault: (fault) => seen.faults.push(fault),
  });
  return { keyFor, clock, seen };
}

const named = (kid?: string, alg: Parameters<DecryptionKey>[0]['alg'] = 'ECDH-ES') => ({ alg, kid });
const isSame = (found: KeyObject | null, key: KeyObject): boolean => found?.equals(key) ?? false;

describe('our keys for encrypted tokens', () => {
  it('are read when the first token needs one, once for fifty at a time', async () => {
    secrets.set(SECRET, setOf(jwk(first, 'key-1')));
    const { keyFor, seen } = start();
    expect(seen.reads).toBe(0);
    const found = await Promise.all(Array.from({ length: 50 }, () => keyFor(named('key-1'))));
    expect([found.every((key) => isSame(key, first)), seen]).toStrictEqual([
      true,
      { reads: 1, stale: 0, faults: [] },
    ]);
  });

  it('are found by the id that the token names; without one, by what its algorithm can mean', async () => {
    secrets.set(SECRET, setOf(jwk(first, 'key-1'), jwk(second, 'key-2'), jwk(third, 'key-3')));
    const { keyFor } = start();
    expect(isSame(await keyFor(named('key-2')), second)).toBe(true);
    expect(isSame(await keyFor(named()), first)).toBe(true);
    expect(isSame(await keyFor(named(undefined, 'RSA-OAEP-256')), third)).toBe(true);
    expect(await keyFor(named('key-9'))).toBeNull();
  });

  it('are read again after five minutes: a key that was taken out opens nothing any more', async () => {
    secrets.set(SECRET, setOf(jwk(first, 'key-1')));
    const { keyFor, clock, seen } = start();
    await keyFor(named('key-1'));
    secrets.set(SECRET, setOf(jwk(second, 'key-2')));
    clock.advance(FRESH_MS - 1);
    expect([isSame(await keyFor(named('key-1')), first), seen.reads]).toStrictEqual([true, 1]);
    clock.advance(1);
    expect([await keyFor(named('key-1')), seen.reads]).toStrictEqual([null, 2]);
  });

  it('may get one more: it is good after one reading, and unknown ids cause no further one in a cooldown', async () => {
    secrets.set(SECRET, setOf(jwk(first, 'key-1')));
    const { keyFor, clock, seen } = start();
    await keyFor(named('key-1'));
    secrets.set(SECRET, setOf(jwk(first, 'key-1'), jwk(second, 'key-2')));
    clock.advance(COOLDOWN_MS);
    expect([isSame(await keyFor(named('key-2')), second), seen.reads]).toStrictEqual([true, 2]);
    const unknown = (index: number) => keyFor(named(`unknown-${index}`));
    const burst = () => Promise.all(Array.from({ length: 50 }, (_, index) => unknown(index)));
    expect([new Set(await burst()), seen.reads]).toStrictEqual([new Set([null]), 2]);
    clock.advance(COOLDOWN_MS);
    expect([new Set(await burst()), seen.reads]).toStrictEqual([new Set([null]), 3]);
  });

  it('serve for an hour while no others can be had, and no longer', async () => {
    secrets.set(SECRET, setOf(jwk(first, 'key-1')));
    const { keyFor, clock, seen } = start();
    await keyFor(named('key-1'));
    secrets.set(SECRET, 'lost');
    clock.advance(USABLE_MS - 1);
    expect(isSame(await keyFor(named('key-1')), first)).toBe(true);
    expect(seen).toStrictEqual({ reads: 2, stale: 1, faults: ['malformed'] });
    clock.advance(1);
    await expect(keyFor(named('key-1'))).rejects.toThrow(KeysUnavailableError);
  });
});

describe('a secret without keys', () => {
  const exported = jwk(first, 'key-1');
  it.each<[string, string]>([
    ['what the stack made it with', 'G}k2)random'],
    ['nothing', ''],
    ['no set', JSON.stringify(exported)],
    ['an empty set', setOf()],
    ['a key without an id', setOf({ ...exported, kid: undefined })],
    ['an empty id', setOf({ ...exported, kid: '' })],
    ['a public key', setOf({ ...exported, d: undefined })],
    ['a key cut short', setOf({ ...exported, x: exported.x?.slice(0, 9) })],
    ['a key for signing alone', setOf(jwk(generateKeyPairSync('ed25519').privateKey, 'key-1'))],
    ['a curve of other trades', setOf(jwk(ec('secp256k1').privateKey, 'key-1'))],
    ['an RSA key that is too short', setOf(jwk(rsa(1024).privateKey, 'key-1'))],
    ['a password', setOf({ kty: 'oct', kid: 'key-1', k: 'c2VjcmV0' })],
    ['one good key among bad ones', setOf(exported, { ...exported, d: undefined })],
  ])('holds %s: unavailable, and nothing of it is told', async (_what, value) => {
    secrets.set(SECRET, value);
    const { keyFor, clock, seen } = start();
    const errors = [await keyFor(named('key-1')).catch((error: unknown) => error)];
    errors.push(await keyFor(named('key-1')).catch((error: unknown) => error));
    expect(errors).toStrictEqual([new KeysUnavailableError(), new KeysUnavailableError()]);
    expect(seen).toStrictEqual({ reads: 1, stale: 0, faults: ['malformed'] });

    secrets.set(SECRET, setOf(exported));
    clock.advance(COOLDOWN_MS);
    expect(isSame(await keyFor(named('key-1')), first)).toBe(true);
  });

  it('is not there: unavailable', async () => {
    secrets.delete(SECRET);
    const { keyFor, seen } = start();
    await expect(keyFor(named('key-1'))).rejects.toThrow(KeysUnavailableError);
    expect(seen.faults).toStrictEqual(['missing']);
  });

  it.each([
    ['refuses', replying(400, '{"__type":"AccessDeniedException"}')],
    ['is busy', replying(503, 'busy')],
    ['answers nonsense', replying(200, 'nonsense')],
  ])('or Secrets Manager %s: unavailable', async (_how, answer) => {
    recorder.answer = answer;
    const { keyFor, seen } = start(recorder.url);
    await expect(keyFor(named('key-1'))).rejects.toThrow(KeysUnavailableError);
    expect(seen.faults).toStrictEqual(['out-of-reach']);
  });

  it('or Secrets Manager is away: unavailable', async () => {
    const { keyFor, seen } = start('http://127.0.0.1:1');
    await expect(keyFor(named('key-1'))).rejects.toThrow(KeysUnavailableError);
    expect(seen.faults).toStrictEqual(['out-of-reach']);
  });
});

it('the call to Secrets Manager is one signed POST that names the secret', async () => {
  recorder.answer = replying(200, JSON.stringify({ SecretString: setOf(jwk(first, 'key-1')) }));
  const { keyFor } = start(recorder.url);
  expect(isSame(await keyFor(named('key-1')), first)).toBe(true);
  const sent = recorder.requests.at(-1);
  expect(sent).toMatchObject({
    method: 'POST',
    path: '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
      'x-amz-security-token': 'of this run',
    },
  });
  expect(JSON.parse(sent?.body ?? '')).toStrictEqual({ SecretId: SECRET });
  expect(sent?.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/ap-southeast-1\/secretsmanager\/aws4_request, .*Signature=[0-9a-f]{64}$/,
  );
});
