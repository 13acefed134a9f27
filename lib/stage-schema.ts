import * as z from 'zod';
import { functionNames } from './function-names.ts';

const httpsUrl = z.url({ protocol: /^https$/, error: 'must be an https:// URL' });
const algorithms = z.array(z.enum(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])).min(1);
const milliseconds = z.int().positive();

const trustedIssuer = { issuer: httpsUrl, jwksUrl: httpsUrl, algorithms };

const caller = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cognito') }),
  z.strictObject({
    kind: z.literal('oidc'),
    ...trustedIssuer,
    audience: z.string(),
    scopePrefix: z.string(),
  }),
]);

const claimName = z.string().min(1);

/** No token format for relying parties is public: what an issuer does differently is a setting. */
const vneid = z.strictObject({
  ...trustedIssuer,
  /** `{facility}` in it stands for the facility that asks, so that a token is good at one only. */
  audience: z.string().min(1),
  /** The names of number, name and birth date, as presets or spelt out, tried in turn. */
  claims: z
    .array(
      z.union([
        z.enum(['vneid', 'national-portal']),
        z.strictObject({ personalId: claimName, fullName: claimName, dateOfBirth: claimName }),
      ]),
    )
    .min(1)
    .default(['vneid', 'national-portal']),
  /** The claim with those in the holder's care. */
  dependants: claimName.default('dependants'),
  /** The header's `typ`. null: `JWT`, or none. */
  type: z.string().min(1).nullable().default(null),
  maxAgeSeconds: z.int().positive().max(3_600).default(600),
  maxLifetimeSeconds: z.int().positive().max(86_400).default(3_600),
  /** Whether every token must carry the nonce of `POST /v1/presence/challenges`. */
  requiresChallenge: z.boolean().default(false),
  /**
   * `jws`: signed. `jwe`: signed, then encrypted to us, with keys that the operator puts into the secret of the
   * output VneidKeysSecret. `either`: while an issuer changes over.
   */
  envelope: z.enum(['jws', 'jwe', 'either']).default('jws'),
});

/** The asker's Lambda timeout is 40 s; 2 s of it are kept for writing down what it learned. */
const registryLongestMs = 38_000;

const registry = z
  .strictObject({
    url: httpsUrl,
    concurrency: z.int().positive(),
    /** Of the slow question about co-payment; beside the other, so that it never takes its place. */
    copayConcurrency: z.int().positive(),
    /** Of asking again by itself; beside both, so that it never takes the desk's place. One of them is the schedule's. */
    recheckConcurrency: z.int().min(3),
    connectTimeoutMs: milliseconds,
    totalTimeoutMs: milliseconds.max(registryLongestMs, {
      error: `must be at most ${registryLongestMs}: ask-registry is stopped after 40 s`,
    }),
  })
  .refine((settings) => settings.connectTimeoutMs <= settings.totalTimeoutMs, {
    path: ['connectTimeoutMs'],
    error: 'must not exceed totalTimeoutMs',
  });

/** How often a lookup that the registry left open is asked about again. */
const recheck = z
  .strictObject({
    /** Until the first time; from then on twice as long each time, up to `maxSeconds`. */
    firstSeconds: z.int().positive(),
    maxSeconds: z.int().max(900, { error: 'must be at most 900: the queue holds nothing back for longer' }),
    /** The registry keeps a list of accounts that ask too much. */
    perFacilityPerMinute: z.int().positive(),
  })
  .refine((settings) => settings.firstSeconds <= settings.maxSeconds, {
    path: ['firstSeconds'],
    error: 'must not exceed maxSeconds',
  });

const stageSettings = z.strictObject({
  account: z
    .string()
    .regex(/^\d{12}$/, { error: 'must be a 12-digit account number' })
    .optional(),
  /** A setting, not an assumption: the personal-data law may require moving once there is a Region in Viet Nam. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'must be an AWS Region such as ap-southeast-1' })
    .default('ap-southeast-1'),
  caller,
  /** null: VNeID is not configured, and its tokens are answered with that. */
  vneid: vneid.nullable(),
  registry,
  recheck,
  budgetMs: z.int().min(100).max(950, {
    error: 'must be at most 950: every answer is promised inside 1,000 ms, transport included',
  }),
  freshSeconds: z.int().positive().max(86_400),
  /** For how long an older answer stands in, labelled, for one that the registry does not give; kept for a day at most. */
  usableMinutes: z.strictObject({
    eligible: z.int().positive().max(1_440),
    notEligible: z
      .int()
      .positive()
      .max(60, { error: 'must be at most 60: a no of an hour ago turns patients away' }),
    withdrawn: z
      .int()
      .positive()
      .max(60, { error: 'must be at most 60: withdrawn cards are looked up anew' }),
  }),
  throttling: z.strictObject({ ratePerSecond: z.int().positive(), burst: z.int().positive() }),
  /** A whole hospital often sits behind one address: this bounds a flood, not a busy morning. */
  wafRequestsPer5MinPerIp: z.int().min(100),
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']),
  logRetentionDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.literal(365), z.literal(731)]),
  memoryMb: z.record(z.enum(functionNames), z.int().min(128).max(10_240)),
  /** Environments of the eligibility function kept warm; 0 leaves cold starts in. */
  provisionedConcurrency: z.int().nonnegative(),
  alarmEmails: z.array(z.email()),
  /** Stores outlive the stack and refuse deletion. */
  retainData: z.boolean(),
});

export const stageNames = ['dev', 'staging', 'production'] as const;
export type StageName = (typeof stageNames)[number];
export type StageSettings = z.infer<typeof stageSettings>;
export type Stages = Record<StageName, StageSettings>;

const stagesSchema = z.record(z.enum(stageNames), stageSettings);

/** Fails with one line per wrong setting, naming where it stands. */
export function parseStages(settings: unknown): Stages {
  const parsed = stagesSchema.safeParse(settings);
  if (!parsed.success) throw new Error(`Stage settings are not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
