import { type FunctionName, functionNames } from '../../../lib/function-names.ts';
import { crowd } from '../../../local/people/crowd.ts';
import type { SyntheticPerson } from '../../../local/people/person.ts';
import { type RegistrySimulator, startRegistrySimulator } from '../../../local/registry-simulator/index.ts';
import { sandboxOperator } from '../../../local/sandbox.ts';
import { type Desk, signIn, startService } from '../../support/desk.ts';
import { type Faults, healthy, startFaultProxy } from './fault-proxy.ts';
import { type RegistryWitness, startRegistryWitness } from './registry-witness.ts';

/** A whole service on this machine, all of whose neighbours can be told to fail. */
export interface TroubledService {
  /** In force as soon as they are set. */
  readonly faults: Faults;
  readonly registry: RegistrySimulator;
  readonly witness: RegistryWitness;
  /** By the code of the facility. */
  readonly desks: ReadonlyMap<string, Desk>;
  readonly people: readonly SyntheticPerson[];
  /** No fault anywhere any more. */
  heal(): void;
  close(): Promise<void>;
}

export const facilities = ['99003', '99006'] as const;

/** Half the budget of a stage, nearly: one process plays all neighbours, and the promise of a second is to hold here too. */
const hurried = {
  BUDGET_MS: '500',
  FRESH_SECONDS: '1',
  USABLE_ELIGIBLE_MINUTES: '1',
  USABLE_NOT_ELIGIBLE_MINUTES: '1',
  USABLE_WITHDRAWN_MINUTES: '1',
  RECHECK_FIRST_SECONDS: '1',
  RECHECK_MAX_SECONDS: '5',
  RECHECKS_PER_MINUTE: '1000',
  // A registry that hangs holds an asking for so long, and the next plan must not wait behind it.
  REGISTRY_TOTAL_TIMEOUT_MS: '3000',
  REGISTRY_CONNECT_TIMEOUT_MS: '500',
};

/** A thread for each function of each service would keep a small machine busy for a minute before anything is asked. */
const needed: ReadonlySet<FunctionName> = new Set(['eligibility', 'lookup', 'ask-registry', 'recheck']);

export async function startTroubledService(size: number): Promise<TroubledService> {
  const people = crowd(size);
  const registry = await startRegistrySimulator({ people, accounts: facilities.map(accountOf) });
  const witness = await startRegistryWitness(registry.url);
  const faults = healthy();
  const proxies: { close(): Promise<void> }[] = [];
  const service = await startService({
    environment: { REGISTRY_URL: witness.url },
    functionEnvironment: hurried,
    environments: Object.fromEntries(functionNames.map((name) => [name, needed.has(name) ? 1 : 0])),
    through: async (_service, url) => {
      const proxy = await startFaultProxy(url, faults);
      proxies.push(proxy);
      return proxy.url;
    },
  });
  const desks = new Map<string, Desk>();
  for (const facility of facilities) desks.set(facility, await signIn(service, facility));
  return {
    faults,
    registry,
    witness,
    desks,
    people,
    heal: () => {
      Object.assign(faults, healthy());
      registry.control({ latencyMs: 0, loginLatencyMs: 0, fault: null });
    },
    close: async () => {
      for (const part of [service, ...proxies, witness, registry]) await part.close();
    },
  };
}

/** As the local run's secrets have them (local/service.ts). */
const accountOf = (code: string) => ({
  username: `${code}_BV`,
  password: `sandbox-${code}`,
  operators: [sandboxOperator],
});
