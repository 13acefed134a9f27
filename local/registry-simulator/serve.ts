import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Control, ControlState, Scope } from './control.ts';
import { spoil } from './faults.ts';
import type { Outcome } from './faults.ts';
import { gatewayFunctions } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { html, json } from './reply.ts';
import type { Reply } from './reply.ts';
import { parseJson, readText } from './request.ts';
import type { Counter } from './stats.ts';

export interface Simulation {
  readonly control: Control;
  readonly counter: Counter;
  readonly gateway: Gateway;
}

/** What is wrong with the patch; nothing, and it is in force. */
export function applyPatch({ control, gateway }: Simulation, patch: unknown): readonly string[] {
  const outcome = control.apply(patch);
  if (!outcome.ok) return outcome.reasons;
  if (outcome.expireSessions) gateway.sessions.expireAll();
  return [];
}

function overview({ control, counter }: Simulation): Reply {
  return json({ state: control.state(), stats: counter.stats() });
}

type ControlMethod = (simulation: Simulation, request: IncomingMessage) => Promise<Reply> | Reply;

const controlMethods: Readonly<Record<string, ControlMethod>> = {
  GET: overview,
  POST: async (simulation, request) => {
    const reasons = applyPatch(simulation, parseJson((await readText(request)) ?? ''));
    return reasons.length === 0 ? overview(simulation) : json({ error: 'bad-control', reasons }, 400);
  },
  DELETE: (simulation) => {
    simulation.control.reset();
    simulation.counter.reset();
    return overview(simulation);
  },
};

const latencyOf = (state: ControlState): Record<Scope, number> => ({
  lookup: state.latencyMs,
  login: state.loginLatencyMs,
  copay: state.copay.latencyMs,
});

function countReply(counter: Counter, reply: Reply): void {
  if (reply.loginIssued === true) counter.count('loginsIssued');
  if (reply.resultCode !== undefined) counter.countResult(reply.resultCode);
  if (reply.copayCode !== undefined) counter.countCopay(reply.copayCode);
}

/** The fault is drawn on arrival: "the next request" is the next to come in, however slow the others are. */
async function serveFunction(
  { control, counter, gateway }: Simulation,
  scope: Scope,
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Outcome> {
  const state = control.state();
  const fault = control.takeFault(scope);
  // Nobody waits for an answer once the server is closed, so the wait must not keep the process alive.
  await sleep(latencyOf(state)[scope], undefined, { ref: false });
  const reply = await gateway.handlers[scope](request, query, state);
  if (fault !== null) {
    counter.count('faults');
    return spoil(reply, fault, scope);
  }
  countReply(counter, reply);
  return { kind: 'reply', reply };
}

function countArrival(counter: Counter, scope: Scope, response: ServerResponse): void {
  if (scope !== 'lookup') {
    counter.count(scope === 'login' ? 'logins' : 'copays');
    return;
  }
  counter.enterLookup();
  response.once('close', () => {
    counter.leaveLookup();
  });
}

const replied = (reply: Reply): Outcome => ({ kind: 'reply', reply });

export async function serve(
  simulation: Simulation,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Outcome> {
  // No URL class: a path such as `//` must not throw.
  const [path = '', query = ''] = (request.url ?? '').split(/\?(.*)/s);
  const route = path.toLowerCase();
  const method = request.method ?? '';
  if (route === '/control') {
    const act = controlMethods[method];
    return replied(act === undefined ? html(405, 'Method Not Allowed') : await act(simulation, request));
  }
  const called = gatewayFunctions.get(route);
  simulation.counter.countFunction(called?.name ?? 'unknown');
  if (called?.scope === undefined) return replied(html(404, 'Not Found'));
  if (method !== 'POST') return replied(html(405, 'Method Not Allowed'));
  countArrival(simulation.counter, called.scope, response);
  return serveFunction(simulation, called.scope, request, new URLSearchParams(query));
}
