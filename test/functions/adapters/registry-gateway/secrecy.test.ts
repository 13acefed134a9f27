import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { people } from '../../../../local/people/people.ts';
import { startRegistrySimulator } from '../../../../local/registry-simulator/index.ts';
import { createMemorySessions, credentialsOf, gatewayTo, password } from '../../../support/registry.ts';
import { operator, person } from '../../../support/samples.ts';

const simulator = await startRegistrySimulator({
  people,
  accounts: [{ username: '99001_BV', password, operators: [operator] }],
});
afterAll(() => simulator.close());

const written = vi.fn();
beforeEach(() => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation(written);
  }
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      written(chunk);
      return true;
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  written.mockReset();
});

describe('session, password and patient', () => {
  it.each([
    'none',
    'http-5xx',
    'truncated-json',
    'wrong-type',
    'empty-body',
    'drop',
    'drop-mid-body',
    'hang',
    'nobody listens',
  ] as const)('are in nothing logged, thrown or returned: %s', async (kind) => {
    const fault = kind === 'none' || kind === 'nobody listens' ? null : { kind, scope: 'lookup' as const };
    simulator.control({ fault });
    const sessions = createMemorySessions();
    const url = kind === 'nobody listens' ? 'http://127.0.0.1:1' : simulator.url;
    const gateway = gatewayTo(url, { sessions, totalTimeoutMs: kind === 'hang' ? 150 : 5_000 });

    const outcome = await gateway.check({ facility: '99001', person, operator });
    const told = JSON.stringify([outcome, written.mock.calls]);
    const session = sessions.sessions.get('99001');
    const secrets = [
      password,
      credentialsOf('99001').passwordMd5,
      session?.accessToken ?? 'no session',
      session?.idToken ?? 'no session',
      operator.personalId,
      '/api/egw',
    ];
    expect(secrets.filter((secret) => told.includes(secret))).toStrictEqual([]);
    expect(written).not.toHaveBeenCalled();
  });
});
