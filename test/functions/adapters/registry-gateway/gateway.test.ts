import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import type { RegistryGateway } from '../../../../functions/core/eligibility/ports.ts';
import type { AskOutcome } from '../../../../functions/core/registry/answer.ts';
import { people } from '../../../../local/people/people.ts';
import { startRegistrySimulator } from '../../../../local/registry-simulator/index.ts';
import { createClock } from '../../../support/clock.ts';
import { startRecorder } from '../../../support/recorder.ts';
import { createMemorySessions, credentialsOf, gatewayTo, password } from '../../../support/registry.ts';
import { operator, person } from '../../../support/samples.ts';

const clock = createClock();
const account = (facility: string) => ({ username: `${facility}_BV`, password, operators: [operator] });
const simulator = await startRegistrySimulator({
  people,
  accounts: [
    account('99001'),
    { ...account('99002'), locked: true },
    { ...account('99003'), mayLookUp: false },
  ],
  now: clock.now,
});
afterAll(() => simulator.close());
/** A registry that answers word for word what a test says. */
const recorder = await startRecorder();

let gateway: RegistryGateway;
/** Shares the sessions of `gateway`, and does not wait long for a registry that hangs. */
let impatient: RegistryGateway;
beforeEach(async () => {
  await fetch(simulator.controlUrl, { method: 'DELETE' });
  const sessions = createMemorySessions();
  gateway = gatewayTo(simulator.url, { sessions });
  impatient = gatewayTo(simulator.url, { sessions, totalTimeoutMs: 400 });
});

const check = (facility = '99001', by = gateway): Promise<AskOutcome> =>
  by.check({ facility, person, operator });
const failure = (reason: string) => ({ kind: 'failed', reason });
const valid = { kind: 'answered', answer: { code: '000' } };

describe('a question to the registry', () => {
  it('logs in once and asks the one function in force', async () => {
    expect(await check()).toMatchObject(valid);
    expect(await check()).toMatchObject(valid);
    expect(simulator.stats()).toMatchObject({
      logins: 1,
      lookups: 2,
      functions: { 'token/take': 1, KQNhanLichSuKCB2024: 2 },
    });
  });

  it('is not asked at all for a facility without an account', async () => {
    const outcome = await check('99001', gatewayTo(simulator.url, { credentials: () => null }));
    expect(outcome).toStrictEqual(failure('facility-credentials-rejected'));
    expect(simulator.stats()).toMatchObject({ logins: 0, lookups: 0 });
  });

  it('is not asked any more once its time is up', async () => {
    const time = createClock();
    const sessions = createMemorySessions();
    const slow = gatewayTo(simulator.url, {
      now: time.now,
      totalTimeoutMs: 30_000,
      sessions: {
        obtain: async (...request) => {
          const session = await sessions.obtain(...request);
          time.advance(30_000);
          return session;
        },
      },
    });
    expect(await check('99001', slow)).toStrictEqual(failure('registry-unreachable'));
    expect(simulator.stats()).toMatchObject({ logins: 1, lookups: 0 });
  });
});

describe('a session that the registry refuses', () => {
  it.each(['body-401', 'body-501', 'http-401-empty', 'http-403'] as const)(
    'is replaced by one login and the question asked once more: %s',
    async (authFailure) => {
      await check();
      simulator.control({ authFailure, expireSessions: true });
      expect(await check()).toMatchObject(valid);
      expect(simulator.stats()).toMatchObject({ logins: 2, lookups: 3, lookupsAnswered: 2 });
    },
  );

  it('is replaced also where the registry answers with nothing', async () => {
    simulator.control({ fault: { kind: 'empty-body', scope: 'lookup', times: 1 } });
    expect(await check()).toMatchObject(valid);
    expect(simulator.stats()).toMatchObject({ logins: 2, lookups: 2 });
  });

  it('is replaced after its ten minutes', async () => {
    await check();
    clock.advance(600_000);
    expect(await check()).toMatchObject(valid);
    expect(simulator.stats()).toMatchObject({ logins: 2, lookups: 3 });
  });

  it.each([
    ['401', 'facility-credentials-rejected'],
    ['403', 'facility-credentials-rejected'],
    ['501', 'facility-credentials-rejected'],
  ])('twice ends the asking: code %s', async (code, reason) => {
    simulator.control({ fault: { kind: 'result-code', code, scope: 'lookup' } });
    expect(await check()).toStrictEqual(failure(reason));
    expect(simulator.stats()).toMatchObject({ logins: 2, lookups: 2 });
  });

  it('twice by saying nothing counts as a fault of the registry', async () => {
    simulator.control({ fault: { kind: 'empty-body', scope: 'lookup' } });
    expect(await check()).toStrictEqual(failure('registry-fault'));
    expect(simulator.stats()).toMatchObject({ logins: 2, lookups: 2 });
  });

  it('twice by HTTP 403 means that the account may not look up', async () => {
    expect(await check('99003')).toStrictEqual(failure('facility-credentials-rejected'));
    expect(simulator.stats()).toMatchObject({ logins: 2, lookups: 2 });
  });
});

