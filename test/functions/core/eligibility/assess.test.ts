import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type CardPeriod, stateOn } from '../../../../functions/core/card/timeline.ts';
import { assess, pending } from '../../../../functions/core/eligibility/assess.ts';
import { type Reason, reasonCodes, reasons } from '../../../../functions/core/eligibility/reasons.ts';
import type { AskOutcome } from '../../../../functions/core/registry/answer.ts';
import { resultCodes } from '../../../../functions/core/registry/result-codes.ts';
import { cardPeriod, visitDate } from '../../../support/arbitraries.ts';
import { answered, period } from '../../../support/samples.ts';

const today = '2026-11-21';
const on = (visitDate: string) => ({ visitDate, isYoungChild: false });
const visitToday = on(today);
const failure = (
  reason: 'registry-unreachable' | 'registry-fault' | 'facility-credentials-rejected',
): AskOutcome => ({
  kind: 'failed',
  reason,
});

const lastYear = { validFrom: '2025-01-01', validTo: '2025-12-31' };
const nextYear = { validFrom: '2027-01-01', validTo: '2027-12-31' };
const current = period();
const ended = period({ number: 'GD4999900000017', ...lastYear });
const upcoming = period({ number: 'HT3999900000017', ...nextYear });

describe('the verdict', () => {
  const rows: readonly (readonly [Reason, string, AskOutcome, CardPeriod | null])[] = [
    ['card-valid', 'a card that covers the day', answered('000'), current],
    ['card-valid', 'the next period issued early', answered('000', [current, upcoming]), current],
    [
      'card-valid',
      'an older card with the better benefit',
      answered('004', [period({ number: 'CK2999900000017' }), period({ validFrom: '2026-06-01' })]),
      period({ number: 'CK2999900000017' }),
    ],
    ['card-replaced', 'an ended card and its successor', answered('003', [ended, current]), current],
    [
      'card-replaced',
      'two cards that cover the day',
      answered('004', [period(), period({ number: 'HN2999900000017', validFrom: '2026-06-01' })]),
      period({ number: 'HN2999900000017', validFrom: '2026-06-01' }),
    ],
    ['card-replaced', 'a reported card with a successor', answered('121', [ended, current]), current],
    ['card-valid-inspect-paper', 'a card of the army', answered('001'), current],
    ['card-valid-inspect-paper', 'a card of the police', answered('002'), current],
    ['card-expired', 'the code for it', answered('010', [ended]), null],
    ['card-expired', 'good data with an end in the past', answered('000', [ended]), null],
    ['card-expired', "an army card's end in the past", answered('001', [ended]), null],
    ['card-not-yet-valid', 'good data that lie ahead', answered('000', [upcoming]), null],
    ['card-not-yet-valid', 'a successor that lies ahead', answered('003', [ended, upcoming]), null],
    ['card-withdrawn', 'the code for it', answered('110'), null],
    ['card-reported-reduced', 'the code for it', answered('120'), null],
    [
      'card-reported-reduced',
      'the same card in the fields of the newer',
      answered('123', [current, current]),
      null,
    ],
    [
      'card-reported-reduced',
      'the same number in another period',
      answered('124', [ended, period({ number: ended.number })]),
      null,
    ],
    ['card-reported-reduced', 'no data at all', answered('122', []), null],
    ['card-not-found', 'the code for it', answered('050', []), null],
    ['card-number-wrong', 'a wrong number', answered('051', []), null],
    ['card-number-wrong', 'a wrong province', answered('052', []), null],
    ['card-number-wrong', 'a wrong benefit digit', answered('053', []), null],
    ['child-without-card', 'the code for it', answered('130', []), null],
    ['identity-mismatch', 'another name', answered('060', []), null],
    ['identity-mismatch', 'another birth date', answered('070'), null],
    ['registry-unreachable', 'no answer', failure('registry-unreachable'), null],
    ['registry-fault', 'no answer of use', failure('registry-fault'), null],
    ['registry-fault', 'a fault by code', answered('101', []), null],
    ['registry-fault', 'good data without one card', answered('000', []), null],
    ['registry-unknown-code', 'a code nobody knows, with good data', answered('777'), null],
    ['operator-not-registered', 'the code for it', answered('054', []), null],
    ['facility-credentials-rejected', 'no login', failure('facility-credentials-rejected'), null],
    ['facility-credentials-rejected', 'the code for it', answered('401', []), null],
  ];

  it.each(rows)('is %s for %s', (reason, _for, outcome, card) => {
    const assessed = assess(outcome, visitToday, today);
    expect(assessed).toMatchObject({ reason, verdict: reasons[reason].verdict, card });
  });

  it('is undetermined while the registry is being asked', () => {
    expect(pending()).toStrictEqual({
      verdict: 'undetermined',
      reason: 'registry-pending',
      mayAdmit: true,
      card: null,
      periods: [],
    });
  });

  it('can be every one of the closed list', () => {
    const reached = [...rows.map(([reason]) => reason), pending().reason];
    expect([...new Set(reached)].sort()).toStrictEqual([...reasonCodes].sort());
  });
});

