import { foldName } from '../identity/names.ts';
import type { AskOutcome, Unanswered } from '../registry/answer.ts';
import { meaningOf } from '../registry/result-codes.ts';
import type { AskRequest, Circuit, Refusal } from './ports.ts';

/** What can be at fault by itself: the gateway for everybody, one facility's account, one person at its desk. */
export type Breakable = 'gateway' | 'account' | 'operator';

export type Asking = Pick<AskRequest, 'facility' | 'operator'>;

/** What the fleet knows of one of them: how many faults in a row, and whether it is left alone for a while. */
export interface CircuitState {
  readonly faults: number;
  /** Null while it is closed. Moved on by whoever is elected to probe. */
  readonly openUntil: Date | null;
  /** Somebody has been let through to see whether it works again. */
  readonly isProbed: boolean;
  /** How often it was opened in a row. */
  readonly openings: number;
}

/** Shared by all instances. Healthy, nothing is written. */
export interface CircuitStore {
  read(what: Breakable, asking: Asking): Promise<CircuitState | null>;
  /** One more fault in a row, unless that one is counted already; faults from before `since` no longer count. */
  addFault(what: Breakable, asking: Asking, fault: Fault): Promise<CircuitState>;
  /** Sets until when it is open. False when that is no longer as it was seen: somebody else was first. */
  setOpen(what: Breakable, asking: Asking, seen: CircuitState, next: Opening): Promise<boolean>;
  /** Forgets all of it. */
  close(what: Breakable, asking: Asking): Promise<void>;
}

export interface Fault {
  /** Faults of the same id count once. */
  readonly id: readonly string[];
  readonly since: Date;
}

export interface Opening {
  readonly openUntil: Date;
  readonly isProbed: boolean;
  readonly openings: number;
}

export interface CircuitPorts {
  readonly store: CircuitStore;
  readonly now: () => Date;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  readonly onOpen: (what: Breakable) => void;
  readonly onFault: (error: unknown) => void;
}

