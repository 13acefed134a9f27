import fc from 'fast-check';

import type { ControlPatch } from '../../../local/registry-simulator/control.ts';
import type { Fault, Proxied } from './fault-proxy.ts';
import { facilities } from './troubled-service.ts';

/** One question of a desk, and when it is asked. */
export interface PlannedAsk {
  readonly facility: (typeof facilities)[number];
  /** `newcomer`: never asked about before this plan; `regular`: perhaps by earlier plans, and so perhaps remembered. */
  readonly patient: { readonly kind: 'newcomer' | 'regular'; readonly index: number };
  readonly purpose: 'arrival' | 'treatment' | 'closing';
  readonly afterMs: number;
}

/** What goes wrong, and who asks meanwhile. */
export interface FaultPlan {
  readonly registry: ControlPatch;
  readonly services: Readonly<Record<Proxied, Fault>>;
  readonly asks: readonly PlannedAsk[];
}

export const NEWCOMERS = 2;
export const REGULARS = 4;

const times = fc.constantFrom(null, null, 1, 2);
const scope = fc.constantFrom('lookup', 'lookup', 'login', 'all');

const registryFault: fc.Arbitrary<ControlPatch['fault']> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('drop', 'drop-mid-body', 'hang', 'empty-body', 'truncated-json', 'wrong-type'),
    scope,
    times,
  }),
  fc.record({ kind: fc.constant('http-5xx'), status: fc.constantFrom(500, 502, 503, 504), scope, times }),
  fc.record({
    kind: fc.constant('result-code'),
    // A card that is fine, one that is not, an account that is refused, a fault of the registry, a code nobody knows.
    code: fc.constantFrom('000', '010', '050', '090', '401', '500', '777'),
    scope: fc.constantFrom('lookup', 'login'),
    times,
  }),
);

const orNone = <T>(fault: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | null> =>
  fc.option(fault, { freq, nil: null });

const registry: fc.Arbitrary<ControlPatch> = fc
  .record({
    latencyMs: fc.constantFrom(0, 0, 40, 150, 300, 600),
    loginLatencyMs: fc.constantFrom(0, 0, 0, 150, 400),
    fault: orNone(registryFault, 2),
    authFailure: fc.constantFrom('body-401', 'body-501', 'http-401-empty', 'http-403'),
    expireSessions: fc.boolean(),
  })
  .map(({ expireSessions, ...patch }) => ({ ...patch, ...(expireSessions && { expireSessions }) }));

const pass: fc.Arbitrary<Fault> = fc.constant({ kind: 'pass' });
const trouble: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('delay'), ms: fc.constantFrom(5, 50, 150, 400) }),
  fc.record({ kind: fc.constantFrom('refuse', 'hang', 'throttled', 'http-5xx') }),
);
/** Mostly well: where everything is broken at once, nothing but the first fault is ever seen. */
const mostlyWell = fc.oneof({ weight: 3, arbitrary: pass }, { weight: 1, arbitrary: trouble });

type Patient = PlannedAsk['patient'];
const newcomer: fc.Arbitrary<Patient> = fc.record({
  kind: fc.constant('newcomer'),
  index: fc.nat(NEWCOMERS - 1),
});
const regular: fc.Arbitrary<Patient> = fc.record({
  kind: fc.constant('regular'),
  index: fc.nat(REGULARS - 1),
});

const askAbout = (patient: fc.Arbitrary<Patient>): fc.Arbitrary<PlannedAsk> =>
  fc.record({
    facility: fc.constantFrom(...facilities),
    patient,
    purpose: fc.constantFrom('arrival', 'arrival', 'treatment', 'closing'),
    afterMs: fc.constantFrom(0, 0, 0, 10, 60, 150),
  });

/** @param able the services that faults may hit */
export const faultPlan = (able: readonly Proxied[]): fc.Arbitrary<FaultPlan> => {
  const of = (service: Proxied): fc.Arbitrary<Fault> => (able.includes(service) ? mostlyWell : pass);
  return fc.record({
    registry,
    services: fc.record({ dynamodb: of('dynamodb'), kms: of('kms'), sqs: of('sqs'), lambda: of('lambda') }),
    asks: fc.array(askAbout(fc.oneof(newcomer, regular)), { minLength: 1, maxLength: 4 }),
  });
};
