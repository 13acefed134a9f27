import { setTimeout as sleep } from 'node:timers/promises';

import type { ControlPatch } from '../../local/registry-simulator/control.ts';
import type { RegistrySimulator } from '../../local/registry-simulator/index.ts';
import { type Faults, healthy } from '../../test/faults/support/fault-proxy.ts';

/** As fast as the registry is on a good day. */
export const REGISTRY_MS = 120;

const well: ControlPatch = { latencyMs: REGISTRY_MS, loginLatencyMs: REGISTRY_MS, fault: null };

interface Trouble {
  readonly registry?: ControlPatch;
  readonly services?: Partial<Faults>;
}

/** One after the other, each for a moment: what a morning brings. */
const troubles: readonly Trouble[] = [
  { registry: { fault: { kind: 'drop', scope: 'all' } } },
  { registry: { fault: { kind: 'http-5xx' } } },
  { registry: { latencyMs: 3_000 } },
  { services: { dynamodb: { kind: 'throttled' } } },
  { registry: { fault: { kind: 'truncated-json' } } },
  { services: { dynamodb: { kind: 'delay', ms: 100 } } },
];

const PERIOD_MS = 5_000;
/** Two in a hundred of the time. */
const SHARE = 0.02;

/** Makes trouble until it is told to stop, and leaves everything well. */
export async function makeTrouble(
  registry: RegistrySimulator,
  faults: Faults,
  stop: AbortSignal,
): Promise<void> {
  const heal = (): void => {
    registry.control(well);
    Object.assign(faults, healthy());
  };
  heal();
  try {
    for (let round = 0; ; round += 1) {
      await sleep(PERIOD_MS * (1 - SHARE), undefined, { signal: stop });
      const trouble = troubles[round % troubles.length];
      if (trouble?.registry !== undefined) registry.control(trouble.registry);
      Object.assign(faults, trouble?.services ?? {});
      await sleep(PERIOD_MS * SHARE, undefined, { signal: stop });
      heal();
    }
  } catch {
    // Told to stop.
  } finally {
    heal();
  }
}
