import { fetchToken, followUp, lookUp, patients } from '../desk.ts';
import { type Finding, written } from '../report.ts';
import type { Scale } from '../scale.ts';
import { median } from '../statistics.ts';
import type { World } from '../world.ts';

/** The registry's ordinary speed, and the goal of the desk that waits at the lookup's address. */
const REGISTRY_MS = 2000;
const GOAL_MS = 300;

/** One that no other measure looks people up for. */
const FACILITY = '99002';

/**
 * How long after the registry's answer the verdict reaches a desk that waits for it. What passed before the registry
 * was asked counts as well, so the true figure is somewhat lower.
 */
export async function followUpLag({ service }: World, scale: Scale): Promise<Finding> {
  const { registry } = service;
  if (registry === null) throw new Error('There is no registry');
  const token = await fetchToken(service, FACILITY);
  const [first, ...people] = patients.slice(0, scale.people + 1);
  if (first === undefined) throw new Error('There is no patient');
  await lookUp(service, token, first);

  registry.control({ latencyMs: REGISTRY_MS });
  const lags: number[] = [];
  for (const person of people) {
    const startedAt = performance.now();
    const { answer } = await lookUp(service, token, person);
    if (answer.reason !== 'registry-pending') throw new Error(`Wrong answer: ${answer.reason}`);
    const settled = await followUp(service, token, answer.lookupId);
    if (settled.verdict !== 'eligible') throw new Error(`Wrong answer: ${settled.reason}`);
    lags.push(performance.now() - startedAt - REGISTRY_MS);
  }
  registry.control({ latencyMs: 0 });
  return {
    rows: [
      {
        what: 'verdict at the waiting desk, after a registry of 2 s answered, slowest',
        value: Math.max(...lags),
        unit: 'ms',
        goal: GOAL_MS,
        beside: `p50 ${written(median(lags), 'ms')}, ${lags.length} people`,
      },
    ],
    details: { lags },
  };
}
