import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { applicable, type CardPeriod, stateOn, timeline } from '../../../../functions/core/card/timeline.ts';
import { cardPeriod, visitDate } from '../../../support/arbitraries.ts';
import { period } from '../../../support/samples.ts';

const spanOf = ({ validFrom, validTo }: CardPeriod): string => `${validFrom ?? ''}..${validTo ?? ''}`;
const identityOf = (card: CardPeriod | null): string =>
  card === null ? 'none' : `${card.number} ${spanOf(card)}`;

/** The order of benefits, written a second time: 4 pays least, 5 most. */
const rank = (card: CardPeriod): number => '43215'.indexOf(card.benefitDigit ?? '-');

describe('a period on a date', () => {
  it.each([
    ['2025-12-31', 'upcoming'],
    ['2026-01-01', 'covers'],
    ['2026-12-31', 'covers'],
    ['2027-01-01', 'ended'],
  ])('includes its first and its last day: %s', (date, state) => {
    expect(stateOn(period(), date)).toBe(state);
  });

  it.each([
    ['without an end goes on', { validTo: null }, '2099-12-31', 'covers'],
    ['without an end still has a first day', { validTo: null }, '2025-12-31', 'upcoming'],
    ['without a first day has an end', { validFrom: null }, '2027-01-01', 'ended'],
    ['without a first day covers what was before', { validFrom: null }, '1990-01-01', 'covers'],
  ])('%s', (_rule, details, date, state) => {
    expect(stateOn(period(details), date)).toBe(state);
  });
});

describe('the timeline', () => {
  const older = period({ number: 'GD4999900000017', validFrom: '2025-01-01', validTo: '2025-12-31' });
  const newer = period({ number: 'DN4999900000017' });

  it('is oldest first', () => {
    expect(timeline([newer, older])).toStrictEqual([older, newer]);
  });

  it('knows the card that the registry repeats once only', () => {
    expect(timeline([newer, period()])).toHaveLength(1);
  });

  it('keeps two periods of one number apart', () => {
    const renewed = period({ validFrom: '2027-01-01', validTo: '2027-12-31' });
    expect(timeline([renewed, newer])).toStrictEqual([newer, renewed]);
  });

  it('fills what one copy of a card does not know from the other', () => {
    const main = period({
      registeredFacility: { code: '99001', name: null },
      area: 'K2',
      fiveYearsFrom: null,
    });
    const copy = period({ fiveYearsFrom: '2027-07-01' });
    expect(timeline([main, copy])).toStrictEqual([period({ area: 'K2', fiveYearsFrom: '2027-07-01' })]);
  });

  it('does not lend a facility the name of another', () => {
    const main = period({ registeredFacility: { code: '99001', name: null } });
    const copy = period({ registeredFacility: { code: '99002', name: 'Phòng khám Ví Dụ' } });
    expect(timeline([main, copy])).toStrictEqual([main]);
  });

  it('takes the facility of the copy where the main one names none', () => {
    expect(timeline([period({ registeredFacility: null }), period()])).toStrictEqual([period()]);
  });
});

describe('of two cards that cover the day', () => {
  const older = { validFrom: '2026-01-01', validTo: '2026-12-31' };
  const newer = { validFrom: '2026-06-01', validTo: '2027-05-31' };

  it.each([
    ['5', '1'],
    ['1', '2'],
    ['2', '3'],
    ['3', '4'],
  ])('the one with benefit %s applies before the one with %s, older or newer', (better, worse) => {
    const cards = (betterSpan: object, worseSpan: object): CardPeriod[] => [
      period({ number: `DN${better}999900000017`, ...betterSpan }),
      period({ number: `DN${worse}999900000017`, ...worseSpan }),
    ];
    for (const pair of [cards(older, newer), cards(newer, older)]) {
      expect(applicable(pair, '2026-11-21')?.benefitDigit).toBe(better);
      expect(applicable(pair.toReversed(), '2026-11-21')?.benefitDigit).toBe(better);
    }
  });

  it('the newer applies where both pay the same', () => {
    const cards = [period({ ...newer, number: 'TK4999900000017' }), period(older)];
    expect(applicable(cards, '2026-11-21')?.number).toBe('TK4999900000017');
    expect(applicable(cards.toReversed(), '2026-11-21')?.number).toBe('TK4999900000017');
  });

  it('the open-ended one applies where both pay the same and began together', () => {
    const open = period({ number: 'GD4999900000017', validTo: null });
    expect(applicable([open, period()], '2026-11-21')).toStrictEqual(open);
    expect(applicable([period(), open], '2026-11-21')).toStrictEqual(open);
  });

  it('the one named last applies where nothing else tells them apart, for the registry names the newer last', () => {
    const named = [period(), period({ number: 'TK4999900000017' })];
    expect(applicable(named, '2026-11-21')?.number).toBe('TK4999900000017');
  });

  it('a known benefit goes before an unknown one', () => {
    const bare = period({ number: '9900000017', group: null, benefitDigit: null, ...newer });
    expect(applicable([period(older), bare], '2026-11-21')).toStrictEqual(period(older));
  });
});

/** No two of one span, so that which is newer is never a matter of opinion. */
const periods = fc.uniqueArray(cardPeriod, { maxLength: 6, selector: spanOf });
const shuffled = periods.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
);

describe('among any overlapping periods', () => {
  it('at most one applies, and it covers the day', () => {
    fc.assert(
      fc.property(periods, visitDate, (list, date) => {
        const chosen = applicable(list, date);
        const covering = list.filter((card) => stateOn(card, date) === 'covers').map(identityOf);
        expect(covering.length === 0 ? ['none'] : covering).toContain(identityOf(chosen));
      }),
      { numRuns: 500 },
    );
  });

  it('no card that covers the day pays more than the one that applies; among equals none is newer', () => {
    fc.assert(
      fc.property(periods, visitDate, (list, date) => {
        const chosen = applicable(list, date);
        const covering = list.filter((card) => stateOn(card, date) === 'covers');
        const better = covering.filter(
          (card) =>
            chosen !== null &&
            (rank(card) > rank(chosen) ||
              (rank(card) === rank(chosen) && (card.validFrom ?? '') > (chosen.validFrom ?? ''))),
        );
        expect(better).toStrictEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('the order in which they come does not matter', () => {
    fc.assert(
      fc.property(shuffled, visitDate, ([list, other], date) => {
        expect(identityOf(applicable(other, date))).toBe(identityOf(applicable(list, date)));
        expect(timeline(other).map(identityOf)).toStrictEqual(timeline(list).map(identityOf));
      }),
      { numRuns: 500 },
    );
  });

  it('said twice they are known once', () => {
    fc.assert(
      fc.property(periods, (list) => {
        expect(timeline([...list, ...list])).toStrictEqual(timeline(list));
        expect(timeline(timeline(list))).toStrictEqual(timeline(list));
      }),
    );
  });
});
