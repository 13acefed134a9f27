import * as z from 'zod/mini';

import { benefit, segment } from './benefit.ts';
import { copayUnavailable } from '../../core/eligibility/copay.ts';
import { identityWarnings } from '../../core/identity/codes.ts';
import { presenceLevels } from '../../core/identity/person.ts';
import { reasonCodes } from '../../core/eligibility/reasons.ts';

/** The answer of `POST /v1/eligibility` and `GET /v1/lookups/{lookupId}`, as published. */

const text = z.nullable(z.string());
const bilingual = z.object({ vi: z.string(), en: z.string() });
const instant = z.string().register(z.globalRegistry, { format: 'date-time' });
const date = z.nullable(z.string().register(z.globalRegistry, { format: 'date' }));

const card = z.object({
  number: z.string(),
  group: text,
  benefitDigit: text,
  validFrom: date,
  validTo: date,
  registeredFacility: z.nullable(z.object({ code: z.string(), name: text })),
  area: text,
  fiveYearsFrom: date,
});

const dong = z.int().register(z.globalRegistry, { description: 'Whole đồng.' });

const copay = z
  .discriminatedUnion('status', [
    z.object({
      status: z.literal('ready'),
      cumulative: dong,
      beforeJuly2026: z.nullable(dong),
      threshold: z.nullable(dong),
      exceeded: z.boolean(),
      asOf: text,
    }),
    z.object({ status: z.literal('pending') }),
    z.object({ status: z.literal('unavailable'), reason: z.enum(copayUnavailable) }),
  ])
  .register(z.globalRegistry, {
    description:
      'Co-payment of this calendar year, where it was asked for. `exceeded`: beyond the threshold; five years are the other condition of the exemption. `asOf`: in the words of the registry.',
  });

const evidence = z.object({
  facility: z.string(),
  lookupId: z.string(),
  visitId: text,
  requestedAt: instant,
  preparedAt: instant,
  legalBasis: z.array(z.string()),
  attempts: z.array(
    z.object({
      startedAt: instant,
      endedAt: instant,
      outcome: z.string().register(z.globalRegistry, {
        description: "The registry's result code, or the reason why there is none.",
      }),
      calls: z.array(
        z.object({
          step: z.enum(['login', 'question']),
          at: instant,
          milliseconds: z.int(),
          httpStatus: z.nullable(z.int()).register(z.globalRegistry, {
            description: 'null: nothing came back.',
          }),
        }),
      ),
    }),
  ),
});

export const eligibilityResponse = z.object({
  lookupId: z.string().register(z.globalRegistry, { format: 'uuid' }),
  verdict: z.enum(['eligible', 'not-eligible', 'undetermined']),
  reason: z.enum(reasonCodes),
  mayAdmit: z.boolean(),
  identity: z.object({
    presence: z.enum(presenceLevels),
    personalId: text,
    fullName: z.string(),
    dateOfBirth: z.string(),
    sex: z.nullable(z.enum(['male', 'female'])),
    warnings: z.array(z.enum(identityWarnings)),
    /** Who presented the patient, where it was somebody else: never the patient. */
    presentedBy: z.nullable(z.object({ personalId: z.string(), relation: z.literal('guardian') })),
  }),
  card: z.nullable(card),
  cards: z.array(z.extend(card, { applies: z.boolean() })),
  benefit: z.nullable(benefit),
  segments: z
    .nullable(z.array(segment))
    .register(z.globalRegistry, { description: 'The benefit by date; null where there is none.' }),
  copay: z.nullable(copay),
  freshness: z.object({
    source: z.enum(['registry', 'cache', 'stale', 'none']).register(z.globalRegistry, {
      description:
        '`stale`: the registry has not answered, and an older answer stands in; the asking goes on, or the registry is asked again (`recheck`).',
    }),
    asOf: z.nullable(instant),
    ageSeconds: z.nullable(z.int()),
    recheckBefore: instant,
  }),
  recheck: z
    .nullable(z.object({ attempts: z.int(), nextAt: z.nullable(instant) }))
    .register(z.globalRegistry, {
      description:
        'A lookup that the registry left open is asked about again by itself until the visit is over: how often that was, and when next; then `nextAt` is null. null: it was settled at once.',
    }),
  registry: z.nullable(z.object({ code: z.string(), message: text })),
  guidance: bilingual,
  legalBasis: z.array(z.string()).register(z.globalRegistry, {
    description: 'What the guidance rests on: article (Đ), clause (k) and point.',
  }),
  procedures: z
    .array(z.object({ id: z.string(), desk: bilingual, citations: z.array(z.string()) }))
    .register(z.globalRegistry, {
      description: 'What the desk also does in a case of procedure that the law names; often none.',
    }),
  evidence: z.nullable(evidence).register(z.globalRegistry, {
    description:
      'Only for `purpose: "closing"` while the registry has not given its word: what was tried, in place of the screenshot that the law wants (NĐ 188/2025 Đ38 k2 b).',
  }),
  degraded: z.array(z.enum(['store-unavailable'])).register(z.globalRegistry, {
    description:
      '`store-unavailable`: our store did not answer, so no older answer could be seen, the registry was asked directly, and this lookup may not be found again at its address.',
  }),
  receipt: z.null(),
});

export type EligibilityResponse = z.infer<typeof eligibilityResponse>;

const fieldError = z.object({
  pointer: z.string().register(z.globalRegistry, { description: 'JSON pointer (RFC 6901).' }),
  message: z.string(),
  code: z.optional(z.string()),
});

/** RFC 9457 with a stable code and help for both readers of an error. */
export const problemDocument = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.optional(z.string()),
  code: z.string(),
  requestId: z.string(),
  errors: z.optional(z.array(fieldError)),
  help: z.object({ desk: bilingual, vendor: z.string() }),
});
