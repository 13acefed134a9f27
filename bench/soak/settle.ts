import { setTimeout as sleep } from 'node:timers/promises';

import * as z from 'zod';

import { progress } from '../report.ts';
import type { LoadReport } from './load.ts';

type Open = LoadReport['open'];

const CONCURRENCY = 8;
const LOOK_AGAIN_MS = 5_000;

const state = z.object({ reason: z.string(), freshness: z.object({ source: z.string() }) });
const silent = [
  'registry-pending',
  'registry-unreachable',
  'registry-fault',
  'facility-credentials-rejected',
];

/** How many lookups that were left open are still so after this time in good health. Looks, and asks nothing. */
export async function stillOpenAfter(
  url: string,
  tokens: readonly string[],
  open: Open,
  seconds: number,
): Promise<number> {
  const givingUp = performance.now() + seconds * 1000;
  let left = open;
  for (;;) {
    left = await unsettledOf(url, tokens, left);
    progress(`${left.length} of ${open.length} open lookups have not settled yet`);
    if (left.length === 0 || performance.now() > givingUp) return left.length;
    await sleep(LOOK_AGAIN_MS);
  }
}

async function unsettledOf(url: string, tokens: readonly string[], open: Open): Promise<Open> {
  const waiting = [...open];
  const left: Open = [];
  const look = async (): Promise<void> => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      const response = await fetch(`${url}/v1/lookups/${one.id}`, {
        headers: { authorization: `Bearer ${tokens[one.desk] ?? ''}` },
      });
      const read = state.safeParse(await response.json()).data;
      if (read === undefined || read.freshness.source === 'stale' || silent.includes(read.reason))
        left.push(one);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, look));
  return left;
}
