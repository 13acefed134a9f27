import { createHmac, randomBytes } from 'node:crypto';

/** Standard Webhooks, symmetric: secrets are 24 to 64 bytes behind this prefix. */
const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export const newSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

export interface Signable {
  readonly id: string;
  /** Seconds since 1970, of this attempt: receivers refuse what is old. */
  readonly timestamp: number;
  readonly body: string;
}

/** One signature for each secret, so that a receiver may change over from one to the next while both are good. */
export const signatures = (secrets: readonly string[], { id, timestamp, body }: Signable): string =>
  secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
