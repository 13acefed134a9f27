import { describe, expect, it } from 'vitest';
import { parseStages } from '../../lib/stage-schema.ts';
import { stages } from '../../lib/stages.ts';
import { withEncryptedTokens } from './templates.ts';

const withDev = (changes: object) => () => parseStages({ ...stages, dev: { ...stages.dev, ...changes } });

describe('stage settings', () => {
  it('are accepted as they stand, which is idempotent', () => {
    expect(parseStages(stages)).toEqual(stages);
  });

  it('put a stage in Singapore unless it says otherwise', () => {
    const dev = { ...stages.dev, region: undefined };
    expect(parseStages({ ...stages, dev }).dev.region).toBe('ap-southeast-1');
  });

  it.each([
    [
      'a registry without TLS',
      withDev({ registry: { ...stages.dev.registry, url: 'http://egw.example.vn' } }),
      /https:\/\/ URL[\s\S]*dev\.registry\.url/,
    ],
    ['a budget beyond the promise', withDev({ budgetMs: 5_000 }), /at most 950[\s\S]*dev\.budgetMs/],
    ['an unknown setting', withDev({ budgetms: 900 }), /Unrecognized key: "budgetms"[\s\S]*dev/],
    ['a missing stage', () => parseStages({ dev: stages.dev, staging: stages.staging }), /production/],
    ['an unknown stage', () => parseStages({ ...stages, test: stages.dev }), /test/],
    ['an account that is none', withDev({ account: '123' }), /12-digit[\s\S]*dev\.account/],
    ['no memory for a function', withDev({ memoryMb: { eligibility: 512 } }), /dev\.memoryMb/],
    [
      'a symmetric token algorithm',
      withDev({
        vneid: { issuer: 'https://a.vn', jwksUrl: 'https://a.vn/k', audience: 'x', algorithms: ['HS256'] },
      }),
      /dev\.vneid\.algorithms/,
    ],
    [
      'an envelope nobody knows',
      withDev({ vneid: { ...withEncryptedTokens('dev').vneid, envelope: 'pgp' } }),
      /dev\.vneid\.envelope/,
    ],
    [
      'a question longer than its function',
      withDev({ registry: { ...stages.dev.registry, totalTimeoutMs: 60_000 } }),
      /stopped after 40 s[\s\S]*dev\.registry\.totalTimeoutMs/,
    ],
    [
      'a recheck that the queue cannot hold back',
      withDev({ recheck: { ...stages.dev.recheck, maxSeconds: 1_800 } }),
      /at most 900[\s\S]*dev\.recheck\.maxSeconds/,
    ],
    [
      'a first recheck behind the last',
      withDev({ recheck: { ...stages.dev.recheck, firstSeconds: 600, maxSeconds: 300 } }),
      /must not exceed maxSeconds[\s\S]*dev\.recheck\.firstSeconds/,
    ],
    [
      'no place for the schedule beside the rechecks',
      withDev({ registry: { ...stages.dev.registry, recheckConcurrency: 2 } }),
      /dev\.registry\.recheckConcurrency/,
    ],
    [
      'a connection longer than the question',
      withDev({ registry: { ...stages.dev.registry, connectTimeoutMs: 31_000 } }),
      /must not exceed totalTimeoutMs[\s\S]*dev\.registry\.connectTimeoutMs/,
    ],
  ])('refuse %s, naming it', (_name, parse, message) => {
    expect(parse).toThrow(message);
  });
});
