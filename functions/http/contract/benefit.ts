import * as z from 'zod/mini';

import { certainties, routes } from '../../core/benefit/row.ts';
import { birthDate, facilityCode, plainDate, visit } from './visit.ts';

/** The request and answer of `POST /v1/benefit`, and the decision as every answer shows it. */

const bilingual = z.object({ vi: z.string(), en: z.string() });
const date = z.string().register(z.globalRegistry, { format: 'date' });
const percent = z.number().register(z.globalRegistry, { description: 'Percent of in-scope cost; exact.' });

const card = z.strictObject({
  group: z
    .string()
    .check(z.regex(/^[A-Z]{2}$/, 'must be the two letters of the group'))
    .register(z.globalRegistry, { description: 'Characters 1–2 of the card.', examples: ['GD'] }),
  benefitDigit: z.enum(['1', '2', '3', '4', '5']).register(z.globalRegistry, {
    description: 'Character 3 of the card.',
  }),
  registeredFacility: z.optional(z.nullable(facilityCode)),
  area: z.optional(z.nullable(z.enum(['K1', 'K2', 'K3']))),
  validFrom: z.optional(z.nullable(plainDate)),
  validTo: z.optional(z.nullable(plainDate)),
  fiveYearsFrom: z.optional(z.nullable(plainDate)),
});

const dong = z.int().check(z.gte(0), z.lte(10_000_000_000));

export const benefitRequest = z.strictObject({
  card,
  otherCards: z.optional(z.array(card).check(z.maxLength(10))).register(z.globalRegistry, {
    description: 'Other cards of the same patient: one may take over during the stay.',
  }),
  person: z.optional(z.strictObject({ dateOfBirth: z.optional(birthDate) })),
  visit: z.optional(visit),
  copay: z
    .optional(
      z.nullable(
        z.strictObject({
          cumulative: dong,
          beforeJuly2026: z.optional(z.nullable(dong)),
          exceededOn: z.optional(plainDate),
        }),
      ),
    )
    .register(z.globalRegistry, {
      description:
        'This calendar year, whole đồng. `exceededOn`: the day of this stay on which the threshold was crossed.',
    }),
});

export type BenefitRequest = z.infer<typeof benefitRequest>;

const change = z.object({
  condition: z.enum([
    'in-scope-cost-below',
    'copay-above',
    'admitted',
    'listed-diagnosis',
    'valid-referral',
    'card-changes',
  ]),
  amount: z.optional(z.int()),
  list: z.optional(z.enum(['I', 'II'])),
  on: z.optional(date),
  coveredPercent: percent,
});

const slip = z.object({
  slip: z.enum(['referral', 'appointment', 'temporary-stay']),
  accepted: z.boolean(),
  reason: bilingual,
  citation: z.string(),
  validUntil: z.nullable(date),
});

export const benefit = z.object({
  code: z.nullable(z.string()).register(z.globalRegistry, {
    description: '`MA_DOITUONG_KCB` of QĐ 3276/QĐ-BYT; provisional until the visit ends.',
  }),
  row: z.nullable(z.string()).register(z.globalRegistry, { description: 'Row of the decision table.' }),
  route: z.enum(routes),
  basePercent: z.nullable(percent),
  factor: z.nullable(z.number()),
  coveredPercent: z.nullable(percent),
  certainty: z.enum(certainties),
  needsReview: z.boolean().register(z.globalRegistry, {
    description: 'No rule fits, or something that decides is not known: a person must look.',
  }),
  reason: bilingual,
  citations: z.array(z.string()),
  readings: z
    .array(
      z.object({
        ambiguity: z.string(),
        note: bilingual,
        code: z.nullable(z.string()),
        coveredPercent: percent,
      }),
    )
    .register(z.globalRegistry, { description: 'Where texts disagree: each reading and what it would pay.' }),
  wouldChangeIf: z.array(change),
  evidenceRequired: z.array(z.string()),
  slips: z
    .array(slip)
    .register(z.globalRegistry, { description: 'What each slip that came along is worth.' }),
  attested: z.boolean().register(z.globalRegistry, {
    description: "Counts on the facility's own attestation, which no list confirms.",
  }),
});

export const segment = z.object({ from: date, to: date, benefit });

export const benefitResponse = z.object({ benefit, segments: z.array(segment) });

export type BenefitShown = z.infer<typeof benefit>;
export type BenefitResponse = z.infer<typeof benefitResponse>;
