import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { foldName } from '../../../../functions/core/identity/names.ts';
import { type Person, personFromScan } from '../../../../functions/core/identity/person.ts';
import {
  accentsLost,
  cases,
  eightBits,
  ethForStroke,
  inputMethods,
  lossyMojibake,
  mojibake,
} from './damage.ts';
import { citizenCard, type Holder, insuranceCard, machineReadable } from './payloads.ts';

const today = '2026-11-21';

const isHolder = (person: Person, { number, fullName, dateOfBirth, sex }: Holder): boolean =>
  person.number === number &&
  foldName(person.fullName) === foldName(fullName) &&
  person.dateOfBirth === dateOfBirth &&
  person.sex === sex;

const documented: readonly (readonly [string, (text: string) => string])[] = [
  ['nothing', (text) => text],
  ...Object.entries({ ...accentsLost, ...mojibake, ...lossyMojibake, ...cases, ...inputMethods }),
  ['Ð for Đ', ethForStroke],
  ['decomposed letters', (text) => text.normalize('NFD')],
  ...['~', '\\', '¦', 'º'].map(
    (separator) => [`${separator} for |`, (text: string) => text.replaceAll('|', separator)] as const,
  ),
  ...['\r', '\n', '\r\n', '\t', '\0'].map(
    (end) => [`${JSON.stringify(end)} behind`, (text: string) => text + end] as const,
  ),
];

describe.each([
  ['citizen card', citizenCard()],
  ['insurance card', insuranceCard()],
])('a QR of a %s', (_card, payloads) => {
  it.each(documented)('damaged by %s is the same person, or refused', (_damage, damage) => {
    fc.assert(
      fc.property(payloads, ({ holder, parts }) => {
        const read = personFromScan(damage(parts.join('|')), today);
        expect(read.ok ? isHolder(read.value, holder) : 'refused').not.toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  // In capitals Ề cut to eight bits is À: no reader can tell it from the letter. The registry then says "wrong name".
  it.each(Object.entries(eightBits))(
    'cut to eight bits, %s, keeps number and birth date, or is refused',
    (_how, cut) => {
      fc.assert(
        fc.property(payloads, ({ holder: { number, dateOfBirth }, parts }) => {
          const read = personFromScan(cut(parts.join('|')), today);
          expect(read.ok ? read.value : { number, dateOfBirth }).toMatchObject({ number, dateOfBirth });
        }),
        { numRuns: 300 },
      );
    },
  );

  it.each(['cp1252', 'upper', 'lower'] as const)('damaged by %s is read all the same', (name) => {
    const damage = { ...mojibake, ...cases }[name] ?? ((text: string) => text);
    fc.assert(
      fc.property(payloads, ({ holder, parts }) => {
        const read = personFromScan(damage(parts.join('|')), today);
        expect(read.ok && isHolder(read.value, holder)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('machine-readable lines', () => {
  it('are recognised, and the desk is asked for the name', () => {
    fc.assert(
      fc.property(machineReadable, ({ lines }) => {
        expect(personFromScan(lines.join('\n'), today)).toMatchObject({
          ok: false,
          error: [{ code: 'MRZ_NAME_WITHOUT_DIACRITICS' }],
        });
      }),
    );
  });
});

describe('a bare number', () => {
  it.each(['001190000017', 'DN4999900000017', '9900000017'])(
    '%s is recognised, and the desk is asked for name and birth date',
    (number) => {
      expect(personFromScan(number, today)).toMatchObject({ ok: false, error: [{ field: 'payload' }] });
    },
  );
});

it('whatever text comes, it is read or refused', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (text) => {
      expect(typeof personFromScan(text, today).ok).toBe('boolean');
    }),
    { numRuns: 10_000 },
  );
});
