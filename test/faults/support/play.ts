import { setTimeout as sleep } from 'node:timers/promises';

import type { SyntheticPerson } from '../../../local/people/person.ts';
import { chipSubject } from '../../../local/people/scans.ts';
import type { Answer } from '../../support/desk.ts';
import { type FaultPlan, NEWCOMERS, type PlannedAsk, REGULARS } from './plan.ts';
import { watchStalls } from './stalls.ts';
import type { TroubledService } from './troubled-service.ts';

/** What a desk got for one of its questions. */
export interface Experience {
  readonly asked: PlannedAsk;
  readonly person: SyntheticPerson;
  /** Without what the machine lost meanwhile. */
  readonly ms: number;
  readonly answer: Answer;
}

/** Each function has seen its code, its keys and a session of each facility: cold starts are measured elsewhere. */
export async function warmUp({ desks, people }: TroubledService): Promise<void> {
  for (const desk of desks.values()) {
    for (const person of people.slice(0, REGULARS)) await desk.settle(chipSubject(person));
  }
}

/** How many of a service's people have been asked about, whoever played. */
const arrivals = new WeakMap<TroubledService, number>();

/** Plays plans on one service, one after the other; each brings its own newcomers, the regulars stay. */
export function createPlayer(service: TroubledService): (plan: FaultPlan) => Promise<readonly Experience[]> {
  const regulars = service.people.slice(0, REGULARS);
  return async ({ registry, services, asks }) => {
    const arrived = arrivals.get(service) ?? REGULARS;
    arrivals.set(service, arrived + NEWCOMERS);
    const newcomers = service.people.slice(arrived, arrived + NEWCOMERS);
    const known = { newcomer: newcomers, regular: regulars };
    const stalls = watchStalls();
    service.registry.control(registry);
    Object.assign(service.faults, services);
    try {
      return await Promise.all(
        asks.map(async (asked) => {
          const person = known[asked.patient.kind][asked.patient.index];
          const desk = service.desks.get(asked.facility);
          if (person === undefined || desk === undefined) throw new Error('Nobody is left to ask about');
          await sleep(asked.afterMs);
          const start = performance.now() - stalls.lostMs();
          const answer = await desk.ask(chipSubject(person), { visit: { purpose: asked.purpose } });
          return { asked, person, ms: performance.now() - stalls.lostMs() - start, answer };
        }),
      );
    } finally {
      stalls.stop();
      service.heal();
    }
  };
}
