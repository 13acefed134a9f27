import type { IncomingMessage } from 'node:http';
import { vietnamDate } from '../people/calendar.ts';
import { bareAnswer } from './answer.ts';
import type { ControlState, Scope } from './control.ts';
import { lookUpCopay } from './copay.ts';
import { indexPeople, lookUp } from './lookup.ts';
import type { RegistrySimulatorOptions } from './options.ts';
import { empty, html, json } from './reply.ts';
import type { Reply } from './reply.ts';
import { bodyFormat, lowerCased, parseFields, readText } from './request.ts';
import { openSessions } from './sessions.ts';
import type { SessionProof, Sessions } from './sessions.ts';

export interface GatewayFunction {
  readonly name: string;
  /** Absent for a function that was switched off and answers 404. */
  readonly scope?: Scope;
}

/** Keys in lower case: the route is matched without regard to case (gateway protocol §2.0). */
export const gatewayFunctions: ReadonlyMap<string, GatewayFunction> = new Map(
  [
    { path: '/api/token/take', name: 'token/take', scope: 'login' as const },
    { path: '/api/egw/kqnhanlichsukcb2024', name: 'KQNhanLichSuKCB2024', scope: 'lookup' as const },
    { path: '/api/tracuucct/tracuutienmcct', name: 'TraCuuTienMCCT', scope: 'copay' as const },
    // Stopped on 2024-08-01, or earlier (§0.1); known only so that a client still calling them shows in the stats.
    { path: '/api/egw/nhanlichsukcb', name: 'nhanLichSuKCB' },
    { path: '/api/egw/kqnhanlichsukcb595', name: 'KQNhanLichSuKCB595' },
    { path: '/api/egw/nhanlichsukcb595', name: 'KQNhanLichSuKCB595' },
    { path: '/api/egw/nhanlichsukcb2018', name: 'NhanLichSuKCB2018' },
    { path: '/api/egw/kqnhanlichsukcb2018', name: 'NhanLichSuKCB2018' },
    { path: '/api/egw/kqnhanlichsukcb2019', name: 'KQNhanLichSuKCB2019' },
  ].map(({ path, ...entry }): [string, GatewayFunction] => [path, entry]),
);

const sessionRefusals: Record<ControlState['authFailure'], () => Reply> = {
  'body-401': () => json(bareAnswer('401')),
  'body-501': () => json(bareAnswer('501')),
  'http-401-empty': () => empty(401),
  'http-403': () => html(403, 'Forbidden'),
};

/** The address of the socket, never a header: a session belongs to the address that took it (§1.4). */
function callerIp(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

function querySession(query: URLSearchParams): SessionProof {
  const fields = lowerCased(query);
  return {
    username: fields.get('username') ?? '',
    token: fields.get('token') ?? '',
    idToken: fields.get('id_token') ?? '',
    password: fields.get('password') ?? '',
  };
}

/** Newer functions take the session in headers, and the account from it (§2.0, §2.5). */
function headerSession({ headers }: IncomingMessage): SessionProof {
  return {
    token: String(headers['accesstoken']),
    idToken: String(headers['tokenid']),
    password: String(headers['passwordhash']),
  };
}

type Handler = (request: IncomingMessage, query: URLSearchParams, state: ControlState) => Promise<Reply>;

export interface Gateway {
  readonly sessions: Sessions;
  readonly handlers: Record<Scope, Handler>;
}

export function openGateway(options: RegistrySimulatorOptions): Gateway {
  const now = options.now ?? (() => new Date());
  const sessions = openSessions(options.accounts, now);
  const people = indexPeople(options.people);

  const login: Handler = async (request, _query, state) => {
    const format = bodyFormat(request);
    const text = await readText(request);
    if (format === undefined) return html(415, 'Unsupported Media Type');
    const answer = sessions.login(parseFields(text, format), callerIp(request));
    // A refused login is seen both as a body and as a bare HTTP 401 (§1.3).
    if (answer.maKetQua === '401' && state.authFailure === 'http-401-empty') return empty(401);
    return { ...json(answer), loginIssued: answer.APIKey !== null };
  };

  const lookup: Handler = async (request, query, state) => {
    const format = bodyFormat(request);
    const text = await readText(request);
    const account = sessions.accountOf(querySession(query), callerIp(request));
    if (account === undefined) return sessionRefusals[state.authFailure]();
    if (account.mayLookUp === false) return html(403, 'Forbidden');
    if (format === undefined || (state.bodyFormats !== 'any' && state.bodyFormats !== format)) {
      return html(415, 'Unsupported Media Type');
    }
    const result = lookUp(parseFields(text, format), account, people, state.today ?? vietnamDate(now()));
    return { ...json(result.answer, result.status), resultCode: result.code };
  };

  const copay: Handler = async (request, _query, state) => {
    const text = await readText(request);
    const fields = parseFields(text, 'json');
    const account = sessions.accountOf(headerSession(request), callerIp(request));
    // Always an empty HTTP 401, whatever the older functions do (§2.5).
    if (account === undefined) return empty(401);
    if (bodyFormat(request) !== 'json') return html(415, 'Unsupported Media Type');
    const { answer, code } = lookUpCopay(fields, account, people, state.today ?? vietnamDate(now()));
    return { ...json(answer), copayCode: code };
  };

  return { sessions, handlers: { login, lookup, copay } };
}
