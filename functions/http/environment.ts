import * as z from 'zod/mini';

/** Pieces of the functions' environments; lib/functions.ts sets them, each function's config.ts names its own. */

const required = z.string().check(z.minLength(1));
const positiveInteger = z.pipe(z.coerce.number(), z.int().check(z.gt(0)));

/** The directory, and the keys wrapped in it. */
export const keyringEnvironment = {
  DIRECTORY_TABLE: required,
  DATA_KEY_ID: required,
  // Set by Lambda itself; needed to sign what is asked of KMS and others without the SDK's clients.
  AWS_REGION: required,
  AWS_ACCESS_KEY_ID: required,
  AWS_SECRET_ACCESS_KEY: required,
  AWS_SESSION_TOKEN: z.optional(z.string()),
  AWS_ENDPOINT_URL_KMS: z.optional(z.string()),
};

export const storesEnvironment = { ...keyringEnvironment, CACHE_TABLE: required };

/** For how long an answer may stand in for one that the registry does not give. */
export const usableEnvironment = {
  USABLE_ELIGIBLE_MINUTES: positiveInteger,
  USABLE_NOT_ELIGIBLE_MINUTES: positiveInteger,
  USABLE_WITHDRAWN_MINUTES: positiveInteger,
};

export const callerEnvironment = {
  OIDC_ISSUER: z.url(),
  OIDC_JWKS_URL: z.url(),
  OIDC_AUDIENCE: z.string(),
  OIDC_ALGORITHMS: required,
  OIDC_SCOPE_PREFIX: z.string(),
};

/** Empty where no VNeID issuer is configured: then such tokens are refused, and said so. */
export const vneidEnvironment = {
  VNEID_ISSUER: z.string(),
  VNEID_JWKS_URL: z.string(),
  VNEID_AUDIENCE: z.string(),
  VNEID_ALGORITHMS: z.string(),
  /** JSON, or empty for the defaults. */
  VNEID_OPTIONS: z.string(),
  /** The secret with the keys for encrypted tokens; empty where the issuer writes none. */
  VNEID_DECRYPTION_SECRET: z.string(),
};

export const env = { required, positiveInteger };

/** Read once, when the function starts: a wrong setting fails the start, loudly and by name. */
export function readEnvironment<T extends z.core.$ZodLooseShape>(shape: T): z.infer<z.ZodMiniObject<T>> {
  const parsed = z.object(shape).safeParse(process.env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join('.'));
  throw new Error(`Missing or wrong environment: ${names.join(', ')}`);
}

const SYMMETRIC = /^(HS|none$)/i;

/** `RS256,ES256` to a list. A symmetric algorithm here would let anybody with the public key sign. */
export function asymmetricAlgorithms(list: string): string[] {
  const algorithms = list.split(',').map((name) => name.trim());
  if (algorithms.some((name) => name === '' || SYMMETRIC.test(name))) {
    throw new Error('Only asymmetric signature algorithms may be trusted');
  }
  return algorithms;
}
