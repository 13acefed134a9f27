import type { Refusal } from '../../functions/core/eligibility/ports.ts';
import type { Lookup } from '../../functions/core/eligibility/lookup-record.ts';
import { recheck, type Rechecked, type RecheckPorts } from '../../functions/core/eligibility/recheck.ts';
import type { AskOutcome } from '../../functions/core/registry/answer.ts';
import { patiently } from './attempts.ts';
import { createClock } from './clock.ts';
import { createMemoryInquiries, createMemoryLookups } from './memory-stores.ts';
import { lookup, operator, unreachable } from './samples.ts';

export const pace = { firstMs: 30_000, longestMs: 900_000 };

/** A lookup that the registry left without a word, on its way to its first recheck. */
export const open = (details: Partial<Lookup> = {}): Lookup =>
  lookup({
    operator,
    basis: { outcome: unreachable, source: 'registry', asOf: new Date('2026-11-21T01:15:00Z') },
    recheck: { attempts: 0, nextAt: new Date('2026-11-21T01:15:30Z') },
    ...details,
  });

/** The rechecks of one facility with everything in memory: the queue is a list, and the registry says what a test says. */
export class RecheckWorld {
  readonly clock = createClock();
  readonly inquiries = createMemoryInquiries();
  readonly lookups = createMemoryLookups();
  readonly queue: { readonly lookup: Lookup; readonly dueAt: number }[] = [];
  readonly announced: Lookup[] = [];
  readonly recorded: AskOutcome[] = [];
  readonly defects: unknown[] = [];
  asked = 0;
  registry: () => AskOutcome = () => unreachable;
  refusal: Refusal | null = null;
  mayAsk = true;
  chance = 1;

  get ports(): RecheckPorts {
    const { clock, inquiries, lookups } = this;
    return {
      now: clock.now,
      inquiries,
      lookups,
      attempt: patiently,
      registry: {
        check: () => {
          this.asked++;
          return Promise.resolve(this.registry());
        },
      },
      circuit: {
        refusal: () => Promise.resolve(this.refusal),
        record: (_request, outcome) => {
          this.recorded.push(outcome);
          return Promise.resolve();
        },
      },
      mayAsk: () => Promise.resolve(this.mayAsk),
      addRecheck: (added, delaySeconds) => {
        this.queue.push({ lookup: added, dueAt: clock.now().getTime() + delaySeconds * 1000 });
        return Promise.resolve();
      },
      announce: (settled) => {
        this.announced.push(settled);
        return Promise.resolve();
      },
      chance: () => this.chance,
      newId: () => `recheck-${this.asked}`,
      onDefect: (error) => {
        this.defects.push(error);
      },
    };
  }

  recheck(received: Lookup, ports: Partial<RecheckPorts> = {}): Promise<Rechecked> {
    return recheck({ ...this.ports, ...ports }, received, pace);
  }

  /** In how many seconds what was queued last is handed out. */
  get delay(): number | null {
    const last = this.queue.at(-1);
    return last === undefined ? null : (last.dueAt - this.clock.now().getTime()) / 1000;
  }
}
