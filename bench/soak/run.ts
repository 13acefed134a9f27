import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import * as z from 'zod';

import { crowd } from '../../local/people/crowd.ts';
import { startRegistrySimulator } from '../../local/registry-simulator/index.ts';
import { sandboxOperator } from '../../local/sandbox.ts';
import { startLocal } from '../../local/service.ts';
import { fetchToken } from '../desk.ts';
import { startEngine } from '../processes/engine.ts';
import { progress } from '../report.ts';
import { type LoadOrder, loadProgress, loadReport, type LoadReport } from './load.ts';
import { soakTable } from './report.ts';
import { stillOpenAfter } from './settle.ts';
import { makeTrouble, REGISTRY_MS } from './trouble.ts';

/**
 * `npm run soak -- --minutes N`: a morning at full load with something failing two in a hundred of the time, on this
 * machine. `--rate` lookups a second, `--threads` of the function that answers them, `--settle` seconds afterwards.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    rate: { type: 'string', default: '200' },
    threads: { type: 'string', default: '2' },
    settle: { type: 'string', default: '120' },
  },
});
const seconds = Number(values.minutes) * 60;
const ratePerSecond = Number(values.rate);
const facilities = ['99001', '99003', '99006', '99008'];
/** One in ten is new, and each is new once. */
const people = Math.min(Math.ceil(ratePerSecond * seconds * 0.12) + 100, 900_000);

progress(`${ratePerSecond} lookups a second for ${values.minutes} minutes; starting the service`);
const engine = await startEngine();
const registry = await startRegistrySimulator({
  people: crowd(people),
  accounts: facilities.map((code) => ({
    username: `${code}_BV`,
    password: `sandbox-${code}`,
    operators: [sandboxOperator],
  })),
  latencyMs: REGISTRY_MS,
});
const service = await startLocal({
  environment: { DYNAMODB_ENDPOINT: engine.endpoint, REGISTRY_URL: registry.url },
  environments: { eligibility: Number(values.threads) },
});
const tokens = await Promise.all(facilities.map((facility) => fetchToken(service, facility)));

const load = { url: service.url, tokens, ratePerSecond, people };
progress('warming up');
await generate({ ...load, seconds: 10, ratePerSecond: Math.min(20, ratePerSecond), seed: 1 });

const asked = registry.stats().lookups;
const stop = new AbortController();
const trouble = makeTrouble(registry, engine, stop.signal);
const report = await generate({ ...load, seconds, seed: 2 });
stop.abort();
await trouble;
const registryCalls = registry.stats().lookups - asked;
const lost = await stillOpenAfter(service.url, tokens, report.open, Number(values.settle));

const table = soakTable({ report, seconds, ratePerSecond, registryCalls, lost });
// Questions to a registry that hung would be waited for long after.
process.stdout.write(`\n${table}\n`, () => process.exit());

/** In a process of its own, so that asking takes no time from answering but the machine's. */
async function generate(order: LoadOrder): Promise<LoadReport> {
  const child = fork(new URL('./load-process.ts', import.meta.url), { serialization: 'advanced' });
  child.send(order);
  for (;;) {
    const [message] = z.array(z.unknown()).parse(await once(child, 'message'));
    const done = loadReport.safeParse(message);
    if (done.success) {
      child.disconnect();
      return done.data;
    }
    const { answered, slowestMs } = loadProgress.parse(message);
    progress(`${answered} answered, slowest of the last ten seconds ${Math.round(slowestMs)} ms`);
  }
}
