import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';

import { KeysUnavailableError } from '../../../../functions/adapters/tokens/key-cache.ts';
import { createKeySet, type KeySet } from '../../../../functions/adapters/tokens/key-set.ts';
import { createClock } from '../../../support/clock.ts';
import { newKey, sign, type SigningKey, startIssuer } from '../../../support/issuer.ts';
import { replying } from '../../../support/recorder.ts';

const FRESH_MS = 600_000;
const COOLDOWN_MS = 30_000;
const USABLE_MS = 24 * 3_600_000;

const first = await newKey('key-1');
const second = await newKey('key-2', 'RS256');
const issuer = await startIssuer();

/** An instance of ours that has seen nothing yet, an issuer in good health, and a count of fetches since now. */
function start() {
  issuer.publish(first);
  const before = issuer.fetches();
  const clock = createClock();
  const stale = { times: 0 };
  const keys = createKeySet({
    url: issuer.jwksUrl,
    now: clock.now,
    onStale: () => {
      stale.times += 1;
    },
    timeoutMs: 1_000,
  });
  return { keys, clock, stale, fetches: () => issuer.fetches() - before };
}

const verify = async (keys: KeySet, key: SigningKey, kid = key.kid): Promise<string> => {
  try {
    await jwtVerify(await sign({ ...key, kid }, {}), keys);
    return 'good';
  } catch (error) {
    if (error instanceof KeysUnavailableError) return 'keys unavailable';
    return error instanceof Error ? error.constructor.name : 'no Error';
  }
};

const many = (count: number, check: (index: number) => Promise<string>): Promise<Set<string>> =>
  Promise.all(Array.from({ length: count }, (_, index) => check(index))).then((found) => new Set(found));

describe('an issuer’s keys', () => {
  it('are fetched once for fifty who come at a cold start', async () => {
    const { keys, fetches, stale } = start();
    expect(await many(50, () => verify(keys, first))).toStrictEqual(new Set(['good']));
    expect([fetches(), stale.times]).toStrictEqual([1, 0]);
  });

  it('are used without asking while they are fresh, and fetched again afterwards', async () => {
    const { keys, clock, fetches, stale } = start();
    await verify(keys, first);
    clock.advance(FRESH_MS - 1);
    expect([await verify(keys, first), fetches()]).toStrictEqual(['good', 1]);
    clock.advance(1);
    expect([await verify(keys, first), fetches(), stale.times]).toStrictEqual(['good', 2, 0]);
  });

  it('may rotate: a token of the new key is good after one fetch, one of the old key no more', async () => {
    const { keys, clock, fetches } = start();
    await verify(keys, first);
    issuer.publish(second);
    clock.advance(COOLDOWN_MS);
    expect([await verify(keys, second), fetches()]).toStrictEqual(['good', 2]);
    expect(await verify(keys, first)).toBe('JWKSNoMatchingKey');
  });

  it('are not fetched for unknown key ids more than once in a cooldown, however many come', async () => {
    const { keys, clock, fetches } = start();
    await verify(keys, first);
    const burst = (): Promise<Set<string>> => many(50, (index) => verify(keys, first, `unknown-${index}`));
    expect([await burst(), fetches()]).toStrictEqual([new Set(['JWKSNoMatchingKey']), 1]);
    clock.advance(COOLDOWN_MS);
    expect([await burst(), fetches()]).toStrictEqual([new Set(['JWKSNoMatchingKey']), 2]);
    clock.advance(COOLDOWN_MS - 1);
    expect([await burst(), fetches()]).toStrictEqual([new Set(['JWKSNoMatchingKey']), 2]);
  });

  it('under a known id do not help a forged signature', async () => {
    const { keys, fetches } = start();
    const forger = await newKey('key-1');
    expect([await verify(keys, forger), fetches()]).toStrictEqual(['JWSSignatureVerificationFailed', 1]);
  });
});

describe.each([
  ['answers 503', replying(503, 'busy')],
  ['answers with a page', replying(200, '<html></html>')],
  ['answers other JSON', replying(200, '{"keys":"none"}')],
  ['answers keys of no kind', replying(200, '{"keys":[{"kid":"key-1"}]}')],
  ['leads elsewhere', replying(302, '', { location: 'https://elsewhere.invalid/' })],
  ['drops the connection', (_request: unknown, response: { destroy: () => unknown }) => response.destroy()],
])('an issuer that %s', (_how, failure) => {
  it('leaves the last good keys in use, said to be stale, until they are a day old', async () => {
    const { keys, clock, stale } = start();
    await verify(keys, first);
    issuer.breakDown(failure);
    clock.advance(FRESH_MS);
    expect([await verify(keys, first), stale.times]).toStrictEqual(['good', 1]);
    clock.advance(USABLE_MS - FRESH_MS - 1);
    expect([await verify(keys, first), stale.times]).toStrictEqual(['good', 2]);
    clock.advance(1);
    expect([await verify(keys, first), stale.times]).toStrictEqual(['keys unavailable', 2]);
  });

  it('is not hammered, neither before the first good answer nor after', async () => {
    const { keys, clock, fetches } = start();
    issuer.breakDown(failure);
    const burst = (): Promise<Set<string>> => many(20, () => verify(keys, first));
    expect([await burst(), fetches()]).toStrictEqual([new Set(['keys unavailable']), 1]);
    clock.advance(COOLDOWN_MS - 1);
    expect([await burst(), fetches()]).toStrictEqual([new Set(['keys unavailable']), 1]);
    clock.advance(1);
    issuer.publish(first);
    expect([await burst(), fetches()]).toStrictEqual([new Set(['good']), 2]);
    clock.advance(FRESH_MS);
    issuer.breakDown(failure);
    expect([await burst(), await burst(), fetches()]).toStrictEqual([
      new Set(['good']),
      new Set(['good']),
      3,
    ]);
  });

  it('that recovers serves fresh keys again', async () => {
    const { keys, clock, stale } = start();
    await verify(keys, first);
    issuer.breakDown(failure);
    clock.advance(FRESH_MS);
    await verify(keys, first);
    issuer.publish(second);
    clock.advance(COOLDOWN_MS);
    expect([await verify(keys, second), stale.times]).toStrictEqual(['good', 1]);
  });
});

describe('an issuer that hangs', () => {
  it('is left after the time-out', async () => {
    issuer.breakDown(() => undefined);
    const keys = createKeySet({
      url: issuer.jwksUrl,
      now: createClock().now,
      onStale: () => undefined,
      timeoutMs: 50,
    });
    expect(await verify(keys, first)).toBe('keys unavailable');
  });
});
