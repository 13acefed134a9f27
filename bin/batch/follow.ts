import { setTimeout as sleep } from 'node:timers/promises';

import type { BatchService, Progress } from './service.ts';

/** Where progress is shown: a terminal draws over its last line, anything else gets a line for each change. */
export interface Screen {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** A person watches a terminal. */
const SOONEST_S = 1;
const LATEST_S = 5;

/** Shows how the batch comes along, until it has ended. */
export async function follow(service: BatchService, id: string, screen: Screen): Promise<Progress> {
  let shown = '';
  for (;;) {
    const progress = await service.progress(id);
    const line = lineOf(progress, screen.isTTY === true);
    if (screen.isTTY === true) screen.write(`\r\u001B[K${line}`);
    else if (line !== shown) screen.write(`${line}\n`);
    shown = line;
    if (progress.state === 'done' || progress.state === 'cancelled') {
      if (screen.isTTY === true) screen.write('\n');
      return progress;
    }
    await sleep(Math.min(Math.max(progress.retryAfterS, SOONEST_S), LATEST_S) * 1000);
  }
}

const WIDTH = 30;

function lineOf(progress: Progress, withBar: boolean): string {
  const { state, done, accepted, verdicts, expectedEnd } = progress;
  const filled = accepted === 0 ? WIDTH : Math.floor((done / accepted) * WIDTH);
  const bar = `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}] `;
  return [
    `${withBar ? bar : ''}${done}/${accepted} ${state}`,
    `eligible ${verdicts.eligible}`,
    `not eligible ${verdicts['not-eligible']}`,
    `undetermined ${verdicts.undetermined}`,
    ...(withBar && expectedEnd !== null ? [`until about ${expectedEnd.slice(11, 16)}`] : []),
  ].join(' · ');
}
