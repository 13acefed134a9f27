import { localDate } from '../calendar.ts';
import type { AskOutcome } from '../registry/answer.ts';
import { ASK_LEASE_MS, type AskPorts, askRegistry } from './ask.ts';
import { isUnsettled } from './freshness.ts';
import type { Basis, Lookup } from './lookup-record.ts';
import type { AddRecheck, Announce, Circuit, Inquiry, LookupStore } from './ports.ts';

export interface RecheckPorts extends AskPorts {
  readonly lookups: LookupStore;
  readonly circuit: Circuit;
  /** Counts one more asking of the facility in this minute; false where that is too many. */
  readonly mayAsk: (facility: string) => Promise<boolean>;
  readonly addRecheck: AddRecheck;
  readonly announce: Announce;
  /** From 0 to 1: keeps what was put off together from coming back together. */
  readonly chance: () => number;
  readonly newId: () => string;
  readonly onDefect: (error: unknown) => void;
}

/** How soon the registry is asked again; twice as long after every time it stays silent. */
export interface RecheckPace {
  readonly firstMs: number;
  readonly longestMs: number;
}

export interface Rechecked {
  /** `superseded`: another message about the lookup is further on. */
  readonly end: 'settled' | 'given-up' | 'again' | 'superseded';
  readonly lookup: Lookup;
}

/** A first answer that is still pending is asked about: its asking has mostly ended by then. */
const PENDING_MS = 10_000;
/** Another's asking is looked at again so soon. */
const UNDER_WAY_MS = 5_000;
const MINUTE_MS = 60_000;

/** When a lookup that was just answered is rechecked first; null where it is settled. */
export function firstRecheck(lookup: Lookup, now: Date, { firstMs }: RecheckPace): Date | null {
  if (!isUnsettled(lookup)) return null;
  return after(now, lookup.basis === null ? Math.max(firstMs, PENDING_MS) : firstMs);
}

/**
 * Asks the registry about a lookup that it left without an answer, until it has one or the visit is over. Whatever becomes of
 * it, the lookup ends settled, given up, or on its way to the next recheck before this one counts as done.
 */
export async function recheck(ports: RecheckPorts, received: Lookup, pace: RecheckPace): Promise<Rechecked> {
  const stored = await ports.lookups.get(received.facility, received.id);
  // Announced here as well: who settled it, or a recheck that was cut off behind that, may not have come to it.
  if (stored !== null && !isUnsettled(stored)) return announced(ports, 'settled', stored);
  if (stored !== null && attemptsOf(stored) > attemptsOf(received))
    return { end: 'superseded', lookup: stored };

  const { recheck: progress, operator } = received;
  const lookup: Lookup = { ...(stored ?? received), recheck: progress, operator };
  const inquiry = await ports.inquiries.read(lookup);
  const known = answerSince(lookup, inquiry);
  if (known !== null) return settle(ports, lookup, known);
  const now = ports.now();
  if (operator === undefined || isOver(lookup, now)) return giveUp(ports, lookup);
  if (isUnderWay(inquiry, now)) return again(ports, lookup, after(now, UNDER_WAY_MS));
  if (!(await ports.mayAsk(lookup.facility))) return again(ports, lookup, inTheNextMinute(ports));
  // Last of all: whoever is let through an open circuit has to ask.
  const refusal = await ports.circuit.refusal({ facility: lookup.facility, operator });
  if (refusal !== null) return putOff(ports, lookup, after(refusal.until, jittered(ports, pace.firstMs)));

  const request = { facility: lookup.facility, person: lookup.person, operator, askId: ports.newId() };
  const leaseUntil = after(ports.now(), ASK_LEASE_MS);
  const isOurs = await ports.inquiries.begin(lookup, inquiry, {
    id: request.askId,
    at: ports.now(),
    leaseUntil,
  });
  if (!isOurs) return again(ports, lookup, after(ports.now(), UNDER_WAY_MS));
  const outcome = await askRegistry(ports, request);
  return conclude(ports, lookup, outcome, pace);
}

/** The visit is over with its last day; a lookup about an earlier one is rechecked on the day it was made. */
export function isOver({ visit, requestedAt }: Lookup, now: Date): boolean {
  const lastDay = [visit.date, visit.endsOn ?? visit.date, localDate(requestedAt)].toSorted().at(-1);
  return lastDay === undefined || localDate(now) > lastDay;
}

