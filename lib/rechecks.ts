import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { asInterface } from './as-interface.ts';
import type { ServiceFunction } from './functions.ts';
import { WorkQueue } from './queues.ts';
import type { StageSettings } from './stage-schema.ts';

/** Asks for as long as ask-registry may, and has time behind it for the queue. */
export const recheckSeconds = 60;

/** Lookups that the registry left open, waiting to be asked about again (ADR 12). */
export class Rechecks extends WorkQueue {
  /** What whoever puts a lookup up is told. */
  readonly environment: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, dataKey: IKey, settings: StageSettings['recheck']) {
    super(scope, id, { name: 'rechecks', dataKey, consumerSeconds: recheckSeconds });
    this.environment = {
      RECHECK_QUEUE_URL: this.queue.queueUrl,
      RECHECK_FIRST_SECONDS: String(settings.firstSeconds),
      RECHECK_MAX_SECONDS: String(settings.maxSeconds),
    };
  }

  /** Of as many at once one is the schedule's, which brings the queue what it did not take at first. */
  workOff(recheck: ServiceFunction, atOnce: number): void {
    this.feed(recheck, { batchSize: 1, atOnce: atOnce - 1 });
    new Rule(this, 'DrainOutbox', {
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(asInterface<IFunction>(recheck.fn), { retryAttempts: 0 })],
    });
  }
}
