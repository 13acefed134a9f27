import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { seal, unseal } from '../../../../functions/adapters/keys/sealing.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { person } from '../../../support/samples.ts';

const keyring = testKeyring();
const place = '99001|lookup#1|lookup';

describe('what is sealed', () => {
  it('opens in its place, whatever JSON it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.string(), async (value, somewhere) => {
        const json: unknown = JSON.parse(JSON.stringify(value));
        expect(await unseal(keyring, await seal(keyring, json, somewhere), somewhere)).toStrictEqual(json);
      }),
    );
  });

  it('shows nothing of itself', async () => {
    const { bytes } = await seal(keyring, person, place);
    expect(Buffer.from(bytes).toString('utf8')).not.toMatch(/001190000017|Mẫu|fullName/);
  });

  it('never looks the same twice', async () => {
    const seals = await Promise.all(Array.from({ length: 20 }, () => seal(keyring, person, place)));
    expect(new Set(seals.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size).toBe(20);
  });

  it('does not open when any one bit was changed', async () => {
    const { keyId, bytes } = await seal(keyring, person, place);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async (bit) => {
        const altered = Uint8Array.from(bytes, (byte, at) =>
          at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
        );
        await expect(unseal(keyring, { keyId, bytes: altered }, place)).rejects.toThrow();
      }),
    );
  });

  it.each([0, 11, 12, 27, 28, 40])('does not open when cut to %i bytes', async (length) => {
    const { keyId, bytes } = await seal(keyring, person, place);
    await expect(unseal(keyring, { keyId, bytes: bytes.subarray(0, length) }, place)).rejects.toThrow();
  });

  it.each(['99002|lookup#1|lookup', '99001|lookup#2|lookup', '99001|lookup#1|kept', ''])(
    'does not open in another place: %j',
    async (elsewhere) => {
      const sealed = await seal(keyring, person, place);
      await expect(unseal(keyring, sealed, elsewhere)).rejects.toThrow();
    },
  );

  it('does not open with another key', async () => {
    const sealed = await seal(keyring, person, place);
    await expect(unseal(testKeyring(undefined, 'another'), sealed, place)).rejects.toThrow();
    await expect(unseal(keyring, { ...sealed, keyId: 'data-2026-10' }, place)).rejects.toThrow();
  });

  it('opens in a later month with the key it was sealed with', async () => {
    let now = new Date('2026-11-30T23:59:59Z');
    const turning = testKeyring(() => now);
    const november = await seal(turning, person, place);
    now = new Date('2026-12-01T00:00:00Z');
    const december = await seal(turning, person, place);
    expect([november.keyId, december.keyId]).toStrictEqual(['data-2026-11', 'data-2026-12']);
    expect(await unseal(turning, november, place)).toStrictEqual(person);
  });
});
