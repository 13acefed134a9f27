import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import { decideVisit } from '../../../../functions/core/benefit/segments.ts';
import { settings } from '../../../../functions/core/benefit/row.ts';
import { stayPapers } from '../../../../functions/core/benefit/visit.ts';
import worked from './benefit-cases.json' with { type: 'json' };
import { card, caseOf, profileOf } from './cases.ts';

const workedCase = z.strictObject({
  id: z.string(),
  card: z.strictObject({
    groupAndDigit: z.string().length(3),
    registeredFacility: z.string().nullable(),
    area: z.string().optional(),
    fiveYearsFrom: z.string().optional(),
  }),
  visit: z.strictObject({
    facility: z.string(),
    date: z.string(),
    setting: z.enum(settings),
    emergency: z.boolean().optional(),
    mainDiagnosis: z.string().optional(),
    listedDisease: z.enum(['I', 'II']).optional(),
    referral: z
      .strictObject({ from: z.string(), signedOn: z.string(), oneYear: z.boolean().optional() })
      .optional(),
    appointment: z
      .strictObject({ issuedBy: z.string(), on: z.string(), used: z.boolean().optional() })
      .optional(),
    temporaryStay: z.strictObject({ declared: z.boolean(), paper: z.enum(stayPapers).optional() }).optional(),
    newborn: z.boolean().optional(),
    organDonor: z.boolean().optional(),
    inScopeCost: z.number().optional(),
  }),
  ageYears: z.number().optional(),
  copay: z.strictObject({ cumulative: z.number(), beforeJuly2026: z.number() }).optional(),
  expect: z.strictObject({
    code: z.string().nullable(),
    coveredPercent: z.number().nullable(),
    needsReview: z.boolean(),
  }),
});

const cases = z.array(workedCase).parse(worked.cases);

describe('the worked cases of benefit rules §4.5', () => {
  it('are all here', () => {
    expect(cases).toHaveLength(48);
  });

  it.each(cases)(
    '$id',
    ({ card: printed, visit: { facility, ...visit }, ageYears, copay, expect: expected }) => {
      const { groupAndDigit, registeredFacility, area = null, fiveYearsFrom = null } = printed;
      const registered = registeredFacility === null ? null : profileOf(registeredFacility);
      const { benefit, segments } = decideVisit(
        caseOf({
          card: card(groupAndDigit, registered, { area, fiveYearsFrom }),
          at: profileOf(facility),
          visit,
          dateOfBirth: ageYears === undefined ? null : `${2026 - ageYears}-01-01`,
          ...(copay === undefined ? {} : { copay }),
        }),
      );
      const { code, coveredPermille, needsReview } = benefit;
      expect({ code, coveredPercent: percent(coveredPermille), needsReview }).toStrictEqual(expected);
      expect(segments).toHaveLength(1);
    },
  );
});

const percent = (permille: number | null): number | null => (permille === null ? null : permille / 10);
