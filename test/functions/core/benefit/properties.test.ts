import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { rateOf } from '../../../../functions/core/benefit/base-rate.ts';
import { decide } from '../../../../functions/core/benefit/decide.ts';
import { raisedGroups } from '../../../../functions/core/benefit/law/base-rates.ts';
import { baseSalaries } from '../../../../functions/core/benefit/law/money.ts';
import { rows } from '../../../../functions/core/benefit/law/rows.ts';
import { codeListFrom } from '../../../../functions/core/benefit/law/validity.ts';
import { decideVisit } from '../../../../functions/core/benefit/segments.ts';
import type { BenefitVisit, Case } from '../../../../functions/core/benefit/visit.ts';
import { addDays } from '../../../../functions/core/calendar.ts';
import { anyCase, anyFacility, lawDate, openCard, undatedVisit } from './arbitrary-case.ts';

const check = (property: fc.IProperty<[Case]>): void => {
  fc.assert(property, { numRuns: 500 });
};

describe('every input that the schema allows', () => {
  it('gets a share or a review that says what is missing, and never throws', () => {
    check(
      fc.property(anyCase, (given) => {
        const { benefit } = decideVisit(given);
        expect(benefit.coveredPermille !== null || benefit.needsReview).toBe(true);
        expect(benefit.reason.vi.length * benefit.reason.en.length).toBeGreaterThan(0);
        expect(benefit.factorTenths === null).toBe(benefit.coveredPermille === null);
        expect(benefit.needsReview && benefit.certainty !== 'ambiguous').toBe(false);
      }),
    );
  });

  it('gets segments that follow each other without a gap, the first being the arrival', () => {
    check(
      fc.property(anyCase, (given) => {
        const { date, endsOn = date } = given.visit;
        const { segments, benefit } = decideVisit(given);
        expect(segments[0]).toMatchObject({ from: date, benefit: { row: benefit.row } });
        expect(segments.at(-1)?.to).toBe(endsOn);
        const seams = segments
          .slice(1)
          .map(({ from }, index) => [from, addDays(segments[index]?.to ?? '', 1)]);
        for (const [from, dayAfter] of seams) expect(from).toBe(dayAfter);
      }),
    );
  });
});

describe('the share', () => {
  it('is never above the base rate nor below zero, and exact: a whole number, base times tenths', () => {
    check(
      fc.property(anyCase, (given) => {
        for (const { benefit } of decideVisit(given).segments) {
          const { basePercent, factorTenths, coveredPermille } = benefit;
          if (coveredPermille === null) continue;
          expect(Number.isInteger(coveredPermille)).toBe(true);
          expect(coveredPermille).toBe((basePercent ?? 0) * (factorTenths ?? 0));
          expect(coveredPermille).toBeGreaterThanOrEqual(0);
          expect(coveredPermille).toBeLessThanOrEqual((basePercent ?? 0) * 10);
          expect(basePercent ?? 0).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('is that of the card unless one of B2, B3, B4 raises it, and B2–B4 never lower it', () => {
    check(
      fc.property(anyCase, (given) => {
        const { basePercent, coveredPermille } = decide(given);
        const ofCard = rateOf(given, given.visit.date)?.percent;
        expect(coveredPermille === null || [ofCard, 100].includes(basePercent ?? 0)).toBe(true);
      }),
    );
  });

  it('is one of the readings wherever texts disagree, and never surer than ambiguous', () => {
    check(
      fc.property(anyCase, (given) => {
        const { readings, coveredPermille, certainty, needsReview } = decide(given);
        const isOneOf = readings.some((reading) => reading.coveredPermille === coveredPermille);
        expect(isOneOf).toBe(readings.length > 0);
        expect(certainty === 'ambiguous').toBe(readings.length > 0 || needsReview);
      }),
    );
  });

  it('would rise with all of wouldChangeIf, to the whole cost at most', () => {
    check(
      fc.property(anyCase, (given) => {
        const { wouldChangeIf, coveredPermille } = decide(given);
        const promised = wouldChangeIf.map((change) => change.coveredPermille);
        expect(promised.every((permille) => permille > (coveredPermille ?? -1) && permille <= 1000)).toBe(
          true,
        );
      }),
    );
  });
});

describe('what helps the patient', () => {
  const withVisit = (given: Case, visit: Partial<BenefitVisit>): Case => ({
    ...given,
    visit: { ...given.visit, ...visit },
  });

  it.each([
    ['a valid transfer slip', ({ visit }: Case) => ({ referral: { from: '99777', signedOn: visit.date } })],
    [
      'a valid follow-up slip',
      ({ visit, facility }: Case) => ({ appointment: { issuedBy: facility.code, on: visit.date } }),
    ],
    ['an emergency', () => ({ emergency: true })],
    ['a cheaper visit', () => ({ inScopeCost: 0 })],
    [
      'a temporary stay',
      // With whatever paper there is: a soldier's leave document is worth more than a student card.
      ({ visit }: Case) =>
        ({
          temporaryStay: { declared: true, paper: visit.temporaryStay?.paper ?? 'student-card' },
        }) as const,
    ],
  ])('%s never lowers the share, and leaves nothing open that was decided', (_what, better) => {
    check(
      fc.property(anyCase, (given) => {
        const before = decideVisit(given).benefit.coveredPermille;
        const after = decideVisit(withVisit(given, better(given))).benefit.coveredPermille;
        expect(before === null || (after !== null && after >= before)).toBe(true);
      }),
    );
  });
});

describe('two days', () => {
  /** Every day on which a rule begins, and each New Year, when co-payment does. */
  const ruleDays = [
    ...rows.flatMap(({ factor }) => factor.map(({ from }) => from)),
    ...baseSalaries.map(({ from }) => from),
    ...raisedGroups.map(({ from }) => from),
    codeListFrom,
    '2026-01-01',
    '2027-01-01',
  ];
  const era = (date: string): number => ruleDays.filter((day) => day <= date).length;

  const undated = fc.record({
    card: openCard.map((card) => ({ ...card, fiveYearsFrom: null })),
    facility: anyFacility,
    visit: fc.record(undatedVisit),
  });

  it('with no change of rules between them never differ', () => {
    fc.assert(
      fc.property(undated, lawDate, lawDate, (given, one, other) => {
        fc.pre(era(one) === era(other));
        const [benefit, ofOther] = [one, other].map((date) => {
          const visit = { ...given.visit, date };
          return decideVisit({ ...given, visit, dateOfBirth: '1970-06-15', copay: null }).benefit;
        });
        expect(benefit).toStrictEqual(ofOther);
      }),
      { numRuns: 500 },
    );
  });
});
