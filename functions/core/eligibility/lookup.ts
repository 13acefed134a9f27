import type { AskOutcome, Operator } from '../registry/answer.ts';
import { ASK_LEASE_MS } from './ask.ts';
import { isSilent, isUsable, type UsableWindows } from './freshness.ts';
import type { Basis, Lookup } from './lookup-record.ts';
import type { Asker, Inquiry, InquiryStore, LookupStore, Time } from './ports.ts';

export interface LookupPorts extends Time {
  readonly inquiries: InquiryStore;
  readonly lookups: LookupStore;
  readonly asker: Asker;
}

/** Looking again for another's answer: soon at first, for a fast registry; then at a pace the store bears. */
const FIRST_PAUSE_MS = 60;
const LONGEST_PAUSE_MS = 200;

/**
 * The ladder: fresh from what this facility has, fresh from the registry for as long as `until` allows, else what it has
 * for as long as that is usable, labelled, while the asking goes on.
 */
export async function lookUp(
  ports: LookupPorts,
  question: Omit<Lookup, 'requestedAt' | 'basis'> & { readonly operator: Operator },
  limits: { readonly until: Date; readonly freshForMs: number; readonly usable: UsableWindows },
): Promise<Lookup> {
  const { operator } = question;
  const lookup: Lookup = { ...question, requestedAt: ports.now(), basis: null };
  const seen = await ports.inquiries.read(lookup);
  const fresh = freshBasis(seen, ports.now(), limits.freshForMs);
  if (fresh !== null) return conclude(ports, lookup, fresh);

  const isOurs = await ports.inquiries.begin(lookup, seen, {
    id: lookup.id,
    at: ports.now(),
    leaseUntil: new Date(ports.now().getTime() + ASK_LEASE_MS),
  });
  // Kept as pending only after `begin`: whoever reads the lookup then finds an inquiry that is about it.
  const [basis] = await Promise.all([
    isOurs ? ask(ports, lookup, operator, limits.until) : awaitEnd(ports, lookup, limits.until),
    ports.lookups.put(lookup),
  ]);
  return settle(ports, lookup, basis, staleBasis(seen), limits.usable);
}

/** Stores what came of the asking, or the older answer where nothing did. */
async function settle(
  ports: Pick<LookupPorts, 'lookups' | 'now'>,
  lookup: Lookup,
  basis: Basis | null,
  old: Basis | null,
  usable: UsableWindows,
): Promise<Lookup> {
  const asked = { ...lookup, basis };
  if (old !== null && isSilent(asked) && isUsable(lookup, old, ports.now(), usable)) {
    return conclude(ports, lookup, old);
  }
  return basis === null ? asked : conclude(ports, lookup, basis);
}

const staleBasis = ({ kept }: Inquiry): Basis | null =>
  kept === null
    ? null
    : { outcome: { kind: 'answered', answer: kept.answer }, source: 'stale', asOf: kept.asOf };

/** The newest state of a lookup, waiting for the registry's answer until `until`. Null: no such lookup here. */
export async function followUp(
  ports: Omit<LookupPorts, 'asker'>,
  facility: string,
  id: string,
  { until, usable }: { readonly until: Date; readonly usable: UsableWindows },
): Promise<Lookup | null> {
  const lookup = await ports.lookups.get(facility, id);
  if (lookup === null) return null;
  const { basis } = lookup;
  if (basis !== null && basis.source !== 'stale') return lookup;
  const ended = await awaitEnd(ports, lookup, until);
  if (basis === null && ended === null) return lookup;
  return settle(ports, { ...lookup, basis: null }, ended, basis, usable);
}

/** What this facility has, for as long as that counts as fresh. */
export function freshBasis(inquiry: Inquiry, now: Date, freshForMs: number): Basis | null {
  if (inquiry.kept === null) return null;
  const { answer, asOf } = inquiry.kept;
  if (now.getTime() - asOf.getTime() >= freshForMs) return null;
  return { outcome: { kind: 'answered', answer }, source: 'cache', asOf };
}

async function ask(
  ports: LookupPorts,
  lookup: Lookup,
  operator: Operator,
  until: Date,
): Promise<Basis | null> {
  const request = { facility: lookup.facility, person: lookup.person, askId: lookup.id, operator };
  const outcome = await ports.asker.ask(request, until);
  if (outcome === 'under-way') return null;
  if (outcome !== 'not-started') return fromRegistry(outcome, ports.now());
  const unreachable = { kind: 'failed', reason: 'registry-unreachable' } as const;
  await ports.inquiries.end(lookup, lookup.id, unreachable, ports.now());
  return fromRegistry(unreachable, ports.now());
}

/** Waits for the asking that is under way, ours or another's, to end. Null: not by `until`. */
async function awaitEnd(
  ports: Pick<LookupPorts, 'inquiries' | 'now' | 'pause'>,
  lookup: Lookup,
  until: Date,
): Promise<Basis | null> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS)) {
    const inquiry = await ports.inquiries.read(lookup);
    if (inquiry.ended !== null) return fromRegistry(inquiry.ended.outcome, inquiry.ended.at);
    const now = ports.now();
    if (inquiry.leaseUntil <= now) {
      return fromRegistry({ kind: 'failed', reason: 'registry-unreachable' }, now);
    }
    const leftMs = until.getTime() - now.getTime();
    if (leftMs <= 0) return null;
    await ports.pause(Math.min(pauseMs, leftMs));
  }
}

const fromRegistry = (outcome: AskOutcome, asOf: Date): Basis => ({ outcome, source: 'registry', asOf });

async function conclude(ports: Pick<LookupPorts, 'lookups'>, lookup: Lookup, basis: Basis): Promise<Lookup> {
  const concluded = { ...lookup, basis };
  await ports.lookups.put(concluded);
  return concluded;
}
