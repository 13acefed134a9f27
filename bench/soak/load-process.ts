import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import * as z from 'zod';

import { crowd } from '../../local/people/crowd.ts';
import { chipSubject } from '../../local/people/scans.ts';
import { sandboxOperator } from '../../local/sandbox.ts';
import { seededRandom } from '../statistics.ts';
import { type LoadOrder, loadOrder, type LoadReport } from './load.ts';

/** Desks that ask at a fixed pace, whether or not answers come: patients do not queue slower because we are slow. */

/** A morning: most who come were looked up before, at arrival, at the ward, at the cashier. */
const NEWCOMERS = 0.1;
const PROGRESS_MS = 10_000;

const answerShape = z.object({
  lookupId: z.string(),
  verdict: z.string(),
  reason: z.string(),
  freshness: z.object({ source: z.string() }),
});

interface Reply {
  readonly status: number;
  readonly body: string;
}

async function run({ url, tokens, ratePerSecond, seconds, people, seed }: LoadOrder): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const random = seededRandom(seed);
  const bodies = crowd(people).map((person) =>
    JSON.stringify({ subject: chipSubject(person), operator: sandboxOperator }),
  );
  const seen = tokens.map(() => new Array<number>());
  const timesMs: number[] = [];
  const rungs: Record<string, number> = {};
  const statuses: Record<string, number> = {};
  const open: { desk: number; id: string }[] = [];
  let arrivals = 0;
  let lateMs = 0;
  let slowestMs = 0;
  let asked = 0;

  /** Somebody this facility knows, or the next who comes in. */
  function nextPatient(desk: number): number {
    const known = seen[desk] ?? [];
    if (known.length > 0 && random() >= NEWCOMERS) return known[Math.floor(random() * known.length)] ?? 0;
    const newcomer = arrivals++ % people;
    known.push(newcomer);
    return newcomer;
  }

  function note(desk: number, { status, body }: Reply): void {
    statuses[status] = (statuses[status] ?? 0) + 1;
    const rung = rungOf(status, body);
    rungs[rung.name] = (rungs[rung.name] ?? 0) + 1;
    if (rung.openId !== null) open.push({ desk, id: rung.openId });
  }

  async function ask(desk: number, due: number): Promise<void> {
    lateMs = Math.max(lateMs, performance.now() - due);
    const reply = await post(agent, url, tokens[desk] ?? '', bodies[nextPatient(desk)] ?? '');
    const ms = performance.now() - due;
    timesMs.push(ms);
    slowestMs = Math.max(slowestMs, ms);
    note(desk, reply);
  }

  const total = Math.round(ratePerSecond * seconds);
  const start = performance.now();
  const timer = setInterval(() => {
    process.send?.({ kind: 'progress', asked, answered: timesMs.length, slowestMs });
    slowestMs = 0;
  }, PROGRESS_MS);
  const asking: Promise<void>[] = [];
  for (asked = 0; asked < total; asked += 1) {
    const due = start + (asked * 1000) / ratePerSecond;
    const wait = due - performance.now();
    if (wait > 1) await sleep(wait);
    asking.push(ask(asked % tokens.length, due));
  }
  await Promise.all(asking);
  clearInterval(timer);
  agent.destroy();
  return { kind: 'report', asked, timesMs, lateMs, rungs, statuses, open };
}

const silent = [
  'registry-pending',
  'registry-unreachable',
  'registry-fault',
  'facility-credentials-rejected',
];

function rungOf(status: number, body: string): { readonly name: string; readonly openId: string | null } {
  if (status !== 200) return { name: status === 0 ? 'no answer' : `problem ${status}`, openId: null };
  const { lookupId, verdict, reason, freshness } = answerShape.parse(JSON.parse(body));
  const name = verdict === 'undetermined' ? reason : freshness.source;
  const isOpen = freshness.source === 'stale' || silent.includes(reason);
  return { name, openId: isOpen ? lookupId : null };
}

/** Status 0 where the connection broke. */
function post(agent: Agent, url: string, token: string, body: string): Promise<Reply> {
  return new Promise((resolve) => {
    const broken = (): void => {
      resolve({ status: 0, body: '' });
    };
    request(`${url}/v1/eligibility`, {
      method: 'POST',
      agent,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
    })
      .on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', broken);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
        });
      })
      .on('error', broken)
      .end(body);
  });
}

process.on('message', (message: unknown) => {
  run(loadOrder.parse(message)).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.name) : 'failed'}\n`);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
