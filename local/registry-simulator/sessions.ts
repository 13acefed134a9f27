import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { RegistryAccount } from './options.ts';
import type { Fields } from './request.ts';

const lifetimeMs = 600_000;

/** Between 1601-01-01 and 1970-01-01, in milliseconds: where Windows FILETIME starts counting. */
const filetimeEpochMs = 11_644_473_600_000;

const accountForm = /^\d{2}[0-9A-Z]{3}_[A-Z]{2}$/;

/** The body of `POST /api/token/take` (gateway protocol §1.2). */
interface LoginAnswer {
  readonly maKetQua: string;
  readonly APIKey: {
    readonly access_token: string;
    readonly id_token: string;
    readonly token_type: 'Bearer';
    readonly username: string;
    readonly expires_in: string;
  } | null;
}

/** What a request brings to show whose it is. */
export interface SessionProof {
  /** Absent: the account that the access token names. */
  readonly username?: string;
  readonly token: string;
  readonly idToken: string;
  /** MD5 in hex. */
  readonly password: string;
}

export interface Sessions {
  login(fields: Fields, callerIp: string): LoginAnswer;
  /** The account a request speaks for, if its session holds for this caller now. */
  accountOf(proof: SessionProof, callerIp: string): RegistryAccount | undefined;
  expireAll(): void;
}

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex');

function passwordFits(account: RegistryAccount, given: string | undefined): boolean {
  return given?.toLowerCase() === md5(account.password);
}

const filetimeTicks = (instantMs: number): string => String(BigInt(instantMs + filetimeEpochMs) * 10_000n);

/** Absolute, UTC, seven fractional digits: not a number of seconds, whatever the name says. */
const sevenDigits = (instantMs: number): string =>
  new Date(instantMs).toISOString().replace(/(\.\d{3})Z$/, '$10000Z');

/** The token is base64 of `<MAC>:<account>:<ticks>` (gateway protocol §1.2). */
const accountNamedIn = (token: string): string =>
  Buffer.from(token, 'base64').toString('latin1').split(':')[1] ?? '';

function loginCode(account: RegistryAccount | undefined, fields: Fields): string {
  if (account === undefined) {
    const username = fields.get('username');
    return username === undefined || accountForm.test(username) ? '401' : '402';
  }
  if (!passwordFits(account, fields.get('password'))) return '401';
  return account.locked === true ? '403' : '200';
}

export function openSessions(accounts: readonly RegistryAccount[], now: () => Date): Sessions {
  const byUsername = new Map(accounts.map((account) => [account.username, account]));
  const secret = randomBytes(32);
  /** `id_token` to the instant of issue; the gateway keeps its sessions under the same key in Redis (§1.4). */
  const issued = new Map<string, number>();

  const hasEnded = (issuedMs: number): boolean => issuedMs + lifetimeMs <= now().getTime();

  /** The account, the caller's address, the session and the instant, under a MAC: §1.2 for its looks, §1.4 for its parts. */
  function accessToken(username: string, ip: string, idToken: string, issuedMs: number): string {
    const ticks = filetimeTicks(issuedMs);
    const mac = createHmac('sha256', secret)
      .update([username, ip, idToken, ticks].join('-'))
      .digest('base64');
    return Buffer.from(`${mac}:${username}:${ticks}`, 'latin1').toString('base64');
  }

  function forgetEnded(): void {
    for (const [idToken, issuedMs] of issued) if (hasEnded(issuedMs)) issued.delete(idToken);
  }

  function issue(username: string, callerIp: string): LoginAnswer {
    forgetEnded();
    const issuedMs = now().getTime();
    const idToken = randomUUID();
    issued.set(idToken, issuedMs);
    return {
      maKetQua: '200',
      APIKey: {
        access_token: accessToken(username, callerIp, idToken, issuedMs),
        id_token: idToken,
        token_type: 'Bearer',
        username,
        expires_in: sevenDigits(issuedMs + lifetimeMs),
      },
    };
  }

  return {
    login(fields, callerIp) {
      const account = byUsername.get(fields.get('username') ?? '');
      const code = loginCode(account, fields);
      return account === undefined || code !== '200'
        ? { maKetQua: code, APIKey: null }
        : issue(account.username, callerIp);
    },
    accountOf({ token, idToken, password, username = accountNamedIn(token) }, callerIp) {
      const account = byUsername.get(username);
      if (account === undefined || !passwordFits(account, password)) return undefined;
      const issuedMs = issued.get(idToken);
      if (issuedMs === undefined || hasEnded(issuedMs)) return undefined;
      return token === accessToken(account.username, callerIp, idToken, issuedMs) ? account : undefined;
    },
    expireAll() {
      issued.clear();
    },
  };
}
