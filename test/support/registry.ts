import { createHash } from 'node:crypto';

import type { Credentials } from '../../functions/adapters/registry-gateway/credentials.ts';
import { createRegistryGateway } from '../../functions/adapters/registry-gateway/gateway.ts';
import type { RegistrySession } from '../../functions/adapters/registry-gateway/protocol.ts';
import type { SessionStore } from '../../functions/adapters/registry-gateway/sessions.ts';
import { createTransport } from '../../functions/adapters/registry-gateway/transport.ts';
import type { RegistryAccess } from '../../functions/adapters/registry-gateway/within-session.ts';
import type { RegistryGateway } from '../../functions/core/eligibility/ports.ts';
import { ok } from '../../functions/core/result.ts';

/** In clear only here and in the registry's own memory. */
export const password = 'mật khẩu thử';

export const credentialsOf = (facility: string, clear = password): Credentials => ({
  username: `${facility}_BV`,
  passwordMd5: createHash('md5').update(clear, 'utf8').digest('hex').toUpperCase(),
});

export interface MemorySessions extends SessionStore {
  readonly sessions: Map<string, RegistrySession>;
}

/** The port's promises for one instance: what DynamoDB adds to them has tests of its own. */
export function createMemorySessions(): MemorySessions {
  const sessions = new Map<string, RegistrySession>();
  return {
    sessions,
    async obtain(facility, refused, login) {
      const known = sessions.get(facility);
      if (known !== undefined && known.idToken !== refused) return ok(known);
      const outcome = await login();
      if (outcome.ok) sessions.set(facility, outcome.value);
      return outcome;
    },
  };
}

interface Access {
  readonly sessions?: SessionStore;
  readonly credentials?: (facility: string) => Credentials | null;
  readonly totalTimeoutMs?: number;
  readonly now?: () => Date;
}

/** Real HTTP and, where nothing else is given, real time. */
export function accessTo(baseUrl: string, options: Access = {}): RegistryAccess {
  const { credentials = credentialsOf, sessions = createMemorySessions() } = options;
  const { totalTimeoutMs = 5_000, now = () => new Date() } = options;
  return {
    transport: createTransport({ baseUrl, connectTimeoutMs: 1_000 }),
    sessions,
    credentials: { of: (facility) => Promise.resolve(credentials(facility)) },
    totalTimeoutMs,
    now,
  };
}

export const gatewayTo = (baseUrl: string, options: Access = {}): RegistryGateway =>
  createRegistryGateway(accessTo(baseUrl, options));
