import * as z from 'zod/mini';

import { settings } from '../../core/benefit/row.ts';
import { stayPapers } from '../../core/benefit/visit.ts';
import { purposes } from '../../core/eligibility/lookup-record.ts';
import { parseIsoDate } from '../../core/calendar.ts';

/** What requests have in common: dates, codes, and the visit. */

export const text = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

export const plainDate = z
  .string()
  .check(
    z.refine(
      (value) => parseIsoDate(value)?.length === 10,
      'must be a calendar date that exists, as YYYY-MM-DD',
    ),
  )
  .register(z.globalRegistry, { format: 'date', examples: ['2026-11-21'] });

export const facilityCode = z
  .string()
  .check(
    z.regex(/^[0-9]{2}[0-9A-Z]{3}$/, 'must be a facility code: two digits, then three digits or letters'),
  );

export const birthDate = text(10).register(z.globalRegistry, {
  description: 'YYYY-MM-DD; YYYY-MM or YYYY where the card has no more.',
  examples: ['1990-02-17', '1990-02', '1990'],
});

/** The visit as the hospital states it; every field optional. */
export const visit = z.strictObject({
  id: z.optional(
    text(100).register(z.globalRegistry, {
      description: "The HIS's own visit id; ties arrival, treatment and closing checks together.",
    }),
  ),
  purpose: z.optional(z.enum(purposes)),
  setting: z.optional(z.enum(settings)),
  date: z.optional(plainDate).register(z.globalRegistry, {
    description:
      'The day the patient came. Default: today; for treatment and closing, the day of the first check under the same `id`.',
  }),
  endsOn: z.optional(plainDate).register(z.globalRegistry, {
    description: 'Last day of the stay or episode, where it is known: the answer is then split by date.',
  }),
  emergency: z.optional(z.boolean()),
  mainDiagnosis: z.optional(
    z.string().check(z.regex(/^[A-Z][0-9]{2}(\.[0-9A-Z]{1,3})?$/, 'must be an ICD-10 code')),
  ),
  listedDisease: z.optional(z.enum(['I', 'II'])),
  referral: z.optional(
    z.strictObject({
      from: facilityCode,
      signedOn: plainDate,
      oneYear: z.optional(z.boolean()),
      number: z.optional(text(50)),
    }),
  ),
  appointment: z.optional(
    z.strictObject({
      issuedBy: facilityCode,
      on: plainDate,
      used: z.optional(z.boolean()),
      number: z.optional(text(50)),
    }),
  ),
  temporaryStay: z.optional(
    z.strictObject({
      declared: z.boolean(),
      paper: z.optional(z.enum(stayPapers)),
    }),
  ),
  newborn: z.optional(z.boolean()),
  organDonor: z.optional(z.boolean()),
  inScopeCost: z.optional(
    z
      .int()
      .check(z.gte(0), z.lte(10_000_000_000))
      .register(z.globalRegistry, { description: 'Whole đồng; known only at closing.' }),
  ),
});
