import { beforeEach, describe, expect, it } from 'vitest';

import { createWebhookStore } from '../../../../functions/adapters/dynamodb/webhooks.ts';
import { createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const clock = createClock();
const webhooks = createWebhookStore({ table, keyring: testKeyring(clock.now), now: clock.now });

const HOUR = 3_600_000;
const url = 'https://his.example.vn/hooks/b7f1';
const secrets = async (): Promise<readonly string[]> => (await webhooks.read('99001'))?.secrets ?? [];

/** Each at a time of its own, by which it is known. */
async function replace(secret: string): Promise<Date> {
  clock.advance(1);
  return webhooks.replace('99001', url, secret);
}

beforeEach(() => webhooks.remove('99001'));

describe('a registration', () => {
  it('is of one facility, and stays until it is removed', async () => {
    const createdAt = await replace('whsec_one');
    expect(await webhooks.read('99001')).toEqual({
      url,
      secrets: ['whsec_one'],
      createdAt,
      lastDelivery: null,
    });
    expect(await webhooks.read('99002')).toBeNull();
    clock.advance(400 * 24 * HOUR);
    expect(await secrets()).toEqual(['whsec_one']);
    await webhooks.remove('99001');
    await webhooks.remove('99001');
    expect(await webhooks.read('99001')).toBeNull();
  });

  it('shows neither address nor secret to who reads the table', async () => {
    await replace('whsec_one');
    const text = readable(await everyItem(table));
    expect(text).not.toMatch(/whsec|his\.example|b7f1/);
  });

  it('lets the secret before it sign for a day more', async () => {
    await replace('whsec_one');
    await replace('whsec_two');
    expect(await secrets()).toEqual(['whsec_two', 'whsec_one']);
    clock.advance(24 * HOUR - 1);
    expect(await secrets()).toEqual(['whsec_two', 'whsec_one']);
    clock.advance(1);
    expect(await secrets()).toEqual(['whsec_two']);
  });

  it('signs with two at most', async () => {
    await replace('whsec_one');
    await replace('whsec_two');
    await replace('whsec_three');
    expect(await secrets()).toEqual(['whsec_three', 'whsec_two']);
  });

  it('is one, whoever else registers at the same moment', async () => {
    await replace('whsec_zero');
    clock.advance(1);
    const [one, two] = ['whsec_one', 'whsec_two'];
    await Promise.allSettled([one, two].map((secret) => webhooks.replace('99001', url, secret)));
    const [newest, before] = await secrets();
    expect([one, two]).toContain(newest);
    expect([one, two, 'whsec_zero']).toContain(before);
    expect(newest).not.toBe(before);
  });
});

describe('a delivery', () => {
  const delivery = (httpStatus: number | null) => ({ at: clock.now(), httpStatus, ok: httpStatus === 200 });

  it.each([200, 500, null])('is noted with its status: %s', async (status) => {
    await replace('whsec_one');
    const read = await webhooks.read('99001');
    if (read === null) throw new Error('It was registered');
    const noted = delivery(status);
    await webhooks.noteDelivery('99001', read, noted);
    expect((await webhooks.read('99001'))?.lastDelivery).toEqual(noted);
  });

  it('of a registration that another has replaced changes nothing, nor removes it', async () => {
    await replace('whsec_one');
    const read = await webhooks.read('99001');
    if (read === null) throw new Error('It was registered');
    await replace('whsec_two');
    await webhooks.noteDelivery('99001', read, delivery(200));
    await webhooks.removeGone('99001', read);
    expect(await webhooks.read('99001')).toMatchObject({
      secrets: ['whsec_two', 'whsec_one'],
      lastDelivery: null,
    });
  });

  it('of one that was removed does not bring it back', async () => {
    await replace('whsec_one');
    const read = await webhooks.read('99001');
    if (read === null) throw new Error('It was registered');
    await webhooks.removeGone('99001', read);
    expect(await webhooks.read('99001')).toBeNull();
    await webhooks.noteDelivery('99001', read, delivery(200));
    expect(await webhooks.read('99001')).toBeNull();
  });
});
