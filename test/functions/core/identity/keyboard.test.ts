import { describe, expect, it } from 'vitest';

import { undoInputMethod } from '../../../../functions/core/identity/keyboard.ts';

const readings = (payload: string, field = payload): string[] =>
  undoInputMethod(payload)(field).map(({ hex, repair }) => `${hex} ${repair ?? 'as it is'}`);

describe('hex digits', () => {
  it.each([
    ['c490e1baa7', ['c490e1baa7 as it is']],
    ['C490E1BAA7', ['c490e1baa7 as it is']],
    ['', [' as it is']],
    // A dash in the facility is no letter of an input method.
    ['c490 99 – 001', ['c490 99 – 001 as it is']],
  ])('that no input method touched are read as they are: %j', (payload, expected) => {
    expect(readings(payload)).toStrictEqual(expected);
  });

  it.each([
    ['e1bâb', 'e1baab'],
    ['e1BÂB', 'e1baab'],
    ['6ê1bâb e1', '6ee1baab e1'],
    ['e1 c6à', 'e1 c6af'],
    ['e1 6đ', 'e1 6dd'],
    ['e1 bầ', 'e1 baaf'],
  ])('are what Telex changed, where VNI would have changed more: %s', (payload, hex) => {
    expect(readings(payload)).toStrictEqual([`${hex} QR_TELEX_REPAIRED`]);
  });

  it('of one field may be untouched where another was changed', () => {
    expect(readings('c3aa|e1bâ', 'c3b4')).toStrictEqual(['c3b4 as it is']);
  });

  it.each([
    ['ébb8b è0', ['e1bb8b e20']],
    ['54ébaá 6è0', ['54e1baa1 6e20']],
    ['44đ0 è0', ['44d90 e20']],
    // The key of the circumflex may have come before the key of the tone, or behind.
    ['ấ è0', ['a61 e20', 'a16 e20']],
  ])('are what VNI changed, where its 0 took nothing away: %s', (payload, expected) => {
    expect(readings(payload)).toStrictEqual(expected.map((hex) => `${hex} QR_VNI_REPAIRED`));
  });

  it.each([
    ['where VNI may have taken digits away', 'ébb8b56c4836e'],
    ['that could be read in too many ways', `è0${'ấ'.repeat(10)}`],
  ])('are not guessed %s', (_why, payload) => {
    expect(readings(payload)).toStrictEqual([]);
  });
});
