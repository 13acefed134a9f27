import * as z from 'zod/mini';

import { UnavailableError } from '../unavailable.ts';
import { type AwsAccess, createSignedPost } from './signed-post.ts';

/** The two calls of KMS that data keys need. `context` is bound to the key: it opens under no other. */
export interface Kms {
  generateDataKey(context: Readonly<Record<string, string>>): Promise<{ plain: Buffer; wrapped: Buffer }>;
  decrypt(wrapped: Uint8Array, context: Readonly<Record<string, string>>): Promise<Buffer>;
}

/** A KMS that does not answer must not hold a lookup until the function dies. */
const TIMEOUT_MS = 1500;
const ATTEMPTS = 2;

const bytes = z.pipe(
  z.string().check(z.minLength(1)),
  z.transform((text) => Buffer.from(text, 'base64')),
);
const madeKey = z.object({ Plaintext: bytes, CiphertextBlob: bytes });
const openedKey = z.object({ Plaintext: bytes });

/** Once or twice in an instance's life: the SDK's client for it would be a 15th of the lookup's bundle. */
export function createKms({ keyId, ...access }: AwsAccess & { readonly keyId: string }): Kms {
  const post = createSignedPost('kms', '/', access);

  async function call(action: string, input: object, attempt = 1): Promise<unknown> {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${action}`,
    };
    const answer = await post(headers, { KeyId: keyId, ...input }, TIMEOUT_MS).catch(unreachable);
    if (answer.ok) return answer.json();
    const fault = await answer.text();
    if (attempt < ATTEMPTS && (answer.status >= 500 || fault.includes('Throttl'))) {
      return call(action, input, attempt + 1);
    }
    throw new UnavailableError(`KMS answered ${answer.status} to ${action}`);
  }

  return {
    async generateDataKey(context) {
      const input = { KeySpec: 'AES_256', EncryptionContext: context };
      const made = madeKey.parse(await call('GenerateDataKey', input));
      return { plain: made.Plaintext, wrapped: made.CiphertextBlob };
    },
    async decrypt(wrapped, context) {
      const input = { CiphertextBlob: Buffer.from(wrapped).toString('base64'), EncryptionContext: context };
      return openedKey.parse(await call('Decrypt', input)).Plaintext;
    },
  };
}

const unreachable = (): Response => new Response(null, { status: 503 });
