import * as z from 'zod';

/** How many requests it still hits; null: until it is changed. */
const hits = { times: z.int().min(1).nullable().default(null) };

const brokenAnswer = z.strictObject({
  kind: z.enum(['drop', 'drop-mid-body', 'hang', 'empty-body', 'truncated-json', 'wrong-type']),
  ...hits,
});
const serverError = z.strictObject({
  kind: z.literal('http-5xx'),
  status: z.int().min(500).max(599).default(503),
  ...hits,
});
/** The answer is this `maKetQua` and nothing else, whoever is asked for. */
const resultCode = z.strictObject({
  kind: z.literal('result-code'),
  code: z.string().regex(/^\d{3,4}$/),
  ...hits,
});

const scope = { scope: z.enum(['lookup', 'login', 'all']).default('lookup') };

const faultSchema = z.discriminatedUnion('kind', [
  brokenAnswer.extend(scope),
  serverError.extend(scope),
  resultCode.extend(scope),
]);

/** Of the co-payment function alone, which has two sentences of its own under code 500 (gateway protocol §2.5). */
const copayFaultSchema = z.discriminatedUnion('kind', [
  brokenAnswer,
  serverError,
  resultCode,
  z.strictObject({ kind: z.enum(['restricted-account', 'system-fault']), ...hits }),
]);

const delay = z.int().min(0).max(600_000);

const copaySchema = z.strictObject({ latencyMs: delay, fault: copayFaultSchema.nullable() });

const stateSchema = z.strictObject({
  latencyMs: delay,
  loginLatencyMs: delay,
  fault: faultSchema.nullable(),
  copay: copaySchema,
  /** How a lookup is refused when its session does not hold: sources differ (gateway protocol §7.2). */
  authFailure: z.enum(['body-401', 'body-501', 'http-401-empty', 'http-403']),
  /** The registry's calendar date in Vietnam; null: the clock's. */
  today: z.iso.date().nullable(),
  /** The formats a lookup's body may have; refused ones answer HTTP 415 (§2.3 knows a function that takes forms only). */
  bodyFormats: z.enum(['any', 'json', 'form']),
});

const patchSchema = stateSchema.partial().extend({
  copay: copaySchema.partial().optional(),
  expireSessions: z.literal(true).optional(),
});

export type ControlState = z.output<typeof stateSchema>;
export type ControlPatch = z.input<typeof patchSchema>;
export type Fault = z.output<typeof copayFaultSchema>;
export type Scope = 'lookup' | 'login' | 'copay';

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
    copay: { latencyMs: 0, fault: null },
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
      const { expireSessions, copay = {}, ...changes } = parsed.data;
      state = stateSchema.parse({ ...state, ...given(changes), copay: { ...state.copay, ...given(copay) } });
      return { ok: true, expireSessions: expireSessions === true };
    },
    reset() {
      state = structuredClone(defaults);
    },
    takeFault(scope) {
      if (scope === 'copay' && state.copay.fault !== null) {
        const { fault } = state.copay;
        state = { ...state, copay: { ...state.copay, fault: countedOff(fault) } };
        return fault;
      }
      const { fault } = state;
      if (fault === null || (fault.scope !== 'all' && fault.scope !== scope)) return null;
      state = { ...state, fault: countedOff(fault) };
      return fault;
    },
  };
}

const given = (changes: object): object =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));

/** What is left of a fault that has hit once more. */
function countedOff<F extends Fault>(fault: F): F | null {
  const left = fault.times === null ? null : fault.times - 1;
  return left === 0 ? null : { ...fault, times: left };
}