describe('a login that the registry refuses', () => {
  it.each([
    ['a locked account', '99002', credentialsOf],
    ['an unknown account', '99009', credentialsOf],
    ['a wrong password', '99001', (facility: string) => credentialsOf(facility, 'sai')],
  ])('is not tried again: %s', async (_what, facility, credentials) => {
    const outcome = await check(facility, gatewayTo(simulator.url, { credentials }));
    expect(outcome).toStrictEqual(failure('facility-credentials-rejected'));
    expect(simulator.stats()).toMatchObject({ logins: 1, lookups: 0 });
  });
});

describe('a registry at fault', () => {
  const faults = [
    ['http-5xx', 'registry-fault'],
    ['truncated-json', 'registry-fault'],
    ['wrong-type', 'registry-fault'],
    ['drop', 'registry-unreachable'],
    ['drop-mid-body', 'registry-unreachable'],
    ['hang', 'registry-unreachable'],
  ] as const;

  it.each(faults)('is not asked a second time: %s means %s', async (kind, reason) => {
    await check();
    simulator.control({ fault: { kind, scope: 'lookup' } });
    expect(await check('99001', kind === 'hang' ? impatient : gateway)).toStrictEqual(failure(reason));
    expect(simulator.stats().lookups).toBe(2);
  });

  it.each(faults)('is not logged in to a second time: %s means %s', async (kind, reason) => {
    simulator.control({ fault: { kind, scope: 'login' } });
    expect(await check('99001', kind === 'hang' ? impatient : gateway)).toStrictEqual(failure(reason));
    expect(simulator.stats()).toMatchObject({ logins: 1, lookups: 0 });
  });

  it.each([
    [500, ''],
    [502, '<html>Bad Gateway</html>'],
    [503, JSON.stringify({ maKetQua: '401' })],
    [599, JSON.stringify({ maKetQua: '010' })],
  ])('by status %i says nothing of session or card, whatever comes with it: %j', async (status, body) => {
    const session = { access_token: 'abc=', id_token: 'session-1', expires_in: '2026-11-21T01:25:00.0Z' };
    const login = JSON.stringify({ maKetQua: '200', APIKey: session });
    recorder.answer = (request, response) => {
      const isLogin = request.path === '/api/token/take';
      response.writeHead(isLogin ? 200 : status).end(isLogin ? login : body);
    };
    const before = recorder.requests.length;
    expect(await check('99001', gatewayTo(recorder.url))).toStrictEqual(failure('registry-fault'));
    expect(recorder.requests).toHaveLength(before + 2);
  });

  it('is at fault also where it does not take our format (415)', async () => {
    simulator.control({ bodyFormats: 'form' });
    expect(await check()).toStrictEqual(failure('registry-fault'));
  });

  it('is well again with the next question', async () => {
    simulator.control({ fault: { kind: 'drop', scope: 'lookup', times: 1 } });
    expect(await check()).toStrictEqual(failure('registry-unreachable'));
    expect(await check()).toMatchObject(valid);
    expect(simulator.stats().logins).toBe(1);
  });
});
