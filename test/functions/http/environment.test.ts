import { afterEach, describe, expect, it, vi } from 'vitest';

import { asymmetricAlgorithms, env, readEnvironment } from '../../../functions/http/environment.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the environment', () => {
  const shape = { CACHE_TABLE: env.required, BUDGET_MS: env.positiveInteger };

  it('is read with its numbers as numbers', () => {
    vi.stubEnv('CACHE_TABLE', 'cache');
    vi.stubEnv('BUDGET_MS', '900');
    expect(readEnvironment(shape)).toStrictEqual({ CACHE_TABLE: 'cache', BUDGET_MS: 900 });
  });

  it.each(['', '0', '-1', '1.5', 'soon'])('names what is wrong and never its value: %j', (value) => {
    vi.stubEnv('CACHE_TABLE', '');
    vi.stubEnv('BUDGET_MS', value);
    const read = (): unknown => readEnvironment(shape);
    expect(read).toThrow('Missing or wrong environment: CACHE_TABLE, BUDGET_MS');
  });
});

describe('the algorithms of tokens', () => {
  it('are a list', () => {
    expect(asymmetricAlgorithms('RS256, ES256,EdDSA')).toStrictEqual(['RS256', 'ES256', 'EdDSA']);
  });

  it.each(['HS256', 'RS256,HS512', 'none', 'None', 'hs256', '', 'RS256,', ' '])(
    'are never symmetric, nor none: %j',
    (list) => {
      expect(() => asymmetricAlgorithms(list)).toThrow('asymmetric');
    },
  );
});
