import { randomUUID } from 'node:crypto';

import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import * as z from 'zod';

/** The sandbox's stand-in for VNeID. What the real one gives a hospital is not public; claims follow what is known. */
export interface VneidIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly jwksPath: string;
  readonly mintPath: string;
  readonly jwks: { readonly keys: readonly JWK[] };
  /** A signed token of these claims; issuer, audience, times and id are filled in where they are not given. */
  mint(claims: Readonly<Record<string, unknown>>): Promise<string>;
}

const TOKEN_SECONDS = 300;

/** Given times are taken as they are, wrong ones too: that is what a sandbox is for. */
const mintRequest = z.record(z.string(), z.unknown());

export const readMintRequest = (json: unknown): Record<string, unknown> | null =>
  mintRequest.safeParse(json).data ?? null;

export async function startVneidIssuer(baseUrl: string): Promise<VneidIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const kid = 'vneid-1';
  const issuer = `${baseUrl}/sandbox/vneid`;
  const audience = 'tiep-don-sandbox';
  return {
    issuer,
    audience,
    jwksPath: '/sandbox/vneid/jwks',
    mintPath: '/sandbox/vneid/tokens',
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' }] },
    mint: (claims) => {
      const now = Math.floor(Date.now() / 1000);
      const payload = {
        iss: issuer,
        aud: audience,
        iat: now,
        exp: now + TOKEN_SECONDS,
        jti: randomUUID(),
        ...claims,
      };
      return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid, typ: 'JWT' }).sign(privateKey);
    },
  };
}
