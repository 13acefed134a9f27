import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import { createCopayGateway } from '../../../../functions/adapters/registry-gateway/copay.ts';
import type { CopayGateway } from '../../../../functions/core/eligibility/ports.ts';
import type { CopayOutcome } from '../../../../functions/core/registry/copay-answer.ts';
import { people, personById } from '../../../../local/people/people.ts';
import { startRegistrySimulator } from '../../../../local/registry-simulator/index.ts';
import { createClock } from '../../../support/clock.ts';
import { startRecorder } from '../../../support/recorder.ts';
import {
  accessTo,
  createMemorySessions,
  credentialsOf,
  gatewayTo,
  type MemorySessions,
  password,
} from '../../../support/registry.ts';
import { operator } from '../../../support/samples.ts';

const clock = createClock();
const { now } = clock;
const account = (facility: string) => ({ username: `${facility}_BV`, password, operators: [operator] });
const simulator = await startRegistrySimulator({
  people,
  accounts: [account('99001'), { ...account('99002'), mayAskCopay: false }],
  now,
});
afterAll(() => simulator.close());
/** A registry that answers word for word what a test says. */
const recorder = await startRecorder();

let sessions: MemorySessions;
let gateway: CopayGateway;
beforeEach(async () => {
  await fetch(simulator.controlUrl, { method: 'DELETE' });
  sessions = createMemorySessions();
  gateway = createCopayGateway(accessTo(simulator.url, { sessions, now }));
});

const subjectOf = (id: string, number?: string) => {
  const { personalId, fullName, dateOfBirth } = personById(id);
  return { facility: '99001', person: { number: number ?? personalId, fullName, dateOfBirth }, year: 2026 };
};
const pensioner = subjectOf('valid-pensioner');
const ask = (subject = pensioner, by = gateway): Promise<CopayOutcome> => by.copayOf(subject);
const failure = (reason: string) => ({ kind: 'failed', reason });
const totals = (cumulative: number, beforeJuly2026 = 0) => ({
  kind: 'answered',
  totals: { cumulative, beforeJuly2026, asOf: '20/11/2026 23:30' },
});
const paid = totals(14_610_001, 7_020_000);

describe('a question for the co-payment', () => {
  it('is asked in the session that the card is asked in', async () => {
    const person = { ...pensioner.person };
    await gatewayTo(simulator.url, { sessions, now }).check({ facility: '99001', person, operator });
    expect(await ask()).toStrictEqual(paid);
    expect(simulator.stats()).toMatchObject({ logins: 1, lookups: 1, copays: 1, copaysAnswered: 1 });
  });

  it.each([
    ['below the threshold, born in a year', 'birth-year-only', 1_250_000],
    ['beyond it', 'near-poor', 16_200_000],
    ['beyond it without five years', 'household-member-k2', 17_000_000],
    ['nothing paid', 'student', 0],
    ['no card', 'never-insured', 0],
  ])('is answered with the total of the year: %s', async (_what, id, cumulative) => {
    expect(await ask(subjectOf(id))).toStrictEqual(totals(cumulative));
  });

  it('may be asked under every kind of number', async () => {
    const { cards, socialNumber } = personById('valid-pensioner');
    for (const number of [socialNumber, cards[0]?.number ?? '']) {
      expect(await ask(subjectOf('valid-pensioner', number))).toStrictEqual(paid);
    }
  });

  it('finds no money of somebody whose name is another', async () => {
    const person = { ...pensioner.person, fullName: 'Nguyễn Hữu Khác' };
    expect(await ask({ ...pensioner, person })).toStrictEqual(totals(0));
  });

  it('is not asked for another year than this one', async () => {
    expect(await ask({ ...pensioner, year: 2025 })).toStrictEqual(failure('registry-unreachable'));
    expect(simulator.stats()).toMatchObject({ logins: 0, copays: 0 });
  });

  it('is not asked at all for a facility without an account', async () => {
    const nobody = createCopayGateway(accessTo(simulator.url, { credentials: () => null, now }));
    expect(await ask(pensioner, nobody)).toStrictEqual(failure('facility-credentials-rejected'));
    expect(simulator.stats()).toMatchObject({ logins: 0, copays: 0 });
  });
});

