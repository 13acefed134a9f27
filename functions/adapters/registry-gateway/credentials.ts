import { createHash } from 'node:crypto';

import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';

export interface Credentials {
  readonly username: string;
  /** Upper-case hex, as the documents say (protocol §1.1). The clear password goes nowhere. */
  readonly passwordMd5: string;
}

export interface CredentialStore {
  /** Null where the facility has none yet. */
  of(facility: string): Promise<Credentials | null>;
}

const secret = z.object({
  username: z.string().check(z.minLength(1)),
  password: z.string().check(z.minLength(1)),
});

/** Changed passwords are picked up within this time. */
const REMEMBER_MS = 300_000;

export function createCredentialStore(
  client: SecretsManagerClient,
  prefix: string,
  now: () => Date,
): CredentialStore {
  const known = new Map<string, { readonly credentials: Credentials; readonly until: number }>();
  return {
    async of(facility) {
      const remembered = known.get(facility);
      if (remembered !== undefined && now().getTime() < remembered.until) return remembered.credentials;
      const credentials = await fetchCredentials(client, `${prefix}${facility}`);
      if (credentials !== null) known.set(facility, { credentials, until: now().getTime() + REMEMBER_MS });
      return credentials;
    },
  };
}

async function fetchCredentials(client: SecretsManagerClient, secretId: string): Promise<Credentials | null> {
  const text = await fetchSecret(client, secretId);
  if (text === null) return null;
  const { username, password } = readSecret(text);
  return {
    username: username.toUpperCase(),
    passwordMd5: createHash('md5').update(password, 'utf8').digest('hex').toUpperCase(),
  };
}

async function fetchSecret(client: SecretsManagerClient, secretId: string): Promise<string | null> {
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return SecretString ?? '';
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return null;
    throw error;
  }
}

/** The parser's own error would quote the secret. */
function readSecret(text: string): z.infer<typeof secret> {
  try {
    return secret.parse(JSON.parse(text));
  } catch {
    throw new Error('The secret of the facility is not JSON of the form {"username", "password"}');
  }
}
