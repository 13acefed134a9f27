import type {
  Asking,
  Breakable,
  CircuitState,
  CircuitStore,
} from '../../functions/core/eligibility/circuit.ts';

const closed: CircuitState = { faults: 0, openUntil: null, isProbed: false, openings: 0 };

const keyOf = (what: Breakable, { facility, operator }: Asking): string =>
  JSON.stringify({ gateway: [], account: [facility], operator: [facility, operator] }[what]);

/** Keeps the port's promises in a map; test/functions/adapters/dynamodb/circuits.test.ts holds both stores to them. */
export function createMemoryCircuits(now: () => Date = () => new Date('2026-11-21T01:15:00Z')): CircuitStore {
  const items = new Map<string, CircuitState & { readonly lastFaultAt: Date; readonly ids: Set<string> }>();
  const stateOf = ({ faults, openUntil, isProbed, openings }: CircuitState): CircuitState => ({
    faults,
    openUntil,
    isProbed,
    openings,
  });
  return {
    read: (what, asking) => {
      const item = items.get(keyOf(what, asking));
      return Promise.resolve(item === undefined ? null : stateOf(item));
    },
    addFault: (what, asking, { id, since }) => {
      const key = keyOf(what, asking);
      const known = items.get(key);
      const isInARow = known !== undefined && (known.openUntil !== null || known.lastFaultAt > since);
      const ids = new Set(isInARow ? known.ids : []).add(JSON.stringify(id));
      const next = { ...closed, ...known, ids, faults: ids.size, lastFaultAt: now() };
      items.set(key, next);
      return Promise.resolve(stateOf(next));
    },
    setOpen: (what, asking, seen, opening) => {
      const known = items.get(keyOf(what, asking));
      if (known?.openUntil?.getTime() !== seen.openUntil?.getTime() || known === undefined) {
        return Promise.resolve(false);
      }
      items.set(keyOf(what, asking), { ...known, ...opening, faults: 0, ids: new Set() });
      return Promise.resolve(true);
    },
    close: (what, asking) => {
      items.delete(keyOf(what, asking));
      return Promise.resolve();
    },
  };
}
