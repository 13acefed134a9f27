import { jwtVerify } from 'jose';
import * as z from 'zod/mini';

import type { Operator } from '../../core/registry/answer.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import type { TrustedIssuer } from './issuer.ts';
import { type KeySet, KeysUnavailableError } from './key-set.ts';

/** What an access token says of the caller. */
export interface CallerToken {
  readonly clientId: string;
  readonly scopes: ReadonlySet<string>;
  /** The signed-in person, where the token names one as the registry wants it. */
  readonly operator: Operator | null;
}

export type CallerTokenFault = 'token-rejected' | 'keys-unavailable';

/** RFC 9068 and Cognito say `client_id`, OpenID Connect providers `azp`. */
const claims = z.object({
  client_id: z.optional(z.string()),
  azp: z.optional(z.string()),
  scope: z.optional(z.string()),
  token_use: z.optional(z.string()),
  name: z.optional(z.string()),
  personal_id: z.optional(z.string().check(z.regex(/^\d{12}$/))),
});

const CLOCK_TOLERANCE_S = 5;

export type CallerTokenVerifier = (token: string) => Promise<Result<CallerToken, CallerTokenFault>>;

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
  const { client_id, azp, scope = '', token_use, name, personal_id } = parsed.data;
  // Without an audience only this claim tells an access token from an identity token of the same issuer.
  if (trusted.audience === null && token_use !== 'access') return null;
  const clientId = client_id ?? azp;
  if (clientId === undefined) return null;
  const scopes = scope
    .split(' ')
    .filter((value) => value.startsWith(trusted.scopePrefix))
    .map((value) => value.slice(trusted.scopePrefix.length));
  const operator =
    name !== undefined && personal_id !== undefined ? { fullName: name, personalId: personal_id } : null;
  return { clientId, scopes: new Set(scopes), operator };
}
