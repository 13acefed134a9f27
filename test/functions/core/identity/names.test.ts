import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { foldName, isPlausibleName, tidyName } from '../../../../functions/core/identity/names.ts';
import { people } from '../../../../local/people/people.ts';
import { vietnameseName } from '../../../support/arbitraries.ts';

const ETH = '\u00D0';
const D_WITH_STROKE = '\u0110';

describe('a tidy name', () => {
  it('has single blanks and none around, and keeps its case', () => {
    expect(tidyName('  Đỗ \t Thị\u00A0 MẪU\n')).toBe('Đỗ Thị MẪU');
  });

  it('is the same from composed and decomposed letters', () => {
    fc.assert(
      fc.property(vietnameseName, (name) => {
        expect(tidyName(name.normalize('NFD'))).toBe(tidyName(name));
        expect(tidyName(name)).toBe(name.normalize('NFC'));
      }),
    );
  });
});

describe('names compared', () => {
  it.each([
    ['case', 'ĐỖ THỊ MẪU', 'đỗ thị mẫu'],
    ['surplus blanks', 'Đỗ  Thị Mẫu ', 'Đỗ Thị Mẫu'],
    ['decomposed letters', 'Đỗ Thị Mẫu'.normalize('NFD'), 'Đỗ Thị Mẫu'.normalize('NFC')],
    ['the look-alike capital Ð', `${ETH}ỗ Thị Mẫu`, `${D_WITH_STROKE}ỗ Thị Mẫu`],
    ['the look-alike small ð', '\u00F0ỗ thị mẫu', '\u0111ỗ thị mẫu'],
  ])('are equal whatever their %s', (_difference, one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  it.each([
    ['marks', 'Đỗ Thị Mẫu', 'Đỗ Thị Mậu'],
    ['a missing mark', 'Đỗ Thị Mẫu', 'Đỗ Thị Mâu'],
    ['Đ and D', 'Đỗ Thị Mẫu', 'Dỗ Thị Mẫu'],
    ['word boundaries', 'Đỗ Thị Mẫu', 'Đỗ ThịMẫu'],
  ])('differ by %s', (_difference, one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });

  it('fold once: folding what is folded changes nothing', () => {
    fc.assert(
      fc.property(vietnameseName, (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name));
        expect(foldName(name.normalize('NFD'))).toBe(foldName(name));
      }),
    );
  });
});

describe('a plausible name', () => {
  it.each(people)('is that of $id', ({ fullName }) => {
    expect(isPlausibleName(fullName)).toBe(true);
    expect(isPlausibleName(fullName.normalize('NFD'))).toBe(true);
    expect(isPlausibleName(fullName.toUpperCase())).toBe(true);
  });

  it.each(["H'Thỉm Ê-ban", 'Y. Thử', 'K’Mẫu', 'a'.repeat(255)])('may be %s', (name) => {
    expect(isPlausibleName(name)).toBe(true);
  });

  it.each([
    ['empty', ''],
    ['blank', ' \t'],
    ['digits', '17021990'],
    ['digits in it', 'Đỗ Thị Mẫu 2'],
    ['marks of the scanner', 'Đỗ|Thị'],
    ['mojibake', 'Tráº§n Thá»‹ Máº«u'],
    ['punctuation only', '.-'],
    ['question marks for letters', 'Nguy?n V?n Th?'],
    ['control characters', 'Đỗ\u0000Thị'],
    ['too long for the claim file', 'a'.repeat(256)],
  ])('is not %s', (_what, name) => {
    expect(isPlausibleName(name)).toBe(false);
  });
});
