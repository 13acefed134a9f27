import * as z from 'zod/mini';

import { isPlausibleName } from '../../core/identity/names.ts';
import { birthDate, text, visit } from './visit.ts';

/** The request of `POST /v1/eligibility`: validates it, and is published as its OpenAPI schema. */

const fullName = text(255).register(z.globalRegistry, {
  description: 'With Vietnamese diacritics, as on the card.',
  examples: ['ĐỖ THỊ MẪU'],
});

const base64 = z.string().check(z.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64'));

const dataGroupNumber = z
  .string()
  .check(z.regex(/^(?:[1-9]|1[0-6])$/, 'must be the number of a data group, 1 to 16'));

export const chipSubject = z.strictObject({
  kind: z.literal('chip'),
  personalId: text(40).register(z.globalRegistry, {
    description: '12-digit personal number read from the chip.',
    examples: ['001190000017'],
  }),
  fullName,
  dateOfBirth: birthDate,
  chip: z.optional(
    z
      .strictObject({
        sod: base64,
        dataGroups: z.record(dataGroupNumber, base64).register(z.globalRegistry, {
          description:
            'Data groups by number, base64. 13 is needed, 1 is compared with it; leave out the face (2) and the fingerprints (3).',
        }),
      })
      .register(z.globalRegistry, {
        description:
          'Signed chip data, 64 kB at most: prove the read (ICAO 9303 passive authentication), and what is typed beside them must agree. Without them, or where they could not be checked (warning CHIP_NOT_CHECKED), the read counts as a QR code.',
      }),
  ),
});

const scanned = text(4000).register(z.globalRegistry, {
  description: 'The text the scanner typed, unchanged.',
});

const dependant = z
  .strictObject({
    personalId: z.optional(text(40)),
    cardNumber: z.optional(text(40)),
    fullName,
    dateOfBirth: birthDate,
  })
  .register(z.globalRegistry, {
    description:
      'The child whom the holder of the token presents: the patient of this lookup. Taken only where the token names the child; a newborn without a personal number goes by its temporary card code (TE1…).',
  });

export const subject = z.discriminatedUnion('kind', [
  chipSubject,
  z.strictObject({ kind: z.literal('citizen-qr'), payload: scanned }),
  z.strictObject({
    kind: z.literal('vneid'),
    token: text(8000).register(z.globalRegistry, {
      description: 'Compact JWS, or one within a compact JWE where the issuer encrypts.',
    }),
    onBehalfOf: z.optional(dependant),
  }),
  z.strictObject({
    kind: z.literal('card'),
    cardNumber: text(40).register(z.globalRegistry, {
      description: '10, 12 or 15 characters.',
      examples: ['DN4999900000017'],
    }),
    fullName,
    dateOfBirth: birthDate,
  }),
  z.strictObject({ kind: z.literal('card-qr'), payload: scanned }),
  z.strictObject({ kind: z.literal('scan'), payload: scanned }).register(z.globalRegistry, {
    description:
      'Either QR, told apart by its shape. Machine-readable lines and a number alone are recognised and refused: the registry compares names with their diacritics, which those do not have.',
  }),
]);

export const operator = z
  .strictObject({
    fullName: text(255).check(z.refine(isPlausibleName, 'must be a name')),
    personalId: z.string().check(z.regex(/^[0-9]{12}$/, 'must be a 12-digit personal number')),
  })
  .register(z.globalRegistry, {
    description:
      'The person at the desk, as registered with BHXH; may be left out where the signed-in user is that person.',
  });

export const eligibilityRequest = z.strictObject({
  subject,
  visit: z.optional(visit),
  operator: z.optional(operator),
  include: z.optional(
    z.array(z.enum(['copay', 'history'])).register(z.globalRegistry, {
      description:
        '`copay`: the co-payment of the year, never waited for by the verdict. `history` is not served yet: answers 422.',
    }),
  ),
});

export type EligibilityRequest = z.infer<typeof eligibilityRequest>;
export type Subject = EligibilityRequest['subject'];
