import { describe, expect, it } from 'vitest';

import {
  createIssueChallenge,
  createUseChallenge,
} from '../../../../functions/adapters/dynamodb/challenges.ts';
import { createUseOnce } from '../../../../functions/adapters/dynamodb/single-use.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const clock = createClock();
const stored = { table, keyring: testKeyring(), now: clock.now };
const useOnce = createUseOnce(stored);
const issue = createIssueChallenge(stored);
const useChallenge = createUseChallenge(stored);
const until = new Date('2026-11-21T09:00:00Z');

describe('a mark of a used token', () => {
  it('is of one id of one issuer, and nothing runs over between them', async () => {
    expect(await useOnce({ issuer: 'https://a.example', id: 'one', until })).toBe(true);
    expect(await useOnce({ issuer: 'https://a.example', id: 'one', until })).toBe(false);
    expect(await useOnce({ issuer: 'https://a.example', id: 'two', until })).toBe(true);
    expect(await useOnce({ issuer: 'https://b.example', id: 'one', until })).toBe(true);
    expect(await useOnce({ issuer: 'https://a.exampleone', id: '', until })).toBe(true);
  });

  it('ends with the token and tells nothing of it', async () => {
    await useOnce({ issuer: 'https://a.example', id: '001190000017', until });
    const items = await everyItem(table);
    expect(readable(items)).not.toMatch(/a\.example|001190000017/);
    expect(items.map(({ expiresAt }) => expiresAt?.N)).toContain(String(until.getTime() / 1000));
  });
});

describe('a challenge', () => {
  it('is random, good once, and only for the facility it was given to', async () => {
    const [first, second] = [await issue('99003'), await issue('99003')];
    expect(first.nonce).not.toBe(second.nonce);
    expect(readable(await everyItem(table))).not.toContain(first.nonce);
    expect(await useChallenge('99008', first.nonce)).toBe(false);
    expect(await useChallenge('99003', first.nonce)).toBe(true);
    expect(await useChallenge('99003', first.nonce)).toBe(false);
    expect(await useChallenge('99003', second.nonce)).toBe(true);
  });

  it('is good until two minutes have passed, whether or not it was deleted', async () => {
    const [early, late] = [await issue('99003'), await issue('99003')];
    clock.advance(119_999);
    expect(await useChallenge('99003', early.nonce)).toBe(true);
    clock.advance(1);
    expect(await useChallenge('99003', late.nonce)).toBe(false);
  });
});
