import { readFileSync } from 'node:fs';

import { compactVerify, createLocalJWKSet, importJWK, type JWK } from 'jose';
import { expect, it } from 'vitest';
import * as z from 'zod';

import { readCompactJws } from '../../../../functions/adapters/tokens/compact-shape.ts';
import { isJwsHeader } from '../../../../functions/adapters/tokens/header-rules.ts';

/** Project Wycheproof, testvectors_v1/json_web_signature_test.json (Apache-2.0, C2SP). */
const jwk = z.custom<JWK>((value) => z.looseObject({ kty: z.string() }).safeParse(value).success);
const vectors = z
  .object({
    numberOfTests: z.number(),
    testGroups: z.array(
      z.object({
        public: jwk.optional(),
        private: jwk.optional(),
        tests: z.array(
          z.object({
            tcId: z.number(),
            comment: z.string(),
            jws: z.unknown(),
            result: z.enum(['valid', 'invalid']),
          }),
        ),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('wycheproof.json', import.meta.url), 'utf8')));

/** Where we differ, and why. */
const differs: Readonly<Record<number, string>> = {
  346: 'valid there; the key says PS256 and the header PS384: a key is good for one algorithm (RFC 8725 §3.1)',
  347: 'valid there; the key says ES521, which no registry knows',
  350: 'as 346',
  351: 'as 347',
  367: 'invalid there for its padding; the text of the vector has none and is the one of 357',
  370: 'as 367',
  372: 'valid there; a question mark stands in the header, which is no base64url (RFC 7515 §2)',
  373: 'as 372, in the payload',
};

/** The algorithms that a key of this kind may be used with: the vectors also have what no issuer may use, HMAC. */
async function accepts(key: JWK, jws: string): Promise<boolean> {
  const shape = readCompactJws(jws);
  if (shape === null || !isJwsHeader(shape.header, null)) return false;
  try {
    if (key.kty === 'oct') {
      if (key.use === 'enc' || key.alg === undefined || key.alg !== shape.header['alg']) return false;
      await compactVerify(jws, await importJWK(key, key.alg), { algorithms: [key.alg] });
    } else {
      await compactVerify(jws, createLocalJWKSet({ keys: [key] }));
    }
    return true;
  } catch {
    return false;
  }
}

it('agrees with every vector of Wycheproof but those named here', async () => {
  const found: number[] = [];
  for (const { public: publicKey, private: privateKey, tests } of vectors.testGroups) {
    const key = publicKey ?? privateKey ?? { kty: 'none' };
    for (const { tcId, jws, result } of tests) {
      const accepted = typeof jws === 'string' && (await accepts(key, jws));
      if (accepted !== (result === 'valid')) found.push(tcId);
    }
  }
  expect(found.toSorted((a, b) => a - b)).toStrictEqual(Object.keys(differs).map(Number));
  expect(vectors.testGroups.flatMap(({ tests }) => tests)).toHaveLength(vectors.numberOfTests);
});
