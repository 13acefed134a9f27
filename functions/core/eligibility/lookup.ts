import type { AskOutcome, Operator } from '../registry/answer.ts';
import { ok, type Result } from '../result.ts';
import { ASK_LEASE_MS } from './ask.ts';
import { isSilent, isUsable, type UsableWindows } from './freshness.ts';
import type { Basis, Lookup } from './lookup-record.ts';
import type {
  Asker,
  AskRequest,
  Attempting,
  Circuit,
  Inquiry,
  InquiryStore,
  LookupStore,
  Time,
} from './ports.ts';

export interface LookupPorts extends Time {
  readonly inquiries: InquiryStore;
  readonly lookups: LookupStore;
  readonly asker: Asker;
  readonly circuit: Pick<Circuit, 'refusal'>;
}

/** Looking again for another's answer: soon at first, for a fast registry; then at a pace the store bears. */
const FIRST_PAUSE_MS = 60;
const LONGEST_PAUSE_MS = 200;

export interface LookupLimits {
  /** Until when the registry is waited for. */
  readonly until: Date;
  readonly freshForMs: number;
  readonly usable: UsableWindows;
  /** How the stores are waited for. */
  readonly attempt: Attempting;
  /** The registry is asked whatever the circuit says: what is wanted is its word, or the proof of having asked. */
  readonly insists: boolean;
}

/**
 * The ladder: fresh from what this facility has, fresh from the registry for as long as `until` allows, else what it has
 * for as long as that is usable, labelled, while the asking goes on. Without a store: straight to the registry.
 */
export async function lookUp(
  ports: LookupPorts,
  question: Omit<Lookup, 'requestedAt' | 'basis'> & { readonly operator: Operator },
  limits: LookupLimits,
): Promise<Lookup> {
  const lookup: Lookup = { ...question, requestedAt: ports.now(), basis: null };
  const request = requestOf(lookup, question.operator);
  const seen = await limits.attempt(() => ports.inquiries.read(lookup));
  if (!seen.ok) return askWithoutStore(ports, lookup, request, limits);
  const fresh = freshBasis(seen.value, ports.now(), limits.freshForMs);
  if (fresh !== null) return conclude(ports, lookup, fresh, limits);

  const refusal = limits.insists ? null : await limits.attempt(() => ports.circuit.refusal(request));
  const basis =
    refusal === null || !refusal.ok || refusal.value === null
      ? await askOrWait(ports, lookup, { request, seen: seen.value, limits })
      : fromRegistry({ kind: 'failed', reason: refusal.value.reason }, ports.now());
  if (basis === 'no-store') return askWithoutStore(ports, lookup, request, limits);
  return settle(ports, lookup, basis, { old: staleBasis(seen.value), ...limits });
}

const requestOf = ({ facility, person, id }: Lookup, operator: Operator): AskRequest => ({
  facility,
  person: { number: person.number, fullName: person.fullName, dateOfBirth: person.dateOfBirth },
  askId: id,
  operator,
});

/** Asks, or waits for who asks already. Null: no answer by `until`. */
async function askOrWait(
  ports: LookupPorts,
  lookup: Lookup,
  { request, seen, limits }: { request: AskRequest; seen: Inquiry; limits: LookupLimits },
): Promise<Basis | 'no-store' | null> {
  const at = ports.now();
  const turn = { id: lookup.id, at, leaseUntil: new Date(at.getTime() + ASK_LEASE_MS) };
  const isOurs = await limits.attempt(() => ports.inquiries.begin(lookup, seen, turn));
  if (!isOurs.ok) return 'no-store';
  // Kept as pending only after `begin`: whoever reads the lookup then finds an inquiry that is about it.
  const [basis] = await Promise.all([
    isOurs.value ? ask(ports, request, limits) : awaitEnd(ports, lookup, limits),
    limits.attempt(() => ports.lookups.put(lookup)),
  ]);
  return basis;
}

/** The store is down: there is no older answer, no turn to take, and what comes can be kept by the asking function only. */
async function askWithoutStore(
  ports: LookupPorts,
  lookup: Lookup,
  request: AskRequest,
  limits: LookupLimits,
): Promise<Lookup> {
  const basis = await ask(ports, { ...request, isUnclaimed: true }, limits);
  return conclude(ports, { ...lookup, isWithoutStore: true }, basis, limits);
}

