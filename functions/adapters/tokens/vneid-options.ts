import * as z from 'zod/mini';

/** Under which names an issuer says who the holder is. */
export interface ClaimNames {
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth: string;
}

/** The public variants (identity-and-card §7.2): VNeID itself, and the National Public Service Portal. */
export const claimPresets = {
  vneid: { personalId: 'citizenPid', fullName: 'fullName', dateOfBirth: 'birthDate' },
  'national-portal': { personalId: 'SoDinhDanh', fullName: 'HoVaTen', dateOfBirth: 'NgayThangNamSinh' },
} as const satisfies Record<string, ClaimNames>;

const claimName = z.string().check(z.minLength(1));
const positive = z.int().check(z.gt(0));

/** How an issuer writes its tokens. No format for relying parties is public, so all of it is configuration. */
const options = z.strictObject({
  /** Presets or names, tried in turn. */
  claims: z._default(
    z
      .array(
        z.union([
          z.pipe(
            z.enum(['vneid', 'national-portal']),
            z.transform((preset): ClaimNames => claimPresets[preset]),
          ),
          z.strictObject({ personalId: claimName, fullName: claimName, dateOfBirth: claimName }),
        ]),
      )
      .check(z.minLength(1)),
    [claimPresets.vneid, claimPresets['national-portal']],
  ),
  /** The claim with those in the holder's care; each is named as the holder is. */
  dependants: z._default(claimName, 'dependants'),
  /** The header's `typ`. null: `JWT`, or none. */
  type: z._default(z.nullable(z.string().check(z.minLength(1))), null),
  /** A token older than this was not issued for the patient standing here. */
  maxAgeSeconds: z._default(positive, 600),
  /** An issuer that lets its tokens live longer than this does not mean them for a desk. */
  maxLifetimeSeconds: z._default(positive, 3_600),
  /** Whether every token must carry the nonce of `POST /v1/presence/challenges`. */
  requiresChallenge: z._default(z.boolean(), false),
  /** Signed, or signed and then encrypted to us (RFC 7519 §11.2); either, while an issuer changes over. */
  envelope: z._default(z.enum(['jws', 'jwe', 'either']), 'jws'),
  /** How long its keys count as fresh, and at most how often they are fetched. */
  keys: z._default(z.strictObject({ freshMs: z.optional(positive), cooldownMs: z.optional(positive) }), {}),
});

export type VneidOptions = z.infer<typeof options>;

export const vneidDefaults = options.parse({});

/** From the environment: JSON, or nothing for the defaults. */
export const readVneidOptions = (text: string): VneidOptions =>
  text === '' ? vneidDefaults : options.parse(JSON.parse(text));
