import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseDg1 } from '../../../../functions/adapters/chip/dg1.ts';
import { parseDg13 } from '../../../../functions/adapters/chip/dg13.ts';
import { parseSod } from '../../../../functions/adapters/chip/sod.ts';
import { chipFaults } from '../../../../functions/core/identity/chip.ts';
import { createChipSandbox, signerNames } from '../../../../local/chips/chips.ts';
import { dg1, dg13 } from '../../../../local/chips/data-groups.ts';
import { another, chipOf, groupsOf, holder, person, today, verifierOf } from './chips.ts';

/** `FUZZ_RUNS=1000000 npx vitest run test/functions/adapters/chip/fuzz` for a long look. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 10_000);
const timeout = 60_000 + numRuns * 10;

const sandbox = await createChipSandbox(today);
const verify = verifierOf(sandbox.trust);
const sods = signerNames.map((name) =>
  Buffer.from(sandbox.read(person, sandbox.signers[name]).sod, 'base64'),
);

/** Bytes that mean something in DER, and where they hurt: tags, lengths that are too long, indefinite, reserved. */
const telling = fc.constantFrom(
  ...[
    '00',
    '30',
    '31',
    '04',
    '24',
    '03',
    '02',
    '06',
    '77',
    '6d',
    '61',
    'a0',
    '80',
    '1f',
    '5f1f',
    'ff',
    '8100',
    '81ff',
  ],
  ...[
    '82ffff',
    '83ffffff',
    '84ffffffff',
    '847fffffff',
    '88ffffffffffffffff',
    '3080',
    '3080308030800000',
    '0500',
  ],
);
const piece = fc.oneof(
  telling.map((hex) => Buffer.from(hex, 'hex')),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
);

interface Edit {
  readonly at: number;
  readonly drop: number;
  readonly insert: Buffer;
}
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.oneof(fc.constantFrom(0, 1, 2), fc.nat(200)),
  insert: piece,
});

const edited = (bytes: Buffer, edits: readonly Edit[]): Buffer =>
  edits.reduce((current, { at, drop, insert }) => {
    const place = Math.floor(at * current.length);
    return Buffer.concat([current.subarray(0, place), insert, current.subarray(place + drop)]);
  }, bytes);

/** Mostly the genuine file with a few places damaged: what is random from its first byte gets nowhere. */
const damaged = (...genuine: readonly Buffer[]): fc.Arbitrary<Buffer> =>
  fc
    .oneof(
      {
        weight: 8,
        arbitrary: fc.tuple(fc.constantFrom(...genuine), fc.array(edit, { minLength: 1, maxLength: 4 })),
      },
      { weight: 1, arbitrary: fc.tuple(fc.constant(Buffer.alloc(0)), fc.array(edit, { maxLength: 40 })) },
    )
    .map(([bytes, edits]) => edited(bytes, edits));

function expectResult(result: { readonly ok: boolean } & { readonly error?: unknown }): void {
  if (!result.ok) expect(chipFaults).toContain(result.error);
}

describe(`any bytes, ${numRuns} times each`, { timeout }, () => {
  it.each([
    ['EF.SOD', parseSod, damaged(...sods)],
    ['DG13', parseDg13, damaged(dg13(person), dg13(another))],
    ['DG1', parseDg1, damaged(dg1(person), dg1(another))],
  ] as const)('as %s are read or refused, never thrown at', (_what, parse, bytes) => {
    fc.assert(
      fc.property(bytes, (input) => {
        expectResult(parse(input));
      }),
      { numRuns },
    );
  });
});

describe('a whole chip', { timeout }, () => {
  const genuine = sods[signerNames.indexOf('rsa')] ?? Buffer.alloc(0);

  it('with anything damaged proves the same person or nobody', async () => {
    const groups = groupsOf(person);
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { maxLength: 2 }),
        fc.array(edit, { maxLength: 2 }),
        fc.constantFrom(1, 13),
        async (inSod, inGroup, number) => {
          const altered = edited(groups.get(number) ?? Buffer.alloc(0), inGroup);
          const verdict = await verify(chipOf(edited(genuine, inSod), new Map(groups).set(number, altered)));
          expectResult(verdict);
          expect(verdict.ok ? verdict.value : holder).toEqual(holder);
        },
      ),
      { numRuns: Math.ceil(numRuns / 10) },
    );
  });

  it('whose security object is cut off at any byte is malformed', async () => {
    for (let length = 0; length < genuine.length; length++) {
      const verdict = await verify(chipOf(genuine.subarray(0, length), groupsOf(person)));
      expect(verdict).toEqual({ ok: false, error: 'CHIP_SOD_MALFORMED' });
    }
  });

  it.each<[string, Buffer]>([
    ['SEQUENCE in SEQUENCE', Buffer.from('30823ffc'.repeat(4_000), 'hex')],
    ['indefinite in indefinite', Buffer.from('3080'.repeat(8_000), 'hex')],
    ['OCTET STRING in OCTET STRING', Buffer.from('24823ffc'.repeat(4_000), 'hex')],
    [
      'ten thousand NULLs',
      Buffer.concat([Buffer.from('77824e20', 'hex'), Buffer.alloc(20_000, '0500', 'hex')]),
    ],
    ['a length of 4 GB', Buffer.from('7784ffffffff3000', 'hex')],
    ['64 kB of zeros', Buffer.alloc(48_000)],
    ['one tag without end', Buffer.alloc(48_000, 0xff)],
    [
      'one OID without end',
      Buffer.concat([Buffer.from('77827534308275300682752c', 'hex'), Buffer.alloc(29_996, 0xff)]),
    ],
    [
      'an INTEGER of 30,000 bytes',
      Buffer.concat([Buffer.from('77827534308275300282752c', 'hex'), Buffer.alloc(29_996, 0x7f)]),
    ],
  ])('of nothing but %s is malformed', async (_what, sod) => {
    expect(await verify(chipOf(sod, groupsOf(person)))).toEqual({ ok: false, error: 'CHIP_SOD_MALFORMED' });
  });

  it('of more than 64 kB, or in anything but base64, is malformed', async () => {
    const chip = chipOf(genuine, groupsOf(person));
    const large = { ...chip, dataGroups: { ...chip.dataGroups, 2: 'A'.repeat(87_000) } };
    expect(await verify(large)).toEqual({ ok: false, error: 'CHIP_DG_MALFORMED' });
    for (const sod of ['', '=', 'A A', 'AAAA\n', '-_-_', '☃']) {
      expect(await verify({ ...chip, sod })).toEqual({ ok: false, error: 'CHIP_SOD_MALFORMED' });
    }
  });
});
