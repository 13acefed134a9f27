import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { citizenCard, insuranceCard } from './payloads.ts';
import { expectSameOrRefused, identityOf, scan, textOf } from './same-person.ts';

const kinds = { 'a citizen card': citizenCard(), 'an insurance card': insuranceCard() };
const kindNames: readonly (keyof typeof kinds)[] = ['a citizen card', 'an insurance card'];

describe.each(kindNames)('%s', (kind) => {
  const cards = kinds[kind];

  it('cut off anywhere is the same person or refused', () => {
    fc.assert(
      fc.property(cards, fc.nat({ max: 300 }), (card, end) => {
        expectSameOrRefused(textOf(card).slice(0, end), card.holder);
      }),
      { numRuns: 2000 },
    );
  });

  it('with any one part removed or emptied is the same person or refused', () => {
    fc.assert(
      fc.property(cards, fc.nat({ max: 14 }), ({ holder, parts }, index) => {
        expectSameOrRefused(parts.filter((_, at) => at !== index).join('|'), holder);
        expectSameOrRefused(parts.map((part, at) => (at === index ? '' : part)).join('|'), holder);
      }),
      { numRuns: 1000 },
    );
  });

  const others = fc.oneof(citizenCard(), insuranceCard());
  const glue = fc.constantFrom('', '|', '\r', '\r\n', '\t');

  /** Five characters of a card code before ten digits make a code: of the second card's holder, in another group. */
  it('cut off, with all of another card behind, is one of the two or refused', () => {
    fc.assert(
      fc.property(cards, others, glue, fc.nat(), (first, second, between, at) => {
        const begun = textOf(first).slice(0, at % (textOf(first).length + 1));
        const read = scan(begun + between + textOf(second));
        const person = typeof read === 'string' ? second.holder : read;
        const { number } = second.holder;
        const isSecond = number.length === 10 && person.number.slice(5) === number;
        expect([first.holder, second.holder].map(identityOf)).toContainEqual(
          identityOf(isSecond ? { ...person, number } : person),
        );
      }),
      { numRuns: 5000 },
    );
  });

  it('with the end of another card behind is the same person or refused', () => {
    fc.assert(
      fc.property(cards, others, glue, fc.nat(), (first, second, between, at) => {
        const ending = textOf(second).slice(at % textOf(second).length);
        expectSameOrRefused(textOf(first) + between + ending, first.holder);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('with its beginning lost', () => {
  it('a citizen card is refused', () => {
    fc.assert(
      fc.property(citizenCard(), fc.nat(), (card, start) => {
        expect(scan(textOf(card).slice(1 + (start % textOf(card).length)))).toBeTypeOf('string');
      }),
      { numRuns: 2000 },
    );
  });

  /**
   * Without its first three characters a card code is twelve digits, like a personal number: refused, unless they tell
   * the holder's birth year and sex by chance. Without its first five it is the holder's social-insurance number, which
   * names the same person.
   */
  it('an insurance card is the same person by a shorter number, or refused', () => {
    fc.assert(
      fc.property(insuranceCard(), fc.nat({ max: 300 }), ({ holder, parts }, start) => {
        const read = scan(parts.join('|').slice(start));
        const { number } = typeof read === 'string' ? holder : read;
        expect(holder.number.endsWith(number)).toBe(true);
        expect(
          identityOf({ ...(typeof read === 'string' ? holder : read), number: holder.number }),
        ).toStrictEqual(identityOf(holder));
      }),
      { numRuns: 2000 },
    );
  });
});
