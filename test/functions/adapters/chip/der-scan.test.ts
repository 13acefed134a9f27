import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isWithin } from '../../../../functions/adapters/chip/der-scan.ts';

const limits = { bytes: 1000, depth: 16, elements: 100, identifiers: 20 };
const scan = (hex: string): boolean => isWithin(limits, Buffer.from(hex.replaceAll(' ', ''), 'hex'));

/** SEQUENCE in SEQUENCE, so many deep. */
function nested(depth: number): Buffer {
  let bytes = Buffer.from([0x05, 0x00]);
  for (let level = 0; level < depth; level++) {
    const { length } = bytes;
    const header = length < 128 ? [0x30, length] : [0x30, 0x82, length >> 8, length & 0xff];
    bytes = Buffer.concat([Buffer.from(header), bytes]);
  }
  return bytes;
}

describe('one pass over tags and lengths', () => {
  it.each([
    ['a primitive value', '0500'],
    ['an empty sequence', '3000'],
    ['a sequence of two', '3006 0201 01 0201 02'],
    ['sequences that end together', '3004 3002 3000'],
    ['a length of one byte more', `0481 80 ${'00'.repeat(128)}`],
    ['a length of two bytes more', `0482 0100 ${'00'.repeat(256)}`],
    ['a tag of two bytes', '5f1f 01 41'],
    ['a tag of three bytes', '5f8101 01 41'],
  ])('lets pass %s', (_what, hex) => {
    expect(scan(hex)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['a tag of several bytes alone', '5f'],
    ['a length without its bytes', '3082'],
    ['a value that is cut off', '0402 00'],
    ['a child longer than its parent', '3003 0402 0000'],
    ['a child whose header is cut off', '3001 04'],
    ['a second value', '0500 0500'],
    ['bytes behind the value', '0500 00'],
    ['an indefinite length', '3080 0500 0000'],
    ['an indefinite length inside', '3006 3080 0500 0000'],
    ['a length of 4 GB', '3084 ffffffff 00'],
    ['a length of 2^63', '3088 7fffffffffffffff 00'],
    ['a length of 127 bytes', `30ff ${'ff'.repeat(127)}`],
    ['a length of 16 MB', '3083 ffffff 00'],
    ['an OCTET STRING in pieces', '2404 0402 0000'],
    ['an OBJECT IDENTIFIER in pieces', '2604 0402 2a03'],
    ['a SEQUENCE that is primitive', '1002 0500'],
    ['a SET that is primitive', '1102 0500'],
    ['a universal tag of two bytes', '1f06 01 2a'],
    ['a constructed universal tag of two bytes', '3f10 02 0500'],
    ['an OBJECT IDENTIFIER longer than any', `0615 ${'2a'.repeat(21)}`],
    ['more of them than there are', `3018 ${'06022a03'.repeat(6)} 0d0a ${'01'.repeat(10)}`],
  ])('stops %s', (_what, hex) => {
    expect(scan(hex)).toBe(false);
  });

  it('stops at the depth, the number and the size that it is told', () => {
    const deep = { ...limits, bytes: 100_000, elements: 100_000 };
    expect(isWithin(deep, nested(16))).toBe(true);
    expect(isWithin(deep, nested(17))).toBe(false);
    expect(isWithin(deep, nested(20_000))).toBe(false);
    const wide = (count: number): Buffer =>
      Buffer.concat([
        Buffer.from([0x30, 0x82, count >> 7, (count << 1) & 0xff]),
        Buffer.alloc(count * 2, '0500', 'hex'),
      ]);
    expect(isWithin(limits, wide(99))).toBe(true);
    expect(isWithin(limits, wide(100))).toBe(false);
    expect(isWithin(limits, Buffer.concat([Buffer.from('048203e4', 'hex'), Buffer.alloc(996)]))).toBe(true);
    expect(isWithin(limits, Buffer.concat([Buffer.from('048203e5', 'hex'), Buffer.alloc(997)]))).toBe(false);
  });

  it('ends for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(typeof isWithin(limits, bytes)).toBe('boolean');
      }),
      { numRuns: 5000 },
    );
  });
});