interface Settling {
  readonly old: Basis | null;
  readonly usable: UsableWindows;
  readonly attempt: Attempting;
}

/** Stores what came of the asking, or the older answer where nothing did. */
async function settle(
  ports: Pick<LookupPorts, 'lookups' | 'now'>,
  lookup: Lookup,
  basis: Basis | null,
  { old, usable, attempt }: Settling,
): Promise<Lookup> {
  const asked = { ...lookup, basis };
  if (old !== null && isSilent(asked) && isUsable(lookup, old, ports.now(), usable)) {
    return conclude(ports, lookup, old, { attempt });
  }
  return basis === null ? asked : conclude(ports, lookup, basis, { attempt });
}

const staleBasis = ({ kept }: Inquiry): Basis | null =>
  kept === null
    ? null
    : { outcome: { kind: 'answered', answer: kept.answer }, source: 'stale', asOf: kept.asOf };

/** The newest state of a lookup, waiting for the registry's answer until `until`. Null: no such lookup here. */
export async function followUp(
  ports: Omit<LookupPorts, 'asker' | 'circuit'>,
  facility: string,
  id: string,
  limits: Pick<LookupLimits, 'until' | 'usable' | 'attempt'>,
): Promise<Result<Lookup | null, 'unavailable'>> {
  const stored = await limits.attempt(() => ports.lookups.get(facility, id));
  if (!stored.ok || stored.value === null) return stored;
  const lookup = stored.value;
  const { basis } = lookup;
  if (basis !== null && basis.source !== 'stale') return stored;
  const ended = await awaitEnd(ports, lookup, limits);
  if (basis === null && ended === null) return stored;
  return ok(await settle(ports, { ...lookup, basis: null }, ended, { old: basis, ...limits }));
}

function freshBasis(inquiry: Inquiry, now: Date, freshForMs: number): Basis | null {
  if (inquiry.kept === null) return null;
  const { answer, asOf } = inquiry.kept;
  if (now.getTime() - asOf.getTime() >= freshForMs) return null;
  return { outcome: { kind: 'answered', answer }, source: 'cache', asOf };
}

async function ask(
  ports: LookupPorts,
  request: AskRequest,
  { until, attempt }: Pick<LookupLimits, 'until' | 'attempt'>,
): Promise<Basis | null> {
  const outcome = await ports.asker.ask(request, until);
  if (outcome === 'under-way') return null;
  if (outcome !== 'not-started') return fromRegistry(outcome, ports.now());
  const unreachable = { kind: 'failed', reason: 'registry-unreachable' } as const;
  if (request.isUnclaimed !== true) {
    await attempt(() => ports.inquiries.end(request, request.askId, unreachable, ports.now()));
  }
  return fromRegistry(unreachable, ports.now());
}

/** Waits for the asking that is under way, ours or another's, to end. Null: not by `until`. */
async function awaitEnd(
  ports: Pick<LookupPorts, 'inquiries' | 'now' | 'pause'>,
  lookup: Lookup,
  { until, attempt }: Pick<LookupLimits, 'until' | 'attempt'>,
): Promise<Basis | null> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const read = await attempt(() => ports.inquiries.read(lookup));
    if (!read.ok) return null;
    const { ended, leaseUntil } = read.value;
    if (ended !== null) return fromRegistry(ended.outcome, ended.at);
    const now = ports.now();
    if (leaseUntil <= now) {
      return fromRegistry({ kind: 'failed', reason: 'registry-unreachable' }, now);
    }
    const leftMs = until.getTime() - now.getTime();
    if (leftMs <= 0) return null;
    await ports.pause(Math.min(pauseMs, leftMs));
  }
}

const fromRegistry = (outcome: AskOutcome, asOf: Date): Basis => ({ outcome, source: 'registry', asOf });

async function conclude(
  ports: Pick<LookupPorts, 'lookups'>,
  lookup: Lookup,
  basis: Basis | null,
  { attempt }: Pick<LookupLimits, 'attempt'>,
): Promise<Lookup> {
  const concluded = { ...lookup, basis };
  const kept = await attempt(() => ports.lookups.put(concluded));
  return kept.ok ? concluded : { ...concluded, isWithoutStore: true };
}
