import * as z from 'zod/mini';

import { settings } from '../../core/benefit/row.ts';
import { stayPapers } from '../../core/benefit/visit.ts';
import type { CardPeriod } from '../../core/card/timeline.ts';
import type { Attempt } from '../../core/eligibility/ports.ts';
import { type Lookup, purposes, type Visit } from '../../core/eligibility/lookup-record.ts';
import { type IdentityWarning, type Person, presenceLevels } from '../../core/identity/person.ts';
import { type AskOutcome, type RegistryAnswer, unanswered } from '../../core/registry/answer.ts';

/** The shapes of what is sealed into the cache table, parsed when read: an older release may have written it. */

const sex = z.nullable(z.enum(['male', 'female']));
const text = z.nullable(z.string());
const instant = z.pipe(
  z.string(),
  z.transform((value) => new Date(value)),
);
/** Warnings only inform: one that a later release dropped must not make the lookup unreadable. */
const warning = z.custom<IdentityWarning>((value) => typeof value === 'string');

const period: z.ZodMiniType<CardPeriod> = z.object({
  number: z.string(),
  group: text,
  benefitDigit: text,
  validFrom: text,
  validTo: text,
  registeredFacility: z.nullable(z.object({ code: z.string(), name: text })),
  area: text,
  fiveYearsFrom: text,
});

export const registryAnswer: z.ZodMiniType<RegistryAnswer> = z.object({
  code: z.string(),
  message: text,
  holderSex: sex,
  periods: z.array(period),
});

export const askOutcome: z.ZodMiniType<AskOutcome> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answered'), answer: registryAnswer }),
  z.object({
    kind: z.literal('failed'),
    reason: z.enum(unanswered),
  }),
]);

const person: z.ZodMiniType<Person> = z.object({
  number: z.string(),
  personalId: text,
  fullName: z.string(),
  dateOfBirth: z.string(),
  sex,
  presence: z.enum(presenceLevels),
  warnings: z.array(warning),
});

const flag = z.optional(z.boolean());
const words = z.optional(z.string());

const visit: z.ZodMiniType<Visit> = z.object({
  id: text,
  purpose: z.optional(z.enum(purposes)),
  date: z.string(),
  endsOn: words,
  setting: z.optional(z.enum(settings)),
  emergency: flag,
  mainDiagnosis: words,
  listedDisease: z.optional(z.enum(['I', 'II'])),
  referral: z.optional(z.object({ from: z.string(), signedOn: z.string(), oneYear: flag, number: words })),
  appointment: z.optional(z.object({ issuedBy: z.string(), on: z.string(), used: flag, number: words })),
  temporaryStay: z.optional(z.object({ declared: z.boolean(), paper: z.optional(z.enum(stayPapers)) })),
  newborn: flag,
  organDonor: flag,
  inScopeCost: z.optional(z.number()),
});

export const storedLookup: z.ZodMiniType<Lookup> = z.object({
  id: z.string(),
  facility: z.string(),
  person,
  presentedBy: z._default(
    z.nullable(z.object({ personalId: z.string(), relation: z.literal('guardian') })),
    null,
  ),
  visit,
  wantsCopay: z._default(z.boolean(), false),
  requestedAt: instant,
  basis: z.nullable(
    z.object({ outcome: askOutcome, source: z.enum(['registry', 'cache', 'stale']), asOf: instant }),
  ),
  recheck: z.optional(z.object({ attempts: z.number(), nextAt: z.nullable(instant) })),
  operator: z.optional(z.object({ fullName: z.string(), personalId: z.string() })),
});

export const storedAttempts: z.ZodMiniType<readonly Attempt[]> = z.array(
  z.object({
    startedAt: instant,
    endedAt: instant,
    outcome: z.string(),
    calls: z.array(
      z.object({
        step: z.enum(['login', 'question']),
        at: instant,
        milliseconds: z.number(),
        httpStatus: z.nullable(z.number()),
      }),
    ),
  }),
);
