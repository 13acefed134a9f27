import * as z from 'zod/mini';

import { type AwsAccess, createSignedPost } from './signed-post.ts';

/** The text of one secret; null where Secrets Manager has none. Throws where it does not answer, or not to us. */
export type ReadSecret = () => Promise<string | null>;

const TIMEOUT_MS = 500;

const value = z.object({ SecretString: z.optional(z.string()) });

/** Secrets Manager's GetSecretValue, for a function that may never need it: its client would be a 30th of the bundle. */
export function createReadSecret({
  secretId,
  ...access
}: AwsAccess & { readonly secretId: string }): ReadSecret {
  const post = createSignedPost('secretsmanager', '/', access);
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': 'secretsmanager.GetSecretValue',
  };
  return async () => {
    const response = await post(headers, { SecretId: secretId }, TIMEOUT_MS);
    const answer = await response.text();
    if (response.ok) return value.parse(JSON.parse(answer)).SecretString ?? '';
    if (answer.includes('ResourceNotFoundException')) return null;
    throw new Error(`Secrets Manager answered ${response.status}`);
  };
}
