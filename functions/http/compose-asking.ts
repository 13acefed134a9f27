import { createPatience } from '../adapters/patience.ts';
import { openRegistry, type RegistrySettings } from '../adapters/registry-gateway/access.ts';
import { createRegistryGateway } from '../adapters/registry-gateway/gateway.ts';
import { systemTime } from '../adapters/time.ts';
import type { AskPorts } from '../core/eligibility/ask.ts';
import { composeCircuit, type Stores } from './composition.ts';
import type { Telemetry } from './telemetry.ts';

/** A store that has just failed is not waited for again at every step of an asking. */
const STORE_REST_MS = 3_000;
const STORE_PATIENCE_MS = 600;
const GLANCE_MS = 100;

/** What a function needs that asks the registry itself; made anew for each asking, as each has patience of its own. */
export function composeAsking(config: RegistrySettings, stores: Stores, telemetry: Telemetry): AskPorts {
  const { now } = systemTime;
  let storeFailedAt = -Infinity;
  const onFault = (error: unknown): void => {
    storeFailedAt = now().getTime();
    telemetry.defect(error, { about: 'store' });
  };
  const isStoreAtFault = (): boolean => now().getTime() - storeFailedAt < STORE_REST_MS;
  const registry = createRegistryGateway(openRegistry(config, stores, { isStoreAtFault, onFault }));
  const circuit = composeCircuit(stores, telemetry);
  return {
    now,
    inquiries: stores.inquiries,
    registry,
    circuit,
    // Patience anew for every step: nobody at a desk waits for the whole of it.
    attempt: (work) => createPatience({ now, onFault }, { totalMs: STORE_PATIENCE_MS, until: NEVER })(work),
    glance: (work) =>
      createPatience({ now, onFault }, { totalMs: isStoreAtFault() ? 0 : GLANCE_MS, until: NEVER })(work),
  };
}

const NEVER = new Date(8.64e15);
