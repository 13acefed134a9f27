/** What a header may hold. Everything else (RFC 8725 §3.10: `jwk`, `jku`, `x5u`, `x5c`, `crit`, `b64`, `zip`) is refused. */
const TAKEN_IN_JWS = new Set(['alg', 'kid', 'typ', 'x5t', 'x5t#S256']);
const TAKEN_IN_JWE = new Set(['alg', 'enc', 'kid', 'typ', 'cty', 'epk', 'apu', 'apv']);

const MAX_KEY_ID = 256;

export type Header = Readonly<Record<string, unknown>>;

const holdsOnly = (header: Header, taken: ReadonlySet<string>): boolean =>
  Object.keys(header).every((name) => taken.has(name));

const isKeyId = (value: unknown): boolean =>
  value === undefined || (typeof value === 'string' && value.length > 0 && value.length <= MAX_KEY_ID);

/** Upper case or lower, with or without `application/`: RFC 7515 §4.1.9. */
const typeName = (value: string): string => value.toLowerCase().replace(/^application\//, '');

/** The type the issuer is configured to write; where none is, `JWT` or nothing (RFC 8725 §3.11). */
function isType(value: unknown, required: string | null): boolean {
  if (required === null)
    return value === undefined || (typeof value === 'string' && typeName(value) === 'jwt');
  return typeof value === 'string' && typeName(value) === typeName(required);
}

export const isJwsHeader = (header: Header, type: string | null): boolean =>
  holdsOnly(header, TAKEN_IN_JWS) && isKeyId(header['kid']) && isType(header['typ'], type);

/** Around a signed token, and saying so: RFC 7519 §5.2. */
export const isJweHeader = (header: Header): boolean =>
  holdsOnly(header, TAKEN_IN_JWE) && isKeyId(header['kid']) && isContentType(header['cty']);

const isContentType = (value: unknown): boolean => typeof value === 'string' && typeName(value) === 'jwt';
