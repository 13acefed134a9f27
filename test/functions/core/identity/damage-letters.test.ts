import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import * as damage from './damage.ts';
import { citizenCard, insuranceCard, machineReadable, printedName } from './payloads.ts';
import { expectSame, expectSameOrRefused, scan, textOf } from './same-person.ts';

const kinds = { 'a citizen card': citizenCard(), 'an insurance card': insuranceCard() };
const kindNames: readonly (keyof typeof kinds)[] = ['a citizen card', 'an insurance card'];

const entries = (...groups: Readonly<Record<string, damage.Damage>>[]): [string, damage.Damage][] =>
  groups.flatMap((group) => Object.entries(group));

const runs = { numRuns: 500 };
const manyRuns = { numRuns: 2000 };

describe.each(kindNames)('%s', (kind) => {
  const cards = kinds[kind];

  it.each(['~', '\\', '¦', 'º'])('with its separators changed to %s is the same person', (separator) => {
    fc.assert(
      fc.property(cards, ({ holder, parts }) => {
        expectSame(parts.join(separator), holder, 'QR_SEPARATOR_REPAIRED');
      }),
      runs,
    );
  });

  it.each(entries(damage.mojibake))('as mojibake, %s, is the same person', (_how, change) => {
    fc.assert(
      fc.property(cards, (card) => {
        const changed = change(textOf(card));
        expectSame(changed, card.holder, changed === textOf(card) ? null : 'QR_MOJIBAKE_REPAIRED');
      }),
      runs,
    );
  });

  it.each(entries(damage.cases))('with its case changed, %s, is the same person', (_how, change) => {
    // In an insurance card only the card number has a case, if it has letters.
    const repair = kind === 'a citizen card' ? 'QR_CASE_REPAIRED' : null;
    fc.assert(
      fc.property(cards, (card) => {
        expectSame(change(textOf(card)), card.holder, repair);
      }),
      runs,
    );
  });

  it('in decomposed letters, or with Ð for Đ, is the same person', () => {
    fc.assert(
      fc.property(cards, (card) => {
        expectSame(textOf(card).normalize('NFD'), card.holder, null);
        expectSame(damage.ethForStroke(textOf(card)), card.holder, null);
      }),
      runs,
    );
  });

  it.each(entries(damage.accentsLost, damage.lossyMojibake, damage.inputMethods))(
    'with its letters damaged, %s, is the same person or refused',
    (_how, change) => {
      fc.assert(
        fc.property(cards, (card) => {
          expectSameOrRefused(change(textOf(card)), card.holder);
        }),
        manyRuns,
      );
    },
  );

  it('damaged in two ways is the same person or refused', () => {
    const changes = entries(damage.mojibake, damage.cases, damage.accentsLost).map(([, change]) => change);
    const two = fc.tuple(fc.constantFrom(...changes), fc.constantFrom(...changes));
    fc.assert(
      fc.property(cards, two, fc.constantFrom('|', '~', '¦'), ({ holder, parts }, [one, other], mark) => {
        expectSameOrRefused(other(one(parts.join(mark))), holder);
      }),
      manyRuns,
    );
  });
});

describe('a citizen card', () => {
  it.each(entries(damage.accentsLost))('from a scanner without accents, %s, is refused', (_how, change) => {
    fc.assert(
      fc.property(citizenCard(), (card) => {
        expect(scan(change(textOf(card)))).toBe('QR_ACCENTS_LOST');
      }),
      runs,
    );
  });

  it.each(entries(damage.eightBits))(
    'cut to eight bits, %s, is the same person or refused',
    (_how, change) => {
      fc.assert(
        fc.property(citizenCard(), (card) => {
          expectSameOrRefused(change(textOf(card)), card.holder);
        }),
        manyRuns,
      );
    },
  );

  /**
   * Some letters are cut to others that Vietnamese has: ũ → i, ợ → ã, ứ → é, ử → í, ỳ → ó, ỵ → õ, ỹ → ù; and in
   * capitals Ề → À, Ể → Â, Ỉ → È, Ị → Ê, Ọ → Ì, Ồ → Ò, Ổ → Ô, Ớ → Ú, and Đ is gone where control characters are. A man
   * whose name holds none but those (the sex of a woman never survives), and whose address holds none either, makes a
   * payload that could be another man's: no parser can tell. What still holds is all that has no letters, and the
   * registry compares the name.
   */
  it.each(entries(damage.eightBits))(
    'cut to eight bits, %s, with a plain address keeps number and birth date',
    (_how, change) => {
      const plain = (card: ReturnType<typeof textOf>): string =>
        card.replace(/(Xã|Phường|Thôn|Ấp|Tổ)[^|]*/, 'Hà Nam');
      fc.assert(
        fc.property(citizenCard(), (card) => {
          const read = scan(change(plain(textOf(card))));
          const { number, dateOfBirth } = card.holder;
          const kept = { number, dateOfBirth, sex: 'male' };
          expect(typeof read === 'string' ? kept : read).toMatchObject(kept);
        }),
        manyRuns,
      );
    },
  );

  /**
   * Telex and VNI change plain text only where a letter stands behind a vowel that no Vietnamese syllable has there:
   * s, f, r, x, j and w. Names of the highlands do (Ksor becomes Ksỏ), and what comes out has the letters of a name.
   */
  it('through an input method keeps number and birth date of whoever has such a name', () => {
    const cards = citizenCard(fc.constantFrom('Ksor Mẫu', 'Y Thử Wem', 'Kbuôr Ví'));
    fc.assert(
      fc.property(
        cards,
        fc.constantFrom(...entries(damage.inputMethods)),
        ({ holder, parts }, [, change]) => {
          const read = scan(change(parts.join('|')));
          const { number, dateOfBirth, sex } = holder;
          expect(typeof read === 'string' ? holder : read).toMatchObject({ number, dateOfBirth, sex });
        },
      ),
      runs,
    );
  });
});

describe('an insurance card', () => {
  it.each(['Telex', 'VNI'])('through %s is mostly the same person', (method) => {
    const change = damage.inputMethods[method];
    const read = fc
      .sample(insuranceCard(), 500)
      .filter((card) => typeof scan(change?.(textOf(card)) ?? '') !== 'string');
    expect(read.length).toBeGreaterThan(250);
  });

  it('of a name in capitals through an input method is the same person or refused', () => {
    const cards = insuranceCard(printedName([(name) => name.toUpperCase()]));
    fc.assert(
      fc.property(cards, fc.constantFrom(...entries(damage.inputMethods)), (card, [, change]) => {
        expectSameOrRefused(change(textOf(card)), card.holder);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('machine-readable lines', () => {
  it('through any damage are refused, as they are without', () => {
    const changes = entries(damage.cases, damage.inputMethods).map(([, change]) => change);
    fc.assert(
      fc.property(machineReadable, fc.constantFrom(...changes), ({ lines }, change) => {
        expect(scan(change(lines.join('\r\n')))).toBeTypeOf('string');
      }),
      runs,
    );
  });
});
