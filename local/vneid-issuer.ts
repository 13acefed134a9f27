import { randomUUID } from 'node:crypto';

import { CompactEncrypt, type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import * as z from 'zod';

import { audienceFor, isBoundToFacility } from '../functions/adapters/tokens/audience.ts';

/** The sandbox's stand-in for VNeID. What the real one gives a hospital is not public; claims follow what is known. */
export interface VneidIssuer {
  readonly issuer: string;
  /** With `{facility}` where the facility's code goes. */
  readonly audience: string;
  readonly jwksPath: string;
  readonly mintPath: string;
  readonly jwks: { readonly keys: readonly JWK[] };
  /** What encrypted tokens are encrypted to, for other issuers to do so too. */
  readonly encryptTo: JWK;
  /** The private half, as a hospital would have it in its secret. */
  readonly decryptionKeys: { readonly keys: readonly JWK[] };
  /**
   * A signed token of these claims; issuer, audience, times and id are filled in where they are not given.
   * `envelope` is no claim: `jwe` encrypts the token to the service.
   */
  mint(claims: Readonly<Record<string, unknown>>): Promise<string>;
}

const TOKEN_SECONDS = 300;

/** Given times are taken as they are, wrong ones too: that is what a sandbox is for. */
const mintRequest = z.record(z.string(), z.unknown());

export const readMintRequest = (json: unknown): Record<string, unknown> | null =>
  mintRequest.safeParse(json).data ?? null;

/** Many facilities of a file would make tokens longer than a lookup takes: claims may name the audience themselves. */
const AUDIENCES_AT_MOST = 100;

export async function startVneidIssuer(
  baseUrl: string,
  options: { readonly audience: string | undefined; readonly facilities: readonly string[] },
): Promise<VneidIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const kid = 'vneid-1';
  const ours = await generateKeyPair('ECDH-ES', { extractable: true });
  const encryptTo = { ...(await exportJWK(ours.publicKey)), kid: 'tiep-don-1' };
  const issuer = `${baseUrl}/sandbox/vneid`;
  const audience = options.audience ?? 'tiep-don-sandbox/{facility}';
  // A token that says nothing else is good at every desk of the sandbox: whoever tries it out has asked for none.
  const everyDesk = isBoundToFacility(audience)
    ? options.facilities.slice(0, AUDIENCES_AT_MOST).map((facility) => audienceFor(audience, facility))
    : audience;
  return {
    issuer,
    audience,
    jwksPath: '/sandbox/vneid/jwks',
    mintPath: '/sandbox/vneid/tokens',
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] },
    encryptTo,
    decryptionKeys: { keys: [{ ...(await exportJWK(ours.privateKey)), kid: encryptTo.kid }] },
    mint: async ({ envelope, ...claims }) => {
      const now = Math.floor(Date.now() / 1000);
      const payload = {
        iss: issuer,
        aud: everyDesk,
        iat: now,
        exp: now + TOKEN_SECONDS,
        jti: randomUUID(),
        ...claims,
      };
      const token = await new SignJWT(payload)
        .setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' })
        .sign(privateKey);
      return envelope === 'jwe' ? encrypt(token, ours.publicKey, encryptTo.kid) : token;
    },
  };
}

const encrypt = (token: string, to: CryptoKey, kid: string): Promise<string> =>
  new CompactEncrypt(new TextEncoder().encode(token))
    .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', kid, cty: 'JWT' })
    .encrypt(to);
