import { startHost } from '../processes/host.ts';
import { type Finding, progress } from '../report.ts';
import type { Scale } from '../scale.ts';
import { median, pairedRatio } from '../statistics.ts';
import type { World } from '../world.ts';
import { cachedEvents, checkFloor, checkLookups } from './seeding.ts';

/**
 * Processor time of a cached lookup over that of the floor: the whole process's, its compiler and collector
 * included, in blocks that take turns. The store runs in another process.
 */
export async function processorTime(world: World, scale: Scale): Promise<Finding> {
  const hosts = {
    lookup: await startHost(world.lookup, world.environment),
    floor: await startHost(world.floor, world.environment),
    leanFloor: await startHost(world.leanFloor, world.environment),
  };
  const ms: Record<keyof typeof hosts, number[]> = { lookup: [], floor: [], leanFloor: [] };
  try {
    const warmUps = cachedEvents(world, scale.warmUps);
    for (const host of Object.values(hosts)) await host.run(warmUps);
    const events = cachedEvents(world, scale.blockSize);
    for (let block = 0; block < scale.blocks; block++) {
      const lookup = await hosts.lookup.run(events);
      const floor = await hosts.floor.run(events);
      const leanFloor = await hosts.leanFloor.run(events);
      checkLookups(lookup);
      checkFloor(floor, world);
      checkFloor(leanFloor, world);
      ms.lookup.push(lookup.processorMs);
      ms.floor.push(floor.processorMs);
      ms.leanFloor.push(leanFloor.processorMs);
      if (block % 10 === 9) progress(`  block ${block + 1} of ${scale.blocks}`);
    }
  } finally {
    for (const host of Object.values(hosts)) await host.close();
  }

  const ratio = pairedRatio(ms.lookup, ms.floor);
  const leanRatio = pairedRatio(ms.lookup, ms.leanFloor);
  const pair = (floor: number[]): string =>
    `${median(ms.lookup).toFixed(2)} ms over ${median(floor).toFixed(2)} ms`;
  const spread = ({ low, high }: typeof ratio): string =>
    `half of all pairs in ${low.toFixed(2)}–${high.toFixed(2)}`;
  return {
    rows: [
      {
        what: 'processor time, cached lookup over floor',
        value: ratio.median,
        unit: 'x',
        goal: 2,
        beside: `${pair(ms.floor)}; ${spread(ratio)}`,
      },
      {
        what: "processor time, over floor with the house's credentials",
        value: leanRatio.median,
        unit: 'x',
        goal: null,
        beside: `${pair(ms.leanFloor)}; ${spread(leanRatio)}`,
      },
    ],
    details: { processorMsPerCall: ms, ratio, leanRatio },
  };
}
