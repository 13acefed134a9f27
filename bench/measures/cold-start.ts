import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Bundle } from '../bundles.ts';
import { type Finding, progress, type Row, written } from '../report.ts';
import type { Scale } from '../scale.ts';
import { median, pairedRatio } from '../statistics.ts';
import type { World } from '../world.ts';

const run = promisify(execFile);

const GOAL_BYTES = 400_000;
const BIGGEST = 8;

const script = `
  const start = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - start), () => process.exit());
`;

async function importMs({ url }: Bundle, environment: Readonly<Record<string, string>>): Promise<number> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, url], {
    env: { ...environment },
  });
  return Number(stdout);
}

/** Import time of the lookup's bundle over that of the floor's, in fresh processes that take turns; and the sizes. */
export async function coldStart(world: World, scale: Scale): Promise<Finding> {
  const bundles = { lookup: world.lookup, floor: world.floor, leanFloor: world.leanFloor };
  const ms: Record<keyof typeof bundles, number[]> = { lookup: [], floor: [], leanFloor: [] };
  for (let round = 0; round < scale.imports; round++) {
    ms.lookup.push(await importMs(bundles.lookup, world.environment));
    ms.floor.push(await importMs(bundles.floor, world.environment));
    ms.leanFloor.push(await importMs(bundles.leanFloor, world.environment));
    if (round % 10 === 9) progress(`  ${round + 1} of ${scale.imports} processes each`);
  }
  const ratio = pairedRatio(ms.lookup, ms.floor);
  const leanRatio = pairedRatio(ms.lookup, ms.leanFloor);
  const beside = (floor: number[], { low, high }: typeof ratio): string =>
    `${written(median(ms.lookup), 'ms')} over ${written(median(floor), 'ms')}; half of all pairs in ${low.toFixed(2)}–${high.toFixed(2)}`;

  return {
    rows: [
      {
        what: 'cold start, import of lookup over floor',
        value: ratio.median,
        unit: 'x',
        goal: 1.25,
        beside: beside(ms.floor, ratio),
      },
      {
        what: "cold start, over floor with the house's credentials",
        value: leanRatio.median,
        unit: 'x',
        goal: null,
        beside: beside(ms.leanFloor, leanRatio),
      },
      ...sizes(world),
    ],
    details: {
      importMs: ms,
      ratio,
      leanRatio,
      bytes: Object.fromEntries(
        [...world.functions, world.floor, world.leanFloor].map(({ name, bytes }) => [name, bytes]),
      ),
      contributors: Object.fromEntries(world.lookup.contributors),
    },
  };
}

function sizes({ functions, lookup, floor, leanFloor }: World): Row[] {
  const others = functions.filter((each) => each !== lookup);
  const shown = (what: string, value: number): Row => ({ what, value, unit: 'bytes', goal: null });
  return [
    { what: 'bundle of eligibility', value: lookup.bytes, unit: 'bytes', goal: GOAL_BYTES },
    ...lookup.contributors.slice(0, BIGGEST).map(([name, bytes]) => shown(`  of it ${name}`, bytes)),
    ...[...others, floor, leanFloor].map(({ name, bytes }) => shown(`bundle of ${name}`, bytes)),
  ];
}
