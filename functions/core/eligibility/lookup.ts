import type { AskOutcome, Operator } from '../registry/answer.ts';
import { ok, type Result } from '../result.ts';
import { ASK_LEASE_MS } from './ask.ts';
import { isSilent, isUnsettled, isUsable, type UsableWindows } from './freshness.ts';
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
    isOurs.value ? askToTheEnd(ports, lookup, request, limits) : awaitEnd(ports, lookup, limits),
    limits.attempt(() => ports.lookups.put(lookup)),
  ]);
  return basis;
}

/** One that had to queue, as many as the registry bears being asked already, may still come to its turn in time. */
async function askToTheEnd(
  ports: LookupPorts,
  lookup: Lookup,
  request: AskRequest,
  limits: LookupLimits,
): Promise<Basis | null> {
  const basis = await ask(ports, request, limits);
  return basis === null && ports.now() < limits.until ? awaitEnd(ports, lookup, limits) : basis;
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

/** The newest state of a lookup, held until that changes or it is `until`. Null: no such lookup here. */
export async function followUp(
  ports: FollowUpPorts,
  facility: string,
  id: string,
  limits: FollowUpLimits,
): Promise<Result<Lookup | null, 'unavailable'>> {
  const first = await look(ports, facility, id, limits);
  let last = first;
  while (last.ok && isHeld(first, last, id, ports.now()) && ports.now() < limits.until) {
    await ports.pause(Math.min(HOLD_MS, limits.until.getTime() - ports.now().getTime()));
    last = await look(ports, facility, id, limits);
  }
  return last.ok ? ok(last.value.lookup) : last;
}

type FollowUpPorts = Omit<LookupPorts, 'asker' | 'circuit'>;
type FollowUpLimits = Pick<LookupLimits, 'until' | 'usable' | 'attempt'>;
interface Look {
  readonly lookup: Lookup | null;
  /** What is stored was settled by looking. */
  readonly isNew: boolean;
}

/** How often a lookup is looked at that somebody else will change. */
const HOLD_MS = 400;
/** A lookup that was answered without the store is put there by its first recheck. */
const MAY_COME_MS = 60_000;

/** Nothing has changed yet, and a recheck will see to it that something does. */
function isHeld(
  first: Result<Look, unknown>,
  last: { readonly value: Look },
  id: string,
  now: Date,
): boolean {
  const { lookup, isNew } = last.value;
  if (lookup === null) return now.getTime() - madeAt(id) < MAY_COME_MS;
  const before = first.ok ? first.value.lookup : null;
  const isSame = before?.basis?.asOf.getTime() === lookup.basis?.asOf.getTime();
  return !isNew && isSame && isUnsettled(lookup) && (lookup.recheck?.nextAt ?? null) !== null;
}

/** The time in a UUID of version 7 (RFC 9562); of anything else none. */
const madeAt = (id: string): number =>
  /^[\da-f]{8}-[\da-f]{4}-7/.test(id) ? Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) : -Infinity;

/** A look at what is stored, and at the asking that it waits for. */
async function look(
  ports: FollowUpPorts,
  facility: string,
  id: string,
  limits: FollowUpLimits,
): Promise<Result<Look, 'unavailable'>> {
  const stored = await limits.attempt(() => ports.lookups.get(facility, id));
  if (!stored.ok) return stored;
  const lookup = stored.value;
  if (lookup === null || (lookup.basis !== null && lookup.basis.source !== 'stale')) {
    return ok({ lookup, isNew: false });
  }
  const { basis } = lookup;
  const ended = await awaitEnd(ports, lookup, limits);
  if (ended === null && basis === null) return ok({ lookup, isNew: false });
  const isAsBefore =
    basis !== null &&
    isSilent({ ...lookup, basis: ended }) &&
    isUsable(lookup, basis, ports.now(), limits.usable);
  if (isAsBefore) return ok({ lookup, isNew: false });
  const settled = await settle(ports, { ...lookup, basis: null }, ended, { old: basis, ...limits });
  return ok({ lookup: settled, isNew: settled.basis?.asOf.getTime() !== basis?.asOf.getTime() });
}

export function freshBasis(inquiry: Inquiry, now: Date, freshForMs: number): Basis | null {
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
