import { median } from './statistics.ts';

const BLOCKS = 9;
/** While the compiler is still at work. */
const WARM_UP_BLOCKS = 2;

/** Processor time of one run, in microseconds: the median of blocks, the whole process counted. */
export async function costOf(run: () => unknown, blockSize: number): Promise<number> {
  const costs: number[] = [];
  for (let block = 0; block < BLOCKS; block++) {
    const start = process.cpuUsage();
    for (let i = 0; i < blockSize; i++) await run();
    const { user, system } = process.cpuUsage(start);
    costs.push((user + system) / blockSize);
  }
  return median(costs.slice(WARM_UP_BLOCKS));
}
