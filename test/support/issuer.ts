import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

import { type Recorder, replying, startRecorder } from './recorder.ts';

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** As an issuer publishes it. */
  readonly jwk: JWK;
}

export async function newKey(kid: string, alg = 'ES256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, alg, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

export const sign = (key: SigningKey, claims: JWTPayload): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: key.alg, kid: key.kid }).sign(key.privateKey);

export const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

export interface TestIssuer {
  readonly jwksUrl: string;
  /** How often its keys were fetched. */
  fetches(): number;
  publish(...keys: readonly SigningKey[]): void;
  /** Answers in some other way, until it publishes again. */
  breakDown(answer: Recorder['answer']): void;
}

/** An issuer's key endpoint over real HTTP. */
export async function startIssuer(...keys: readonly SigningKey[]): Promise<TestIssuer> {
  const recorder = await startRecorder();
  const issuer: TestIssuer = {
    jwksUrl: `${recorder.url}/jwks`,
    fetches: () => recorder.requests.length,
    publish: (...published) => {
      const body = JSON.stringify({ keys: published.map(({ jwk }) => jwk) });
      recorder.answer = replying(200, body, { 'content-type': 'application/json' });
    },
    breakDown: (answer) => {
      recorder.answer = answer;
    },
  };
  issuer.publish(...keys);
  return issuer;
}
