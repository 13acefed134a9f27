import { startHost } from '../processes/host.ts';
import { type Finding, progress, written } from '../report.ts';
import type { Scale } from '../scale.ts';
import { percentile } from '../statistics.ts';
import type { World } from '../world.ts';
import { cachedEvents, checkFloor, checkLookups } from './seeding.ts';

const goals = [
  [50, 25],
  [95, 60],
  [99, 150],
] as const;

/** Time of a warm answer from the cache, the whole function, with a network's latency before the store. */
export async function cachedLookup(world: World, scale: Scale): Promise<Finding> {
  const lookup = await startHost(world.lookup, world.environment);
  const floor = await startHost(world.floor, world.environment);
  const lookupMs: number[] = [];
  const floorMs: number[] = [];
  try {
    const warmUps = cachedEvents(world, scale.warmUps);
    await lookup.run(warmUps);
    await floor.run(warmUps);
    await world.engine.behave('as-a-network');
    const events = cachedEvents(world, Math.min(50, scale.timedLookups));
    while (lookupMs.length < scale.timedLookups) {
      const run = await lookup.run(events);
      const floorRun = await floor.run(events);
      checkLookups(run);
      checkFloor(floorRun, world);
      lookupMs.push(...run.timesMs);
      floorMs.push(...floorRun.timesMs);
      if (lookupMs.length % 500 === 0) progress(`  ${lookupMs.length} of ${scale.timedLookups} lookups`);
    }
  } finally {
    await world.engine.behave('at-once');
    await lookup.close();
    await floor.close();
  }
  return {
    rows: goals.map(([percent, goal]) => ({
      what: `warm answer from cache, store 5 ms (p99 25 ms) away, p${percent}`,
      value: percentile(lookupMs, percent),
      unit: 'ms',
      goal,
      beside: `floor, one such call: ${written(percentile(floorMs, percent), 'ms')}`,
    })),
    details: { lookups: lookupMs.length, slowest: Math.max(...lookupMs), floorSlowest: Math.max(...floorMs) },
  };
}