describe('a session that the registry refuses', () => {
  it('is replaced by one login and the question asked once more', async () => {
    await ask();
    simulator.control({ expireSessions: true });
    expect(await ask()).toStrictEqual(paid);
    expect(simulator.stats()).toMatchObject({ logins: 2, copays: 3, copaysAnswered: 2 });
  });

  it.each([
    ['a 401 in the body', { kind: 'result-code', code: '401' }, 'facility-credentials-rejected'],
    ['an empty answer', { kind: 'empty-body' }, 'registry-fault'],
  ] as const)('twice ends the asking: %s', async (_what, fault, reason) => {
    simulator.control({ copay: { fault } });
    expect(await ask()).toStrictEqual(failure(reason));
    expect(simulator.stats()).toMatchObject({ logins: 2, copays: 2 });
  });

  it('twice by an empty HTTP 401 means that account or address is not accepted', async () => {
    const session = { access_token: 'abc=', id_token: 'session-1', expires_in: '2026-11-21T01:25:00.0Z' };
    const login = JSON.stringify({ maKetQua: '200', APIKey: session });
    recorder.answer = ({ path }, response) => {
      const isLogin = path === '/api/token/take';
      response.writeHead(isLogin ? 200 : 401).end(isLogin ? login : '');
    };
    const away = createCopayGateway(accessTo(recorder.url, { now }));
    const before = recorder.requests.length;
    expect(await ask(pensioner, away)).toStrictEqual(failure('facility-credentials-rejected'));
    const sent = recorder.requests.slice(before);
    expect(sent.map(({ path }) => path.split('/').at(-1))).toStrictEqual([
      'take',
      'TraCuuTienMCCT',
      'take',
      'TraCuuTienMCCT',
    ]);
  });
});

describe('what is sent', () => {
  it('has the session in headers, and nothing in the URL', async () => {
    const session = { access_token: 'abc=', id_token: 'session-1', expires_in: '2026-11-21T01:25:00.0Z' };
    recorder.answer = ({ path }, response) => {
      const login = { maKetQua: '200', APIKey: session };
      const answer = { MaKetQua: '204', GhiChu: null, DataCCT: null, ThongTinSoThe: null };
      response.end(JSON.stringify(path === '/api/token/take' ? login : answer));
    };
    const outcome = await ask(pensioner, createCopayGateway(accessTo(recorder.url, { now })));
    expect(outcome).toMatchObject({ kind: 'answered', totals: { cumulative: 0, asOf: null } });
    const sent = recorder.requests.at(-1);
    expect(sent).toMatchObject({
      method: 'POST',
      path: '/api/TraCuuCCT/TraCuuTienMCCT',
      headers: {
        accesstoken: 'abc=',
        tokenid: 'session-1',
        passwordhash: credentialsOf('99001').passwordMd5,
        'content-type': 'application/json; charset=utf-8',
      },
    });
    expect([...(sent?.query ?? [])]).toStrictEqual([]);
  });
});

describe('a registry at fault', () => {
  it.each([
    ['http-5xx', 'registry-fault'],
    ['truncated-json', 'registry-fault'],
    ['wrong-type', 'registry-fault'],
    ['system-fault', 'registry-fault'],
    ['restricted-account', 'restricted-account'],
    ['drop', 'registry-unreachable'],
    ['drop-mid-body', 'registry-unreachable'],
    ['hang', 'registry-unreachable'],
  ] as const)('is not asked a second time: %s means %s', async (kind, reason) => {
    await ask();
    simulator.control({ copay: { fault: { kind } } });
    const impatient = createCopayGateway(accessTo(simulator.url, { sessions, now, totalTimeoutMs: 400 }));
    expect(await ask(pensioner, kind === 'hang' ? impatient : gateway)).toStrictEqual(failure(reason));
    expect(simulator.stats()).toMatchObject({ logins: 1, copays: 2 });
  });

  it('refuses an account that is on its list, whoever is asked for', async () => {
    expect(await ask({ ...pensioner, facility: '99002' })).toStrictEqual(failure('restricted-account'));
  });

  it('refuses a question that it cannot read', async () => {
    expect(await ask(subjectOf('valid-pensioner', '12345'))).toStrictEqual(failure('registry-fault'));
    expect(simulator.stats().copayCodes).toStrictEqual({ '400': 1 });
  });

  it('is at fault also by an HTTP status of its own, whatever total comes with it', async () => {
    const session = { access_token: 'abc=', id_token: 'session-1', expires_in: '2026-11-21T01:25:00.0Z' };
    const login = JSON.stringify({ maKetQua: '200', APIKey: session });
    const away = createCopayGateway(accessTo(recorder.url, { now }));
    const answering = (status: number, body: object): Promise<CopayOutcome> => {
      recorder.answer = ({ path }, response) => {
        const isLogin = path === '/api/token/take';
        response.writeHead(isLogin ? 200 : status).end(isLogin ? login : JSON.stringify(body));
      };
      return ask(pensioner, away);
    };
    const total = { MaKetQua: '204', GhiChu: null, DataCCT: null };
    const restricted = { MaKetQua: '500', GhiChu: 'Có lỗi xảy ra trong quá trình tra cứu!' };
    expect(await answering(503, total)).toStrictEqual(failure('registry-fault'));
    expect(await answering(500, restricted)).toStrictEqual(failure('restricted-account'));
    expect(await answering(400, { MaKetQua: '400' })).toStrictEqual(failure('registry-fault'));
  });
});
