import * as z from 'zod';

const hits = {
  scope: z.enum(['lookup', 'login', 'all']).default('lookup'),
  /** How many requests it still hits; null: until it is changed. */
  times: z.int().min(1).nullable().default(null),
};

const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['drop', 'drop-mid-body', 'hang', 'empty-body', 'truncated-json', 'wrong-type']),
    ...hits,
  }),
  z.strictObject({ kind: z.literal('http-5xx'), status: z.int().min(500).max(599).default(503), ...hits }),
  /** The answer is this `maKetQua` and nothing else, whoever is asked for. */
  z.strictObject({ kind: z.literal('result-code'), code: z.string().regex(/^\d{3,4}$/), ...hits }),
]);

const delay = z.int().min(0).max(600_000);

const stateSchema = z.strictObject({
  latencyMs: delay,
  loginLatencyMs: delay,
  fault: faultSchema.nullable(),
  /** How a lookup is refused when its session does not hold: sources differ (gateway protocol §7.2). */
  authFailure: z.enum(['body-401', 'body-501', 'http-401-empty', 'http-403']),
  /** The registry's calendar date in Vietnam; null: the clock's. */
  today: z.iso.date().nullable(),
  /** The formats a lookup's body may have; refused ones answer HTTP 415 (§2.3 knows a function that takes forms only). */
  bodyFormats: z.enum(['any', 'json', 'form']),
});

const patchSchema = stateSchema.partial().extend({ expireSessions: z.literal(true).optional() });

export type ControlState = z.output<typeof stateSchema>;
export type ControlPatch = z.input<typeof patchSchema>;
export type Fault = z.output<typeof faultSchema>;
export type Scope = 'lookup' | 'login';

type PatchOutcome =
  | { readonly ok: true; readonly expireSessions: boolean }
  | { readonly ok: false; readonly reasons: readonly string[] };

export interface Control {
  state(): ControlState;
  apply(patch: unknown): PatchOutcome;
  reset(): void;
  /** The fault this request meets, counted off. */
  takeFault(scope: Scope): Fault | null;
}

export function openControl(latencyMs: number): Control {
  const defaults: ControlState = {
    latencyMs,
    loginLatencyMs: 0,
    fault: null,
    authFailure: 'body-401',
    today: null,
    bodyFormats: 'any',
  };
  let state = stateSchema.parse(defaults);

  return {
    state: () => structuredClone(state),
    apply(patch) {
      const parsed = patchSchema.safeParse(patch);
      if (!parsed.success) {
        return {
          ok: false,
          reasons: parsed.error.issues.map((i) => `${i.path.join('.') || '(body)'}: ${i.message}`),
        };
      }
      const { expireSessions, ...changes } = parsed.data;
      const given = Object.entries(changes).filter(([, value]) => value !== undefined);
      state = stateSchema.parse({ ...state, ...Object.fromEntries(given) });
      return { ok: true, expireSessions: expireSessions === true };
    },
    reset() {
      state = structuredClone(defaults);
    },
    takeFault(scope) {
      const { fault } = state;
      if (fault === null || (fault.scope !== 'all' && fault.scope !== scope)) return null;
      const left = fault.times === null ? null : fault.times - 1;
      state = { ...state, fault: left === 0 ? null : { ...fault, times: left } };
      return fault;
    },
  };
}
