import { setTimeout as sleep } from 'node:timers/promises';

import type { ControlPatch } from '../../local/registry-simulator/control.ts';
import type { RegistrySimulator } from '../../local/registry-simulator/index.ts';
import type { Engine } from '../processes/engine.ts';

/** As fast as the registry is on a good day. */
export const REGISTRY_MS = 120;

const well: ControlPatch = { latencyMs: REGISTRY_MS, loginLatencyMs: REGISTRY_MS, fault: null };

interface Trouble {
  readonly registry?: ControlPatch;
  readonly store?: 'slow' | 'throttled';
}

/** One after the other, each for a moment: what a morning brings. */
const troubles: readonly Trouble[] = [
  { registry: { fault: { kind: 'drop', scope: 'all' } } },
  { registry: { fault: { kind: 'http-5xx' } } },
  { registry: { latencyMs: 3_000 } },
  { store: 'throttled' },
  { registry: { fault: { kind: 'truncated-json' } } },
  { store: 'slow' },
];

const PERIOD_MS = 5_000;
/** Two in a hundred of the time. */
const SHARE = 0.02;

/** Makes trouble until it is told to stop, and leaves everything well. */
export async function makeTrouble(
  registry: RegistrySimulator,
  engine: Pick<Engine, 'behave'>,
  stop: AbortSignal,
): Promise<void> {
  const heal = async (): Promise<void> => {
    registry.control(well);
    await engine.behave('at-once');
  };
  await heal();
  try {
    for (let round = 0; ; round += 1) {
      await sleep(PERIOD_MS * (1 - SHARE), undefined, { signal: stop });
      const trouble = troubles[round % troubles.length];
      if (trouble?.registry !== undefined) registry.control(trouble.registry);
      if (trouble?.store !== undefined) await engine.behave(trouble.store);
      await sleep(PERIOD_MS * SHARE, undefined, { signal: stop });
      await heal();
    }
  } catch {
    // Told to stop.
  } finally {
    await heal();
  }
}
