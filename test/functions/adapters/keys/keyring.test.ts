import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createKeyring, keyedHash, type Keyring } from '../../../../functions/adapters/keys/keyring.ts';
import { testKeyring } from '../../../support/keyring.ts';

const november = (): Date => new Date('2026-11-21T01:15:00Z');

/** A keyring in November, the names it asks for, and the keys there are. */
function keyringOver(made: Set<string>): { readonly keyring: Keyring; readonly asked: string[] } {
  const asked: string[] = [];
  const open = (name: string): Promise<Buffer> => {
    asked.push(name);
    return made.has(name) ? Promise.resolve(Buffer.from(name)) : Promise.reject(new Error('no such key'));
  };
  const obtain = (name: string): Promise<Buffer> => {
    made.add(name);
    return open(name);
  };
  return { keyring: createKeyring({ obtain, open }, november), asked };
}

describe('the keyring', () => {
  it('asks for each key once, also when many need it at the same moment', async () => {
    const { keyring, asked } = keyringOver(new Set());
    await Promise.all([keyring.index(), keyring.index(), keyring.current(), keyring.sealing('data-2026-11')]);
    await keyring.current();
    expect(asked.sort()).toStrictEqual(['data-2026-11', 'index']);
  });

  it('makes no key that is asked for by an id from outside, but for the current one', async () => {
    const made = new Set(['data-2026-10']);
    const { keyring } = keyringOver(made);
    expect((await keyring.sealing('data-2026-10')).key.export()).toStrictEqual(Buffer.from('data-2026-10'));
    for (const id of ['data-2026-09', 'data-2026-12', 'index', '']) {
      await expect(keyring.sealing(id)).rejects.toThrow('no such key');
    }
    expect([...made]).toStrictEqual(['data-2026-10']);
    await keyring.sealing('data-2026-11');
    expect([...made]).toStrictEqual(['data-2026-10', 'data-2026-11']);
  });

  it('does not remember a failure', async () => {
    const made = new Set<string>();
    const { keyring } = keyringOver(made);
    await expect(keyring.sealing('data-2026-10')).rejects.toThrow('no such key');
    made.add('data-2026-10');
    expect((await keyring.sealing('data-2026-10')).key.export()).toStrictEqual(Buffer.from('data-2026-10'));
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
