/** Counts only: nothing here tells who was asked for. */
export interface Stats {
  readonly logins: number;
  readonly loginsIssued: number;
  readonly lookups: number;
  /** Lookups that got the registry's own answer: session accepted, no injected fault. */
  readonly lookupsAnswered: number;
  readonly maxConcurrentLookups: number;
  /** Questions for the co-payment, and those that got the registry's own answer. */
  readonly copays: number;
  readonly copaysAnswered: number;
  readonly faults: number;
  readonly functions: Readonly<Record<string, number>>;
  readonly resultCodes: Readonly<Record<string, number>>;
  readonly copayCodes: Readonly<Record<string, number>>;
}

type Total = 'logins' | 'loginsIssued' | 'copays' | 'faults';

export interface Counter {
  stats(): Stats;
  reset(): void;
  count(total: Total): void;
  countFunction(name: string): void;
  countResult(code: string): void;
  countCopay(code: string): void;
  enterLookup(): void;
  leaveLookup(): void;
}

const noTotals = {
  logins: 0,
  loginsIssued: 0,
  lookups: 0,
  lookupsAnswered: 0,
  maxConcurrentLookups: 0,
  copays: 0,
  copaysAnswered: 0,
  faults: 0,
};

function increment(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function openCounter(): Counter {
  let totals = { ...noTotals };
  let inFlight = 0;
  const functions = new Map<string, number>();
  const resultCodes = new Map<string, number>();
  const copayCodes = new Map<string, number>();
  return {
    stats: () => ({
      ...totals,
      functions: Object.fromEntries(functions),
      resultCodes: Object.fromEntries(resultCodes),
      copayCodes: Object.fromEntries(copayCodes),
    }),
    reset() {
      totals = { ...noTotals };
      functions.clear();
      resultCodes.clear();
      copayCodes.clear();
    },
    count(total) {
      totals[total] += 1;
    },
    countFunction(name) {
      increment(functions, name);
    },
    countResult(code) {
      totals.lookupsAnswered += 1;
      increment(resultCodes, code);
    },
    countCopay(code) {
      totals.copaysAnswered += 1;
      increment(copayCodes, code);
    },
    enterLookup() {
      totals.lookups += 1;
      inFlight += 1;
      totals.maxConcurrentLookups = Math.max(totals.maxConcurrentLookups, inFlight);
    },
    leaveLookup() {
      inFlight -= 1;
    },
  };
}
