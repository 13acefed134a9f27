import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createCopayGateway } from '../../../../functions/adapters/registry-gateway/copay.ts';
import { localDate } from '../../../../functions/core/calendar.ts';
import { people } from '../../../../local/people/people.ts';
import { startRegistrySimulator } from '../../../../local/registry-simulator/index.ts';
import {
  accessTo,
  createMemorySessions,
  credentialsOf,
  gatewayTo,
  password,
} from '../../../support/registry.ts';
import { operator, person } from '../../../support/samples.ts';

const simulator = await startRegistrySimulator({
  people,
  accounts: [{ username: '99001_BV', password, operators: [operator] }],
});
afterAll(() => simulator.close());

const thisYear = (): number => Number(localDate(new Date()).slice(0, 4));

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
    const fault = kind === 'none' || kind === 'nobody listens' ? null : { kind };
    simulator.control({ fault, copay: { fault } });
    const sessions = createMemorySessions();
    const url = kind === 'nobody listens' ? 'http://127.0.0.1:1' : simulator.url;
    const options = { sessions, totalTimeoutMs: kind === 'hang' ? 150 : 5_000 };
    const gateway = gatewayTo(url, options);
    const copays = createCopayGateway(accessTo(url, options));

    const outcome = await gateway.check({ facility: '99001', person, operator });
    const copay = await copays.copayOf({ facility: '99001', person, year: thisYear() });
    const told = JSON.stringify([outcome, copay, written.mock.calls]);
    const session = sessions.sessions.get('99001');
    const secrets = [
      password,
      credentialsOf('99001').passwordMd5,
      session?.accessToken ?? 'no session',
      session?.idToken ?? 'no session',
      operator.personalId,
      '/api/',
    ];
    expect(secrets.filter((secret) => told.includes(secret))).toStrictEqual([]);
    expect(written).not.toHaveBeenCalled();
  });
});
