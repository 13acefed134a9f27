import { errors, jwtVerify } from 'jose';
import * as z from 'zod/mini';

import { parseIsoDate, parsePackedDate, parseSlashedDate } from '../../core/calendar.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import type { TrustedIssuer } from './issuer.ts';
import { type KeySet, KeysUnavailableError } from './key-set.ts';

/** Who the token's issuer says the holder is. */
export interface VneidClaims {
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth: string;
}

export type VneidFault =
  | 'VNEID_NOT_CONFIGURED'
  | 'VNEID_KEYS_UNAVAILABLE'
  | 'VNEID_MALFORMED'
  | 'VNEID_ALGORITHM'
  | 'VNEID_SIGNATURE'
  | 'VNEID_ISSUER'
  | 'VNEID_AUDIENCE'
  | 'VNEID_EXPIRED'
  | 'VNEID_NOT_YET_VALID'
  | 'VNEID_AGE'
  | 'VNEID_CLAIMS';

/** A token older than this was not issued for the patient standing here. */
const MAX_AGE_S = 600;
const CLOCK_TOLERANCE_S = 5;

/** The two public variants of the claims (identity-and-card §7.2): VNeID itself, and the National Service Portal. */
const claims = z.union([
  z.pipe(
    z.object({ citizenPid: z.string(), fullName: z.string(), birthDate: z.string() }),
    z.transform(({ citizenPid, fullName, birthDate }) => [citizenPid, fullName, birthDate] as const),
  ),
  z.pipe(
    z.object({ SoDinhDanh: z.string(), HoVaTen: z.string(), NgayThangNamSinh: z.string() }),
    z.transform(
      ({ SoDinhDanh, HoVaTen, NgayThangNamSinh }) => [SoDinhDanh, HoVaTen, NgayThangNamSinh] as const,
    ),
  ),
]);

export type VneidVerifier = (token: string) => Promise<Result<VneidClaims, VneidFault>>;

export const refuseEveryVneidToken: VneidVerifier = () => Promise.resolve(failed('VNEID_NOT_CONFIGURED'));

export function createVneidVerifier(trusted: TrustedIssuer, keys: KeySet): VneidVerifier {
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: trusted.issuer,
        algorithms: [...trusted.algorithms],
        clockTolerance: CLOCK_TOLERANCE_S,
        maxTokenAge: MAX_AGE_S,
        requiredClaims: ['exp', 'iat'],
        ...(trusted.audience !== null && { audience: trusted.audience }),
      });
      return readClaims(payload);
    } catch (error) {
      return failed(faultOf(error));
    }
  };
}

function readClaims(payload: unknown): Result<VneidClaims, VneidFault> {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return failed('VNEID_CLAIMS');
  const [personalId, fullName, written] = parsed.data;
  const dateOfBirth = parseIsoDate(written) ?? parseSlashedDate(written) ?? parseBasicDate(written);
  return dateOfBirth === null ? failed('VNEID_CLAIMS') : ok({ personalId, fullName, dateOfBirth });
}

/** `yyyyMMdd`, as the National Service Portal writes it. */
const parseBasicDate = (text: string): string | null =>
  /^\d{8}$/.test(text) ? parsePackedDate(text.slice(6) + text.slice(4, 6) + text.slice(0, 4)) : null;

const CLAIM_FAULTS = new Map<string, VneidFault>([
  ['iss', 'VNEID_ISSUER'],
  ['aud', 'VNEID_AUDIENCE'],
  ['nbf', 'VNEID_NOT_YET_VALID'],
  ['iat', 'VNEID_NOT_YET_VALID'],
]);

/** jose's errors by their class and claim, never by their text. */
function faultOf(error: unknown): VneidFault {
  if (error instanceof KeysUnavailableError) return 'VNEID_KEYS_UNAVAILABLE';
  if (error instanceof errors.JWTExpired) return error.claim === 'iat' ? 'VNEID_AGE' : 'VNEID_EXPIRED';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.reason === 'missing' ? 'VNEID_CLAIMS' : (CLAIM_FAULTS.get(error.claim) ?? 'VNEID_CLAIMS');
  }
  if (error instanceof errors.JOSEAlgNotAllowed) return 'VNEID_ALGORITHM';
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return 'VNEID_SIGNATURE';
  }
  return 'VNEID_MALFORMED';
}
