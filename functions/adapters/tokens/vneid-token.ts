import { errors, type JWTPayload, jwtVerify } from 'jose';

import { failed, ok, type Result } from '../../core/result.ts';
import { audienceFor } from './audience.ts';
import { isJwe, readCompactJws, readJsonObject } from './compact-shape.ts';
import { isJwsHeader } from './header-rules.ts';
import type { UseChallenge } from '../dynamodb/challenges.ts';
import type { UseOnce } from '../dynamodb/single-use.ts';
import type { TrustedIssuer } from './issuer.ts';
import { KeysUnavailableError } from './key-cache.ts';
import type { KeySet } from './key-set.ts';
import { type DecryptionKey, openNested } from './nested-token.ts';
import { readDependants, readHolder, type VneidClaims } from './vneid-claims.ts';
import type { VneidOptions } from './vneid-options.ts';

export type VneidFault =
  | 'VNEID_NOT_CONFIGURED'
  | 'VNEID_KEYS_UNAVAILABLE'
  | 'VNEID_DECRYPTION_UNAVAILABLE'
  | 'VNEID_MALFORMED'
  | 'VNEID_ENCRYPTION'
  | 'VNEID_HEADER'
  | 'VNEID_ALGORITHM'
  | 'VNEID_SIGNATURE'
  | 'VNEID_ISSUER'
  | 'VNEID_AUDIENCE'
  | 'VNEID_EXPIRED'
  | 'VNEID_NOT_YET_VALID'
  | 'VNEID_AGE'
  | 'VNEID_LIFETIME'
  | 'VNEID_CLAIMS'
  | 'VNEID_CHALLENGE_REQUIRED'
  | 'VNEID_CHALLENGE_UNKNOWN'
  | 'VNEID_REPLAYED';

const CLOCK_TOLERANCE_S = 5;

/** A token that is in order and not used yet. */
export interface GoodToken {
  readonly holder: VneidClaims;
  /**
   * Uses the token and its nonce up, or says why that cannot be. The last step, after all that may refuse the token
   * for another reason, and before anything is done in the holder's name: of two at once, one gets through.
   */
  readonly spend: () => Promise<VneidFault | null>;
}

/** Who asks is part of the question: a token is issued for one facility, and its nonce was given to one. */
export type VneidVerifier = (token: string, facility: string) => Promise<Result<GoodToken, VneidFault>>;

export const refuseEveryVneidToken: VneidVerifier = () => Promise.resolve(failed('VNEID_NOT_CONFIGURED'));

export interface VneidTrust extends TrustedIssuer {
  /** May name the facility that asks: `{facility}`. */
  readonly audience: string;
  readonly options: VneidOptions;
}

export interface VneidPorts {
  readonly keys: KeySet;
  readonly now: () => Date;
  readonly useOnce: UseOnce;
  readonly useChallenge: UseChallenge;
  readonly decryptionKey: DecryptionKey;
}

/** What the token itself must say, whoever holds it. */
interface Checked {
  readonly id: string;
  readonly expires: number;
  readonly nonce: string | null;
  readonly holder: VneidClaims;
}

/** RFC 8725, in the order that costs least: its shape, its header, its signature, its claims. Its use is left to do. */
export function createVneidVerifier(trusted: VneidTrust, ports: VneidPorts): VneidVerifier {
  return async (token, facility) => {
    const signed = await unwrap(token, trusted, ports);
    if (!signed.ok) return signed;
    const verified = await verifySigned(signed.value, facility, trusted, ports);
    if (!verified.ok) return verified;
    const checked = readClaims(verified.value, trusted.options);
    if (!checked.ok) return checked;
    const { holder, ...use } = checked.value;
    return ok({ holder, spend: () => spend(use, facility, trusted, ports) });
  };
}

async function unwrap(
  token: string,
  { options: { envelope } }: VneidTrust,
  { decryptionKey }: VneidPorts,
): Promise<Result<string, VneidFault>> {
  if (envelope === 'jws' || (envelope === 'either' && !isJwe(token))) return ok(token);
  try {
    const inner = await openNested(token, decryptionKey);
    return inner === null ? failed('VNEID_ENCRYPTION') : ok(inner);
  } catch (error) {
    if (error instanceof KeysUnavailableError) return failed('VNEID_DECRYPTION_UNAVAILABLE');
    throw error;
  }
}

async function verifySigned(
  token: string,
  facility: string,
  { issuer, audience, algorithms, options }: VneidTrust,
  { keys, now }: VneidPorts,
): Promise<Result<JWTPayload, VneidFault>> {
  const jws = readCompactJws(token);
  if (jws === null) return failed('VNEID_MALFORMED');
  if (!algorithms.some((algorithm) => algorithm === jws.header['alg'])) return failed('VNEID_ALGORITHM');
  if (!isJwsHeader(jws.header, options.type)) return failed('VNEID_HEADER');
  if (readJsonObject(jws.payload) === null) return failed('VNEID_MALFORMED');
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience: audienceFor(audience, facility),
      algorithms: [...algorithms],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: now(),
      maxTokenAge: options.maxAgeSeconds,
      requiredClaims: ['exp', 'iat', 'jti'],
    });
    return ok(payload);
  } catch (error) {
    return failed(faultOf(error));
  }
}

const MAX_ID_CHARACTERS = 256;

function readClaims(payload: JWTPayload, options: VneidOptions): Result<Checked, VneidFault> {
  const { exp, iat, jti, nonce = null } = payload;
  const isId = typeof jti === 'string' && jti.length > 0 && jti.length <= MAX_ID_CHARACTERS;
  if (exp === undefined || iat === undefined || !isId) return failed('VNEID_CLAIMS');
  // Also what is no number of seconds at all: JSON reads 1e999 as infinity.
  if (!(exp - iat <= options.maxLifetimeSeconds)) return failed('VNEID_LIFETIME');
  if (nonce !== null && typeof nonce !== 'string') return failed('VNEID_CLAIMS');
  const holder = readHolder(payload, options.claims);
  if (holder === null) return failed('VNEID_CLAIMS');
  if (nonce === null && options.requiresChallenge) return failed('VNEID_CHALLENGE_REQUIRED');
  const dependants = readDependants(payload, options.dependants, options.claims);
  const named = dependants.length === 0 ? {} : { dependants };
  return ok({ id: jti, expires: exp, nonce, holder: { ...holder, ...named } });
}

async function spend(
  { id, expires, nonce }: Omit<Checked, 'holder'>,
  facility: string,
  { issuer }: VneidTrust,
  { useOnce, useChallenge }: VneidPorts,
): Promise<VneidFault | null> {
  if (nonce !== null && !(await useChallenge(facility, nonce))) return 'VNEID_CHALLENGE_UNKNOWN';
  const until = new Date((expires + CLOCK_TOLERANCE_S + 1) * 1000);
  return (await useOnce({ issuer, id, until })) ? null : 'VNEID_REPLAYED';
}

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
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys
  ) {
    return 'VNEID_SIGNATURE';
  }
  return 'VNEID_MALFORMED';
}
