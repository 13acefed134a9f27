import { expect, it } from 'vitest';

import { stripSeparators, trimEnds } from '../../../functions/core/text.ts';

it.each([
  ['001 190 000 017', '001190000017'],
  ['DN-4-99-9900000017', 'DN4999900000017'],
  ['99.0000_0017', '9900000017'],
  ['\u00A0001190000017\t\r\n', '001190000017'],
  ['001/190', '001/190'],
  ['', ''],
])('leaves of %j what is no separator', (typed, rest) => {
  expect(stripSeparators(typed)).toBe(rest);
});

it.each([
  ['  001 ', ' ', '001'],
  ['\r\n001\t', '\t\r\n', '001'],
  ['0 01', ' ', '0 01'],
  ['   ', ' ', ''],
  ['', ' ', ''],
  ['\u00A0001', ' ', '\u00A0001'],
])('cuts off both ends of %j only what is given: %j', (text, edge, rest) => {
  expect(trimEnds(text, edge)).toBe(rest);
});
