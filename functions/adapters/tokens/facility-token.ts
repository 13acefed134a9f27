import { createHash } from 'node:crypto';

import { jwtVerify } from 'jose';
import * as z from 'zod/mini';

import type { Operator } from '../../core/registry/answer.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import type { TrustedIssuer } from './issuer.ts';
import { KeysUnavailableError } from './key-cache.ts';
import type { KeySet } from './key-set.ts';

/** What an access token says of the caller. */
export interface CallerToken {
  readonly clientId: string;
  readonly scopes: ReadonlySet<string>;
  /** The signed-in person, where the token names one as the registry wants it. */
  readonly operator: Operator | null;
  readonly expiresAt: Date;
}

export type CallerTokenFault = 'token-rejected' | 'keys-unavailable';

/** RFC 9068 and Cognito say `client_id`, OpenID Connect providers `azp`. */
const claims = z.object({
  exp: z.number(),
  client_id: z.optional(z.string()),
  azp: z.optional(z.string()),
  scope: z.optional(z.string()),
  token_use: z.optional(z.string()),
  name: z.optional(z.string()),
  personal_id: z.optional(z.string()),
});

const CLOCK_TOLERANCE_S = 5;

export type CallerTokenVerifier = (token: string) => Promise<Result<CallerToken, CallerTokenFault>>;

/** A HIS sends the same token with every lookup of an hour: its signature is checked once a minute (ADR 7). */
const REMEMBER_MS = 60_000;
const REMEMBER_AT_MOST = 500;

/** Answers from memory for tokens that were good within the last minute and have not expired since. */
export function rememberTokens(verify: CallerTokenVerifier, now: () => Date): CallerTokenVerifier {
  const good = new Map<string, { readonly caller: CallerToken; readonly until: number }>();
  return async (token) => {
    const key = createHash('sha256').update(token).digest('base64');
    const known = good.get(key);
    if (known !== undefined && now().getTime() < known.until) return ok(known.caller);
    good.delete(key);
    const verified = await verify(token);
    if (!verified.ok) return verified;
    const [oldest] = good.keys();
    if (good.size >= REMEMBER_AT_MOST && oldest !== undefined) good.delete(oldest);
    const until = Math.min(now().getTime() + REMEMBER_MS, verified.value.expiresAt.getTime());
    good.set(key, { caller: verified.value, until });
    return verified;
  };
}

export function createCallerTokenVerifier(
  trusted: TrustedIssuer & { readonly scopePrefix: string },
  keys: KeySet,
): CallerTokenVerifier {
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: trusted.issuer,
        algorithms: [...trusted.algorithms],
        clockTolerance: CLOCK_TOLERANCE_S,
        requiredClaims: ['exp'],
        ...(trusted.audience !== null && { audience: trusted.audience }),
      });
      const caller = readCaller(payload, trusted);
      return caller === null ? failed('token-rejected') : ok(caller);
    } catch (error) {
      return failed(error instanceof KeysUnavailableError ? 'keys-unavailable' : 'token-rejected');
    }
  };
}

function readCaller(
  payload: unknown,
  trusted: TrustedIssuer & { readonly scopePrefix: string },
): CallerToken | null {
  const parsed = claims.safeParse(payload);
  if (!parsed.success) return null;
  const { exp, client_id, azp, scope = '', token_use, name, personal_id } = parsed.data;
  // Without an audience only this claim tells an access token from an identity token of the same issuer.
  if (trusted.audience === null && token_use !== 'access') return null;
  const clientId = client_id ?? azp;
  if (clientId === undefined) return null;
  const scopes = scope
    .split(' ')
    .filter((value) => value !== '' && value.startsWith(trusted.scopePrefix))
    .map((value) => value.slice(trusted.scopePrefix.length));
  const operator =
    name !== undefined && personal_id !== undefined && /^\d{12}$/.test(personal_id)
      ? { fullName: name, personalId: personal_id }
      : null;
  return { clientId, scopes: new Set(scopes), operator, expiresAt: new Date(exp * 1000) };
}