interface Rule {
  /** Said for a lookup that is not asked. */
  readonly reason: Unanswered;
  /** Faults in a row that open it. */
  readonly threshold: number;
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * An account that is refused, or an operator unknown to the registry (054, 055), is asked again rarely: it keeps a list
 * of accounts that ask too much (protocol §4.4). The gateway is down for a minute more often than for an hour.
 */
const rules: Readonly<Record<Breakable, Rule>> = {
  gateway: { reason: 'registry-unreachable', threshold: 8, firstMs: 10_000, longestMs: 60_000 },
  account: {
    reason: 'facility-credentials-rejected',
    threshold: 5,
    firstMs: 30_000,
    longestMs: 300_000,
  },
  operator: { reason: 'operator-not-registered', threshold: 5, firstMs: 30_000, longestMs: 300_000 },
};
const breakables = ['gateway', 'account', 'operator'] as const;

const CLOSED: CircuitState = { faults: 0, openUntil: null, isProbed: false, openings: 0 };

/** Faults further apart are no row. */
const IN_A_ROW_MS = 120_000;
/** What the fleet knows is read at most this often by an instance. */
const REMEMBER_MS = 3_000;
/** A probe takes as long as an asking may; one that dies is another's to make. */
const PROBE_MS = 45_000;

export function createCircuit(ports: CircuitPorts): Circuit {
  const { now, onFault } = ports;
  const remembered = createMemory(ports);

  /** Null: let through. The one that moves the end of an opening on is the one that probes. */
  async function refusalBy(what: Breakable, asking: Asking): Promise<Refusal | null> {
    const seen = await remembered.read(what, asking);
    const { openUntil, openings } = seen ?? CLOSED;
    if (seen === null || openUntil === null) return null;
    const { reason } = rules[what];
    if (openUntil > now()) return { reason, until: openUntil };
    const probe = { openUntil: after(now(), PROBE_MS), isProbed: true, openings };
    const isElected = await ports.store.setOpen(what, asking, seen, probe);
    remembered.forget(what, asking);
    return isElected ? null : { reason, until: probe.openUntil };
  }

  async function recordFault(what: Breakable, asking: AskRequest, outcome: AskOutcome): Promise<void> {
    const { threshold, firstMs, longestMs } = rules[what];
    const since = after(now(), -IN_A_ROW_MS);
    const seen = await ports.store.addFault(what, asking, { id: faultId(asking, outcome), since });
    remembered.forget(what, asking);
    const isDown = seen.openUntil === null ? seen.faults >= threshold : seen.isProbed;
    // Of those who were let through before it opened, each would keep it open for longer.
    if (!isDown) return;
    const wait = Math.min(firstMs * 2 ** seen.openings, longestMs);
    // Spread, so that what many instances wait for does not come back at once.
    const openUntil = after(now(), wait * (0.9 + 0.2 * ports.random()));
    const isOurs = await ports.store.setOpen(what, asking, seen, {
      openUntil,
      isProbed: false,
      openings: seen.openings + 1,
    });
    if (isOurs) ports.onOpen(what);
  }

  async function recordSuccess(what: Breakable, asking: Asking): Promise<void> {
    if ((await remembered.read(what, asking)) === null) return;
    await ports.store.close(what, asking);
    remembered.forget(what, asking);
  }

  return {
    async refusal(asking) {
      try {
        for (const what of breakables) {
          const refusal = await refusalBy(what, asking);
          if (refusal !== null) return refusal;
        }
      } catch (error) {
        onFault(error);
      }
      return null;
    },

    async record(asking, outcome) {
      try {
        const broken = brokenBy(outcome);
        for (const what of reachedBy(broken)) await recordSuccess(what, asking);
        if (broken !== null) await recordFault(broken, asking, outcome);
      } catch (error) {
        onFault(error);
      }
    },
  };
}

/** What an outcome shows to be at fault; null: nothing. */
function brokenBy(outcome: AskOutcome): Breakable | null {
  if (outcome.kind === 'failed') {
    return breakables.find((what) => rules[what].reason === outcome.reason) ?? 'gateway';
  }
  const { code } = outcome.answer;
  if (meaningOf(code) === 'operator-not-registered') return 'operator';
  return SERVER_FAULTS.has(code) ? 'gateway' : null;
}

/** The registry's own words for being at fault. 100 and 205 may be about one person's data and break nothing. */
const SERVER_FAULTS = new Set(['101', '500', '999']);

/**
 * No word from the gateway is a fault each time. What it says when asked for somebody may be about that somebody, however often
 * it says so: only what many patients meet is its own, the account's or the operator's fault.
 */
const faultId = ({ askId, person }: AskRequest, outcome: AskOutcome): readonly string[] =>
  outcome.kind === 'failed' && outcome.reason !== 'facility-credentials-rejected'
    ? [askId]
    : [foldName(person.fullName), person.dateOfBirth];

/** What worked on the way to it: whoever is refused has reached the gateway, and an operator the account. */
const reachedBy = (broken: Breakable | null): readonly Breakable[] =>
  breakables.slice(0, broken === null ? breakables.length : breakables.indexOf(broken));

const after = (date: Date, milliseconds: number): Date => new Date(date.getTime() + milliseconds);

interface Memory {
  read(what: Breakable, asking: Asking): Promise<CircuitState | null>;
  forget(what: Breakable, asking: Asking): void;
}

const REMEMBER_AT_MOST = 1_000;

function createMemory({ store, now }: CircuitPorts): Memory {
  const known = new Map<string, { readonly state: Promise<CircuitState | null>; readonly until: number }>();
  const keyOf = (what: Breakable, { facility, operator }: Asking): string =>
    JSON.stringify(
      { gateway: [], account: [facility], operator: [facility, operator.personalId, operator.fullName] }[
        what
      ],
    );
  return {
    read(what, asking) {
      const key = keyOf(what, asking);
      const seen = known.get(key);
      if (seen !== undefined && now().getTime() < seen.until) return seen.state;
      const state = store.read(what, asking);
      if (known.size >= REMEMBER_AT_MOST) known.clear();
      known.set(key, { state, until: now().getTime() + REMEMBER_MS });
      state.catch(() => known.delete(key));
      return state;
    },
    forget(what, asking) {
      known.delete(keyOf(what, asking));
    },
  };
}
