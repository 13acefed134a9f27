import { setImmediate } from 'node:timers/promises';

import { describe, expect, it } from 'vitest';

import { createSessionStore } from '../../../../functions/adapters/dynamodb/sessions.ts';
import type { RegistrySession } from '../../../../functions/adapters/registry-gateway/protocol.ts';
import type { SessionStore } from '../../../../functions/adapters/registry-gateway/sessions.ts';
import { failed, ok, type Result } from '../../../../functions/core/result.ts';
import { type Clock, createClock } from '../../../support/clock.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { everyItem, readable, startTestTable } from '../../../support/test-table.ts';

const table = await startTestTable();
const MINUTE_MS = 60_000;

type Login = Awaited<ReturnType<SessionStore['obtain']>>;

let facilities = 10;

/** A facility without a session yet, seen by as many instances as a test likes, all with one clock. */
class Facility {
  readonly code = `99C${++facilities}`;
  readonly clock: Clock = createClock();
  logins = 0;
  /** What the gateway answers to a login; by default a session of ten minutes. */
  login = (): Promise<Login> => Promise.resolve(ok(this.session()));

  session(lifetimeMs = 10 * MINUTE_MS): RegistrySession {
    const id = `${this.code}-session-${this.logins}`;
    return {
      accessToken: `token of ${id}`,
      idToken: id,
      expiresAt: new Date(this.clock.now().getTime() + lifetimeMs),
    };
  }

  /** Each call is an instance of its own. Waiting lets others run; time passes only where `waitsInTime`. */
  obtain(refused: string | null = null, waitsInTime = false, patienceMs = 30_000): Promise<Login> {
    const { now } = this.clock;
    const pause = waitsInTime ? this.clock.pause : () => setImmediate();
    const store = createSessionStore({ table, keyring: testKeyring(), now, pause });
    const until = new Date(now().getTime() + patienceMs);
    const login = (): Promise<Login> => {
      this.logins += 1;
      return this.login();
    };
    return store.obtain(this.code, refused, login, until);
  }
}

const idOf = (login: Result<RegistrySession, string>): string =>
  login.ok ? login.value.idToken : login.error;

describe('a registry session', () => {
  it('is shared: a second instance does not log in', async () => {
    const facility = new Facility();
    const first = await facility.obtain();
    expect(await facility.obtain()).toStrictEqual(first);
    expect(facility.logins).toBe(1);
  });

  it('is each facility’s own', async () => {
    const [one, other] = [new Facility(), new Facility()];
    expect(idOf(await one.obtain())).not.toBe(idOf(await other.obtain()));
  });

  it('is given up a minute before the gateway ends it', async () => {
    const facility = new Facility();
    const first = await facility.obtain();
    facility.clock.advance(9 * MINUTE_MS - 1);
    expect(await facility.obtain()).toStrictEqual(first);
    facility.clock.advance(1);
    expect(idOf(await facility.obtain())).not.toBe(idOf(first));
    expect(facility.logins).toBe(2);
  });

  it('that the gateway refused is replaced, once for all who met the refusal', async () => {
    const facility = new Facility();
    const refused = idOf(await facility.obtain());
    const second = await facility.obtain(refused);
    expect(idOf(second)).not.toBe(refused);
    expect(await facility.obtain(refused)).toStrictEqual(second);
    expect(facility.logins).toBe(2);
  });

  it('is obtained by one login where twenty instances need it at once', async () => {
    const facility = new Facility();
    const gate = Promise.withResolvers<undefined>();
    facility.login = async () => {
      await gate.promise;
      return ok(facility.session());
    };
    const everybody = Promise.all(Array.from({ length: 20 }, () => facility.obtain()));
    gate.resolve(undefined);
    expect(new Set((await everybody).map(idOf)).size).toBe(1);
    expect(facility.logins).toBe(1);
  });

  it('is neither token nor id to whoever reads the table', async () => {
    const facility = new Facility();
    const session = await facility.obtain();
    const content = readable(await everyItem(table));
    expect(content).toContain(facility.code);
    expect(content).not.toContain(idOf(session));
    expect(content).not.toContain('token of');
  });
});

describe('a login that fails', () => {
  it('fails for all who waited for it', async () => {
    const facility = new Facility();
    const gate = Promise.withResolvers<undefined>();
    facility.login = async () => {
      await gate.promise;
      return failed('facility-credentials-rejected');
    };
    const everybody = Promise.all(Array.from({ length: 5 }, () => facility.obtain()));
    gate.resolve(undefined);
    expect(new Set((await everybody).map(idOf))).toStrictEqual(new Set(['facility-credentials-rejected']));
    expect(facility.logins).toBe(1);
  });

  it('is not remembered: the next request logs in', async () => {
    const facility = new Facility();
    facility.login = () => Promise.resolve(failed('registry-unreachable'));
    await facility.obtain();
    facility.login = () => Promise.resolve(ok(facility.session()));
    expect((await facility.obtain()).ok).toBe(true);
    expect(facility.logins).toBe(2);
  });
});

describe('a login that never ends', () => {
  /** An instance that died in the middle: its login neither succeeds nor fails. */
  async function withDeadLogin(): Promise<Facility> {
    const facility = new Facility();
    const started = Promise.withResolvers<undefined>();
    facility.login = () => {
      started.resolve(undefined);
      return Promise.withResolvers<Login>().promise;
    };
    void facility.obtain();
    await started.promise;
    facility.login = () => Promise.resolve(ok(facility.session()));
    return facility;
  }

  it('is waited for no longer than its lease, then taken over', async () => {
    const facility = await withDeadLogin();
    const startedAt = facility.clock.now().getTime();
    expect(await facility.obtain(null, true)).toStrictEqual(failed('registry-unreachable'));
    expect(facility.clock.now().getTime() - startedAt).toBeLessThanOrEqual(12_100);
    expect((await facility.obtain()).ok).toBe(true);
    expect(facility.logins).toBe(2);
  });

  it('is waited for no longer than the caller has time', async () => {
    const facility = await withDeadLogin();
    const startedAt = facility.clock.now().getTime();
    expect(await facility.obtain(null, true, 1_000)).toStrictEqual(failed('registry-unreachable'));
    expect(facility.clock.now().getTime() - startedAt).toBeLessThanOrEqual(1_100);
  });
});

describe('a session with an end no calendar has', () => {
  it('does not keep the facility from the next login', async () => {
    const facility = new Facility();
    facility.login = () => Promise.resolve(ok({ ...facility.session(), expiresAt: new Date(NaN) }));
    await facility.obtain();
    expect((await facility.obtain()).ok).toBe(true);
  });
});