function conclude(
  ports: RecheckPorts,
  lookup: Lookup,
  outcome: AskOutcome,
  pace: RecheckPace,
): Promise<Rechecked> {
  const now = ports.now();
  const attempts = attemptsOf(lookup) + 1;
  const basis: Basis = { outcome, source: 'registry', asOf: now };
  const asked: Lookup = { ...lookup, recheck: { attempts, nextAt: null } };
  if (!isUnsettled({ ...asked, basis })) return settle(ports, asked, basis);
  // An old answer goes on standing in.
  const silent = lookup.basis?.source === 'stale' ? asked : { ...asked, basis };
  const pauseMs = Math.min(pace.firstMs * 2 ** attempts, pace.longestMs);
  return putOff(ports, silent, after(now, jittered(ports, pauseMs)));
}

/** What the registry has said since the lookup was made, to whomever of the facility asked. */
function answerSince(lookup: Lookup, { ended, kept }: Inquiry): Basis | null {
  const since: Basis[] = [
    ...(ended === null ? [] : [{ outcome: ended.outcome, source: 'registry' as const, asOf: ended.at }]),
    ...(kept === null
      ? []
      : [
          {
            outcome: { kind: 'answered' as const, answer: kept.answer },
            source: 'registry' as const,
            asOf: kept.asOf,
          },
        ]),
  ];
  return (
    since.find((basis) => basis.asOf >= lookup.requestedAt && !isUnsettled({ ...lookup, basis })) ?? null
  );
}

async function settle(ports: RecheckPorts, lookup: Lookup, basis: Basis): Promise<Rechecked> {
  const settled = { ...lookup, basis, recheck: { attempts: attemptsOf(lookup), nextAt: null } };
  await ports.lookups.put(settled);
  return announced(ports, 'settled', settled);
}

/** What is known stays as it is; an asking without an end counts as none. */
async function giveUp(ports: RecheckPorts, lookup: Lookup): Promise<Rechecked> {
  const unreachable: AskOutcome = { kind: 'failed', reason: 'registry-unreachable' };
  const basis = lookup.basis ?? { outcome: unreachable, source: 'registry', asOf: ports.now() };
  const givenUp = { ...lookup, basis, recheck: { attempts: attemptsOf(lookup), nextAt: null } };
  await ports.lookups.put(givenUp);
  return announced(ports, 'given-up', givenUp);
}

async function announced(
  ports: RecheckPorts,
  end: 'settled' | 'given-up',
  lookup: Lookup,
): Promise<Rechecked> {
  await ports.announce(lookup);
  return { end, lookup };
}

/** As `again`, and says in the lookup until when. */
async function putOff(ports: RecheckPorts, lookup: Lookup, nextAt: Date): Promise<Rechecked> {
  const waiting = { ...lookup, recheck: { attempts: attemptsOf(lookup), nextAt } };
  const rechecked = await again(ports, waiting, nextAt);
  // Behind it and at best: what is stored is never ahead of what is on its way, and no fault of the store sends twice.
  await ports.lookups.put(waiting).catch(ports.onDefect);
  return rechecked;
}

async function again(ports: RecheckPorts, lookup: Lookup, at: Date): Promise<Rechecked> {
  await ports.addRecheck(lookup, (at.getTime() - ports.now().getTime()) / 1000);
  return { end: 'again', lookup };
}

const attemptsOf = ({ recheck: progress }: Lookup): number => progress?.attempts ?? 0;

const isUnderWay = ({ askId, ended, leaseUntil }: Inquiry, now: Date): boolean =>
  askId !== null && ended === null && leaseUntil > now;

const after = (from: Date, milliseconds: number): Date => new Date(from.getTime() + milliseconds);

/** From three quarters of it to the whole. */
const jittered = ({ chance }: RecheckPorts, milliseconds: number): number =>
  milliseconds * (0.75 + 0.25 * chance());

const inTheNextMinute = ({ now, chance }: RecheckPorts): Date =>
  after(new Date((Math.floor(now().getTime() / MINUTE_MS) + 1) * MINUTE_MS), chance() * MINUTE_MS);
