import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isPublicAddress } from '../../../../functions/adapters/webhooks/addresses.ts';

type Octets = readonly [number, number, number, number];

/** Written from the RFCs a second time, as conditions on the four numbers. */
function isSpecial([a, b, c]: Octets): boolean {
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true;
  if (a === 100) return b >= 64 && b <= 127;
  if (a === 169) return b === 254;
  if (a === 172) return b >= 16 && b <= 31;
  if (a === 192) {
    const third = new Map([
      [0, [0, 2]],
      [31, [196]],
      [52, [193]],
      [88, [99]],
      [175, [48]],
    ]);
    return b === 168 || (third.get(b)?.includes(c) ?? false);
  }
  if (a === 198) return b === 18 || b === 19 || (b === 51 && c === 100);
  return a === 203 && b === 0 && c === 113;
}

const octet = fc.integer({ min: 0, max: 255 });
const anywhere: fc.Arbitrary<Octets> = fc.tuple(octet, octet, octet, octet);
/** Chance alone would hardly ever meet a /24. */
const nearSpecial: fc.Arbitrary<Octets> = fc
  .tuple(
    fc.constantFrom(
      ...([
        [100, 64, 0],
        [100, 127, 255],
        [100, 128, 0],
        [169, 254, 169],
        [169, 253, 0],
        [172, 15, 255],
        [172, 16, 0],
        [172, 31, 255],
        [172, 32, 0],
        [192, 0, 0],
        [192, 0, 1],
        [192, 0, 2],
        [192, 31, 196],
        [192, 52, 193],
        [192, 88, 99],
        [192, 88, 98],
        [192, 168, 0],
        [192, 169, 0],
        [192, 175, 48],
        [198, 17, 255],
        [198, 18, 0],
        [198, 19, 255],
        [198, 20, 0],
        [198, 51, 100],
        [203, 0, 113],
        [203, 0, 114],
        [223, 255, 255],
        [224, 0, 0],
        [239, 255, 255],
        [240, 0, 0],
        [255, 255, 255],
      ] as const),
    ),
    octet,
  )
  .map(([[a, b, c], d]) => [a, b, c, d] as const);
const octets = fc.oneof(anywhere, nearSpecial);

const dotted = (four: Octets): string => four.join('.');
const hex = ([a, b, c, d]: Octets): string => `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;

const runs = { numRuns: 20_000 };

describe('an IPv4 address', () => {
  it('is public unless a range of the registry holds it', () => {
    fc.assert(
      fc.property(octets, (four) => {
        expect(isPublicAddress(dotted(four))).toBe(!isSpecial(four));
      }),
      runs,
    );
  });

  it.each([
    ['127.0.0.1', false],
    ['169.254.169.254', false],
    ['10.0.0.1', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['8.8.8.8', true],
    ['1.1.1.1', true],
    ['203.162.4.190', true],
  ])('%s: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });

  it('is nothing in disguise as IPv6: mapped, compatible, NAT64, 6to4, Teredo', () => {
    fc.assert(
      fc.property(octets, (four) => {
        const disguises = [
          `::ffff:${dotted(four)}`,
          `::ffff:${hex(four)}`,
          `::${dotted(four)}`,
          `64:ff9b::${hex(four)}`,
          `64:ff9b:1::${hex(four)}`,
          `2002:${hex(four)}::1`,
          `2001:0:${hex(four)}::1`,
        ];
        expect(disguises.filter(isPublicAddress)).toEqual([]);
      }),
      runs,
    );
  });
});

const group = fc.integer({ min: 0, max: 0xffff });
const groups = (first: fc.Arbitrary<number>): fc.Arbitrary<string> =>
  fc
    .tuple(first, fc.array(group, { minLength: 7, maxLength: 7 }))
    .map(([one, rest]) => [one, ...rest].map((part) => part.toString(16)).join(':'));

describe('an IPv6 address', () => {
  it('outside global unicast is never public', () => {
    fc.assert(
      fc.property(groups(group.filter((first) => first >> 13 !== 1)), (address) => {
        expect(isPublicAddress(address)).toBe(false);
      }),
      runs,
    );
  });

  it('that is given out to networks is public', () => {
    const givenOut = groups(fc.integer({ min: 0x2400, max: 0x2c0f })).filter(
      (address) => !address.startsWith('2620:4f:'),
    );
    fc.assert(
      fc.property(givenOut, (address) => {
        expect(isPublicAddress(address)).toBe(true);
      }),
      runs,
    );
  });

  it.each([
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    '2606:4700:4700::1111%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2001:db8::1',
    '3fff::1',
    '2001:2::1',
    '100::1',
    '5f00::1',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

it('what is no address is not public', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^[\d.]+$|:/.test(text));
      expect(isPublicAddress(text)).toBe(false);
    }),
  );
});
