import * as fc from 'fast-check';
import { expect, it } from 'vitest';

import { undoMojibake } from '../../../../functions/core/identity/mojibake.ts';
import { vietnameseName } from '../../../support/arbitraries.ts';

it.each([
  ['Nguyá»…n VÄƒn Thá»\u00AD', 'Nguyễn Văn Thử'],
  ['Tráº§n Thá»‹ Máº«u', 'Trần Thị Mẫu'],
  ['Ná»¯', 'Nữ'],
  ['Ä\u0090á»\u0081', 'Đề'],
  ['\u00C4\u0090\u00E1\u00BB\u0085', 'Đễ'],
  ['\u00C3\u00A0|\u00E1\u00BA\u0085', 'à|ẅ'],
])('%j is %s', (mojibake, text) => {
  expect(undoMojibake(mojibake)).toBe(text);
});

it.each([
  ['text that is right', 'Trần Thị Mẫu'],
  ['text that is right, of letters every code page has', 'Lê Hà Ý'],
  ['plain text', 'Nguyen Van Thu'],
  ['nothing', ''],
  ['a dropped byte', 'Ä\u0090áº·ng Thá»‹ Ä'],
  ['a dropped byte before another letter', 'Äáº·ng'],
  ['bytes changed by capitals', 'TRÁº§N'],
  ['a letter of no code page', 'Tráº§n ễ'],
  ['an overlong form', '\u00C1\u0081'],
  ['a surrogate', '\u00ED\u00A0\u0080'],
])('is not guessed from %s', (_what, text) => {
  expect(undoMojibake(text)).toBeNull();
});

it('undoes what CP1252 and Latin-1 do to any name', () => {
  fc.assert(
    fc.property(vietnameseName, fc.constantFrom('windows-1252', 'latin1'), (name, encoding) => {
      const bytes = Buffer.from(name, 'utf8');
      const typed =
        encoding === 'latin1' ? bytes.toString('latin1') : new TextDecoder(encoding).decode(bytes);
      expect(undoMojibake(typed) ?? typed).toBe(name);
    }),
  );
});
