import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createKeyring, keyedHash } from '../../../../functions/adapters/keys/keyring.ts';
import { testKeyring } from '../../../support/keyring.ts';

const november = (): Date => new Date('2026-11-21T01:15:00Z');

describe('the keyring', () => {
  it('asks for each key once, also when many need it at the same moment', async () => {
    const asked: string[] = [];
    const keyring = createKeyring(
      {
        obtain: (name) => {
          asked.push(name);
          return Promise.resolve(Buffer.from(name));
        },
      },
      november,
    );
    await Promise.all([keyring.index(), keyring.index(), keyring.current(), keyring.sealing('data-2026-11')]);
    await keyring.current();
    expect(asked.sort()).toStrictEqual(['data-2026-11', 'index']);
  });

  it('does not remember a failure', async () => {
    let fails = true;
    const keyring = createKeyring(
      {
        obtain: (name) =>
          fails ? Promise.reject(new Error('KMS is away')) : Promise.resolve(Buffer.from(name)),
      },
      november,
    );
    await expect(keyring.index()).rejects.toThrow('KMS is away');
    fails = false;
    expect((await keyring.index()).export()).toStrictEqual(Buffer.from('index'));
  });
});

describe('a keyed hash', () => {
  const keyring = testKeyring();

  it('is the same for the same parts, and tells nothing of them', async () => {
    const hash = await keyedHash(keyring, ['99001', '001190000017', 'ĐỖ THỊ MẪU']);
    expect(await keyedHash(keyring, ['99001', '001190000017', 'ĐỖ THỊ MẪU'])).toBe(hash);
    expect(hash).toMatch(/^[\w-]{43}$/);
  });

  it('is another under another key', async () => {
    const hash = await keyedHash(keyring, ['99001']);
    expect(await keyedHash(testKeyring(undefined, 'another'), ['99001'])).not.toBe(hash);
  });

  it('never takes one division into parts for another', async () => {
    const parts = fc.array(fc.string({ unit: fc.constantFrom('1', ':', 'Đ', '2'), maxLength: 3 }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(parts, parts, async (one, other) => {
        const areSame = (await keyedHash(keyring, one)) === (await keyedHash(keyring, other));
        expect(areSame).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 300 },
    );
  });
});
