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
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    const { username, password } = secret.parse(JSON.parse(SecretString ?? ''));
    return {
      username: username.toUpperCase(),
      passwordMd5: createHash('md5').update(password, 'utf8').digest('hex').toUpperCase(),
    };
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return null;
    throw error;
  }
}