describe('a child under 6 or a newborn', () => {
  const visit = { visitDate: today, isYoungChild: true };

  it('whom the registry does not find is not turned away: a temporary code is to be fetched', () => {
    expect(assess(answered('050', []), visit, today)).toMatchObject({
      verdict: 'undetermined',
      reason: 'child-without-card',
      mayAdmit: true,
    });
  });

  it.each([
    ['051', 'card-number-wrong'],
    ['110', 'card-withdrawn'],
  ] as const)('is told what the registry says else: %s', (code, reason) => {
    expect(assess(answered(code, []), visit, today)).toMatchObject({ reason });
  });
});

describe('a visit on another day than today', () => {
  const cards = [ended, current, upcoming];

  it.each([
    ['2024-12-31', 'card-not-yet-valid', null],
    ['2025-06-01', 'card-valid', ended],
    ['2026-06-01', 'card-replaced', current],
    ['2027-06-01', 'card-replaced', upcoming],
    ['2028-01-01', 'card-expired', null],
  ] as const)('is judged by the card of that day: %s', (date, reason, card) => {
    expect(assess(answered('000', cards), on(date), today)).toMatchObject({ reason, card });
  });

  it.each([
    ['2025-12-31', 'card-valid'],
    ['2026-01-01', 'card-expired'],
    ['2024-12-31', 'card-not-yet-valid'],
    [today, 'card-expired'],
    ['2026-11-22', 'card-expired'],
  ] as const)('an expired card (010) is good on the days it was valid: %s', (date, reason) => {
    expect(assess(answered('010', [ended]), on(date), today)).toMatchObject({ reason });
  });

  it('an expired card (010) whose own dates say otherwise is not good today', () => {
    expect(assess(answered('010', [current]), visitToday, today)).toMatchObject({ reason: 'card-expired' });
  });
});

describe('the card asked about', () => {
  const asked = (number: string): CardPeriod => period({ number, validFrom: '2026-03-01' });
  const other = period({ number: 'GD4999900000017', validFrom: '2026-01-01' });

  it('does not apply once the registry says that it ended and names its successor (003)', () => {
    const ended003 = answered('003', [period({ number: 'CK2999900000017' }), asked('GD4999900000017')]);
    expect(assess(ended003, visitToday, today).card?.number).toBe('GD4999900000017');
  });

  it('does not apply once it was reported, though it began later than the other card', () => {
    expect(assess(answered('121', [asked('DN4999900000017'), other]), visitToday, today).card).toStrictEqual(
      other,
    );
  });

  it('was replaced where the other card applies, whichever began first', () => {
    const better = period({ number: 'HN2999900000017', validFrom: '2026-01-01' });
    const assessed = assess(answered('004', [asked('GD4999900000017'), better]), visitToday, today);
    expect(assessed).toMatchObject({ card: better, reason: 'card-replaced' });
  });
});

const outcomes: fc.Arbitrary<AskOutcome> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(failure('registry-unreachable'), failure('registry-fault')) },
  {
    weight: 9,
    arbitrary: fc
      .tuple(
        fc.oneof(fc.constantFrom(...resultCodes.keys()), fc.string({ minLength: 3, maxLength: 3 })),
        fc.array(cardPeriod, { maxLength: 3 }),
        fc.boolean(),
      )
      .map(([code, periods, repeatsFirst]) => {
        const [first] = periods;
        // As the registry does where there is no newer card, with less known of it (protocol §2.2).
        const copy = first === undefined || !repeatsFirst ? [] : [{ ...first, area: null }];
        return answered(code, [...periods, ...copy]);
      }),
  },
);

describe('whatever the registry says', () => {
  const always = (
    check: (assessed: ReturnType<typeof assess>, outcome: AskOutcome, date: string) => void,
  ): void => {
    fc.assert(
      fc.property(outcomes, visitDate, fc.boolean(), visitDate, (outcome, date, isYoungChild, spokenOn) => {
        check(assess(outcome, { visitDate: date, isYoungChild }, spokenOn), outcome, date);
      }),
      { numRuns: 1000 },
    );
  };

  it('nobody is turned away unless the verdict is "not eligible"', () => {
    always(({ verdict, mayAdmit, reason }) => {
      expect(mayAdmit).toBe(verdict !== 'not-eligible');
      expect(verdict).toBe(reasons[reason].verdict);
    });
  });

  it('a card is named exactly when eligible, covers the day, and is one of the periods', () => {
    always(({ verdict, card, periods }, _outcome, date) => {
      expect(card !== null).toBe(verdict === 'eligible');
      expect(card === null || stateOn(card, date) === 'covers').toBe(true);
      expect(periods.filter((known) => known === card)).toHaveLength(card === null ? 0 : 1);
    });
  });

  it('a mismatch and a failure carry no data of the registry', () => {
    always(({ reason, periods }, outcome) => {
      const isSilent = reason === 'identity-mismatch' || outcome.kind === 'failed';
      expect(isSilent ? periods : []).toStrictEqual([]);
    });
  });
});
