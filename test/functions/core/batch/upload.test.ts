import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { itemLines, ndjsonLines } from '../../../../functions/core/batch/upload.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, broke = false) =>
  ndjsonLines(bytes(text), broke).map(({ line, value }) => [line, value.ok ? value.value : value.error]);

describe('the lines of an upload', () => {
  it('are numbered with the blank ones, which are left out', () => {
    expect(read('{"a":1}\n\n \t\r\n{"b":2}\r\n')).toEqual([
      [1, { a: 1 }],
      [4, { b: 2 }],
    ]);
  });

  it('begin behind a byte order mark', () => {
    expect(read('\uFEFF{"a":1}')).toEqual([[1, { a: 1 }]]);
  });

  it('are malformed one by one, also where they are not UTF-8', () => {
    const latin = Uint8Array.of(0x22, 0xe9, 0x22, 0x0a);
    expect(read('a;b\n{"a":1}\n')).toEqual([
      [1, 'malformed-json'],
      [2, { a: 1 }],
    ]);
    expect(ndjsonLines(latin, false)).toEqual([{ line: 1, value: { ok: false, error: 'malformed-json' } }]);
  });

  it('are too long beyond 8 kB', () => {
    const within = `"${'x'.repeat(8190)}"`;
    expect(read(`${within}\n${within}x\n1`)).toEqual([
      [1, 'x'.repeat(8190)],
      [2, 'line-too-long'],
      [3, 1],
    ]);
    const items = itemLines(['x'.repeat(8190), 'x'.repeat(8191)]);
    expect(items.map(({ value }) => value.ok)).toEqual([true, false]);
  });

  it('are too long also where they are nested deeper than can be written down', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(itemLines([deep])).toEqual([{ line: 1, value: { ok: false, error: 'line-too-long' } }]);
  });
});

describe('an upload that broke off', () => {
  it('names the line in which it did', () => {
    expect(read('{"a":1}\n{"b":')).toEqual([
      [1, { a: 1 }],
      [2, 'cut-off'],
    ]);
    expect(read('{"a":1}\n{"b":', true)).toEqual(read('{"a":1}\n{"b":'));
  });

  it.each([['{"a":1}\n'], ['{"a":1}']])('between two lines names the one that is missing: %j', (text) => {
    expect(read(text, true)).toEqual([
      [1, { a: 1 }],
      [2, 'cut-off'],
    ]);
  });

  it('before its first byte names the first line', () => {
    expect(read('', true)).toEqual([[1, 'cut-off']]);
  });
});

describe('any bytes', () => {
  const chunk = fc.oneof(
    fc.json().map(bytes),
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(bytes(''), bytes('  '), bytes(`"${'x'.repeat(8200)}"`)),
  );

  it('are lines of ascending number, one for each that is not blank', () => {
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 30 }), (parts) => {
        const sent = Buffer.concat(parts.flatMap((part) => [part, bytes('\n')]));
        const rows = sent.toString('latin1').split('\n').slice(0, -1);
        const expected = rows.flatMap((row, index) => (isBlank(row) ? [] : [index + 1]));
        expect(ndjsonLines(sent, false).map(({ line }) => line)).toEqual(expected);
      }),
    );
  });

  /** As UTF-8: what is no text is not blank either. */
  function isBlank(row: string): boolean {
    const text = Buffer.from(row, 'latin1').toString('utf8');
    return text.replace(/^\uFEFF/, '').trim() === '' && !text.includes('\uFFFD');
  }
});
