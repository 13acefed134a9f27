import type { Method, Stage } from 'aws-cdk-lib/aws-apigateway';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../functions/core/metric-names.ts';
import { metricNames } from '../functions/core/metric-names.ts';
import { period, sumOf, whenEnough } from './alarm-math.ts';
import type { FunctionName } from './function-names.ts';
import { functionNames } from './function-names.ts';
import type { ServiceFunction } from './functions.ts';
import { metricNamespace } from './functions.ts';
import type { WorkQueue } from './queues.ts';
import type { Storage } from './storage.ts';

export interface AlarmSpec {
  /** Also the heading in the runbook. */
  readonly name: string;
  readonly says: string;
  readonly metric: IMetric;
  /** Reached means bad. */
  readonly threshold: number;
  /** Bad periods among those looked at. */
  readonly bad: number;
  readonly of: number;
}

/** What there is to watch. */
export interface Watched {
  readonly stage: string;
  readonly apiStage: Stage;
  readonly eligibility: Method;
  readonly functions: Readonly<Record<FunctionName, ServiceFunction>>;
  readonly storage: Storage;
  readonly queues: readonly WorkQueue[];
}

export const alarmsOn = (watched: Watched): AlarmSpec[] => [
  ...apiAlarms(watched),
  ...functionAlarms(watched),
  ...tableAlarms(watched),
  ...queueAlarms(watched),
  ...registryAlarms(watched),
];

function apiAlarms({ apiStage, eligibility }: Watched): AlarmSpec[] {
  return [
    {
      name: 'api-server-errors',
      says: 'At least 2 % of 20 or more requests failed by our own fault.',
      metric: whenEnough(20, apiStage.metricCount({ period }), '100 * value / count', {
        value: apiStage.metricServerError({ period, statistic: Stats.SUM }),
      }),
      threshold: 2,
      bad: 2,
      of: 3,
    },
    {
      name: 'eligibility-latency',
      says: 'One lookup in a hundred, of 20 or more, took 1,000 ms or longer.',
      metric: whenEnough(20, eligibility.metricCount(apiStage, { period }), 'value', {
        value: eligibility.metricLatency(apiStage, { period, statistic: Stats.p(99) }),
      }),
      threshold: 1_000,
      bad: 2,
      of: 3,
    },
  ];
}

function functionAlarms({ functions }: Watched): AlarmSpec[] {
  return [
    ...functionNames.map((name) => ({
      name: `${name}-errors`,
      says: `Three or more invocations of ${name} crashed or timed out.`,
      metric: functions[name].fn.metricErrors({ period }),
      threshold: 3,
      bad: 2,
      of: 3,
    })),
    {
      name: 'ask-registry-throttles',
      says: 'More questions for the registry than its agreed concurrency lets through.',
      metric: functions['ask-registry'].fn.metricThrottles({ period }),
      threshold: 10,
      bad: 2,
      of: 3,
    },
  ];
}

function tableAlarms({ storage }: Watched): AlarmSpec[] {
  const watched = {
    cache: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
    directory: ['GetItem', 'PutItem'],
  };
  return (['cache', 'directory'] as const).flatMap((table) => {
    const total = (metricName: string): IMetric =>
      sumOf(
        watched[table].map(
          (Operation) =>
            new Metric({
              namespace: 'AWS/DynamoDB',
              metricName,
              dimensionsMap: { TableName: storage[table].tableName, Operation },
              statistic: Stats.SUM,
              period,
            }),
        ),
      );
    return [
      {
        name: `${table}-throttles`,
        says: `DynamoDB turned away five or more requests to the ${table} table.`,
        metric: total('ThrottledRequests'),
        threshold: 5,
        bad: 2,
        of: 3,
      },
      {
        name: `${table}-system-errors`,
        says: `DynamoDB failed five or more requests to the ${table} table by a fault of its own.`,
        metric: total('SystemErrors'),
        threshold: 5,
        bad: 2,
        of: 3,
      },
    ];
  });
}

const queueAlarms = ({ queues }: Watched): AlarmSpec[] =>
  queues.map(({ name, deadLetters }) => ({
    name: `${name}-dead-letters`,
    says: `A message of the queue ${name} failed again and again and was set aside.`,
    metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period, statistic: Stats.MAXIMUM }),
    threshold: 1,
    bad: 1,
    of: 1,
  }));

function registryAlarms({ stage, functions }: Watched): AlarmSpec[] {
  const emitted = (metricName: MetricName, service: FunctionName): Metric =>
    new Metric({
      namespace: metricNamespace(stage),
      metricName,
      dimensionsMap: { service },
      statistic: Stats.SUM,
      period,
    });
  const asks = functions['ask-registry'].fn.metricInvocations({ period });
  return [
    {
      name: 'registry-faults',
      says: 'The registry failed at least 30 % of 10 or more questions.',
      metric: whenEnough(10, asks, '100 * value / count', {
        value: emitted(metricNames.registryFault, 'ask-registry'),
      }),
      threshold: 30,
      bad: 2,
      of: 3,
    },
    {
      name: 'registry-circuit-open',
      says: 'The registry fails so often that it is asked only by one probe at a time.',
      metric: emitted(metricNames.circuitOpened, 'ask-registry'),
      threshold: 1,
      bad: 2,
      of: 3,
    },
    {
      name: 'store-faults',
      says: 'Ten or more steps of lookups went on without a store that did not answer.',
      metric: sumOf([
        emitted(metricNames.storeFault, 'eligibility'),
        emitted(metricNames.storeFault, 'lookup'),
      ]),
      threshold: 10,
      bad: 2,
      of: 3,
    },
    {
      name: 'credentials-rejected',
      says: "The registry refuses a facility's account.",
      metric: sumOf([
        emitted(metricNames.credentialsRejected, 'ask-registry'),
        emitted(metricNames.credentialsRejected, 'ask-copay'),
      ]),
      threshold: 1,
      bad: 1,
      of: 1,
    },
    {
      name: 'recheck-given-up',
      says: 'The registry said nothing about ten or more lookups before their visits were over.',
      metric: emitted(metricNames.recheckGivenUp, 'recheck'),
      threshold: 10,
      bad: 1,
      of: 1,
    },
    {
      name: 'webhook-given-up',
      says: "A facility's system took a webhook at none of the attempts of a day.",
      metric: emitted(metricNames.webhookGivenUp, 'deliver-webhook'),
      threshold: 1,
      bad: 1,
      of: 1,
    },
    {
      name: 'recheck-faults',
      says: 'Three or more lookups could not be rechecked, or not be put up for it, by a fault of ours.',
      metric: sumOf([
        emitted(metricNames.recheckFault, 'recheck'),
        emitted(metricNames.recheckFault, 'eligibility'),
      ]),
      threshold: 3,
      bad: 2,
      of: 3,
    },
    {
      name: 'chip-trust-stale',
      says: 'Chips are checked with an old set of CSCA certificates, or an overdue revocation list.',
      metric: emitted(metricNames.chipTrustStale, 'verify-chip'),
      threshold: 1,
      bad: 3,
      of: 3,
    },
    {
      name: 'key-set-stale',
      says: 'Tokens are checked with old keys, because their issuer does not answer.',
      metric: sumOf([
        emitted(metricNames.keySetStale, 'eligibility'),
        emitted(metricNames.keySetStale, 'lookup'),
        emitted(metricNames.keySetStale, 'readers'),
        emitted(metricNames.keySetStale, 'benefit'),
        emitted(metricNames.keySetStale, 'webhooks'),
      ]),
      threshold: 1,
      bad: 3,
      of: 3,
    },
  ];
}
