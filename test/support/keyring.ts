import { createHash } from 'node:crypto';

import { createKeyring, type Keyring } from '../../functions/adapters/keys/keyring.ts';

/** Real keys without KMS: each follows from its name. */
export function testKeyring(now = () => new Date('2026-11-21T01:15:00Z'), secret = ''): Keyring {
  const keyOf = (name: string): Promise<Buffer> =>
    Promise.resolve(createHash('sha256').update(`${secret}${name}`).digest());
  return createKeyring({ obtain: keyOf, open: keyOf }, now);
}
