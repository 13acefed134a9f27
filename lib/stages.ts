import { parseStages } from './stage-schema.ts';

const common = {
  region: 'ap-southeast-1',
  caller: { kind: 'cognito' },
  vneid: null,
  budgetMs: 900,
  freshSeconds: 900,
  usableMinutes: { eligible: 1_440, notEligible: 10, withdrawn: 5 },
  recheck: { firstSeconds: 10, maxSeconds: 900, perFacilityPerMinute: 30 },
  batch: { ratePerSecond: 5, facilities: {}, concurrency: 2 },
  logLevel: 'INFO',
  memoryMb: {
    eligibility: 1024,
    lookup: 512,
    benefit: 256,
    batches: 1024,
    challenges: 256,
    'ask-registry': 512,
    'ask-copay': 256,
    recheck: 512,
    'work-batch': 512,
    'verify-chip': 512,
    readers: 256,
    webhooks: 256,
    'deliver-webhook': 256,
    health: 256,
    reference: 256,
  },
};

const trainingRegistry = {
  url: 'https://daotaoegw.baohiemxahoi.gov.vn',
  concurrency: 10,
  copayConcurrency: 5,
  recheckConcurrency: 3,
  connectTimeoutMs: 2_000,
  totalTimeoutMs: 30_000,
};

/** The settings of every stage. Account numbers and addresses of people are added where it is deployed from. */
export const stages = parseStages({
  dev: {
    ...common,
    registry: trainingRegistry,
    throttling: { ratePerSecond: 20, burst: 40 },
    wafRequestsPer5MinPerIp: 2_000,
    logRetentionDays: 7,
    provisionedConcurrency: 0,
    alarmEmails: [],
    retainData: false,
  },
  staging: {
    ...common,
    registry: trainingRegistry,
    throttling: { ratePerSecond: 100, burst: 200 },
    wafRequestsPer5MinPerIp: 6_000,
    logRetentionDays: 30,
    provisionedConcurrency: 1,
    alarmEmails: [],
    retainData: false,
  },
  production: {
    ...common,
    registry: {
      ...trainingRegistry,
      url: 'https://egw.baohiemxahoi.gov.vn',
      concurrency: 50,
      copayConcurrency: 10,
      recheckConcurrency: 10,
    },
    batch: { ...common.batch, concurrency: 20 },
    throttling: { ratePerSecond: 500, burst: 1_000 },
    wafRequestsPer5MinPerIp: 6_000,
    logRetentionDays: 365,
    provisionedConcurrency: 5,
    alarmEmails: [],
    retainData: true,
  },
});
