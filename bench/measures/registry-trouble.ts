import { setTimeout as sleep } from 'node:timers/promises';

import type { ControlPatch } from '../../local/registry-simulator/control.ts';
import { type LocalService, startLocal } from '../../local/service.ts';
import { fetchToken, lookUp, patients, type TimedAnswer } from '../desk.ts';
import { type Finding, progress, type Row, written } from '../report.ts';
import type { Scale } from '../scale.ts';
import { median, percentile } from '../statistics.ts';
import type { World } from '../world.ts';

const GOAL_MS = 1000;
const CONCURRENCY = 4;

interface Trouble {
  readonly name: string;
  /** A facility that no other trouble has touched: no session, no question under way. */
  readonly facility: string;
  readonly control: ControlPatch;
}

/** What hangs keeps the askers busy far beyond its lookups, so it has a service of its own. */
const services: readonly (readonly Trouble[])[] = [
  [
    { name: 'refusing', facility: '99001', control: { fault: { kind: 'drop', scope: 'all' } } },
    { name: 'answering HTML 503', facility: '99002', control: { fault: { kind: 'http-5xx', scope: 'all' } } },
    {
      name: 'answering cut-off JSON',
      facility: '99003',
      control: { fault: { kind: 'truncated-json', scope: 'all' } },
    },
    {
      name: 'slow (2 s)',
      facility: '99006',
      control: { fault: null, latencyMs: 2000, loginLatencyMs: 2000 },
    },
  ],
  [{ name: 'hanging', facility: '99008', control: { fault: { kind: 'hang', scope: 'all' } } }],
];

/** Time of any first answer while the registry is in trouble. */
export async function registryTrouble({ template }: World, scale: Scale): Promise<Finding> {
  const rows: Row[] = [];
  const details: Record<string, unknown> = {};
  for (const troubles of services) {
    const service = await startLocal({ template });
    try {
      for (const trouble of troubles) {
        progress(`  ${trouble.name}`);
        const timed = await firstLookups(service, trouble, scale.people);
        const ms = timed.map((each) => each.ms);
        rows.push({
          what: `slowest answer, registry ${trouble.name}`,
          value: Math.max(...ms),
          unit: 'ms',
          goal: GOAL_MS,
          beside: `p99 ${written(percentile(ms, 99), 'ms')}, p50 ${written(median(ms), 'ms')}, ${ms.length} people`,
        });
        details[trouble.name] = { ms, reasons: tally(timed.map(({ answer }) => answer.reason)) };
      }
    } finally {
      await service.close();
    }
  }
  return { rows, details };
}

async function firstLookups(
  service: LocalService,
  { facility, control }: Trouble,
  count: number,
): Promise<TimedAnswer[]> {
  if (service.registry === null) throw new Error('There is no simulator to trouble');
  service.registry.control(control);
  const token = await fetchToken(service, facility);
  const waiting = patients.slice(0, count);
  const timed: TimedAnswer[] = [];
  const desk = async (): Promise<void> => {
    for (let person = waiting.shift(); person !== undefined; person = waiting.shift()) {
      const one = await lookUp(service, token, person);
      checkUndetermined(one);
      timed.push(one);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, desk));
  // The desks' last questions are let go before the next trouble begins.
  await sleep(50);
  return timed;
}

/** A lookup that failed must never turn a patient away (Decree 188/2025 Art. 38). */
function checkUndetermined({ answer }: TimedAnswer): void {
  if (answer.verdict === 'undetermined' && answer.mayAdmit) return;
  throw new Error(`Wrong answer: ${answer.verdict}, ${answer.reason}`);
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
