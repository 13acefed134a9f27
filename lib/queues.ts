import { Duration, Tags } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { asInterface } from './as-interface.ts';
import type { ServiceFunction } from './functions.ts';

export interface WorkQueueProps {
  /** Also the name of its alarm: `<name>-dead-letters`. */
  readonly name: string;
  readonly dataKey: IKey;
  /** The timeout of the function that works it off. */
  readonly consumerSeconds: number;
}

/** What was not done in this many tries needs somebody to look at it. */
const TRIES = 5;

/** Work that waits for its consumer, and where work goes that failed again and again. Both may hold sealed personal data. */
export class WorkQueue extends Construct {
  readonly name: string;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { name, dataKey, consumerSeconds }: WorkQueueProps) {
    super(scope, id);
    this.name = name;
    Tags.of(this).add('data-class', 'personal-health');
    const common = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: dataKey,
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
    };
    this.deadLetters = new Queue(this, 'DeadLetters', { ...common, retentionPeriod: Duration.days(14) });
    this.queue = new Queue(this, 'Queue', {
      ...common,
      retentionPeriod: Duration.days(4),
      // AWS's own rule: six times what the consumer may take, so that no message is handed out twice at once.
      visibilityTimeout: Duration.seconds(6 * consumerSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: TRIES },
    });
  }

  /** The consumer answers which messages of a batch failed; its role needs `consume` of lib/permissions.ts. */
  feed({ fn }: ServiceFunction, bounds: { readonly batchSize: number; readonly atOnce: number }): void {
    new EventSourceMapping(this, 'Mapping', {
      target: asInterface<IFunction>(fn),
      eventSourceArn: this.queue.queueArn,
      batchSize: bounds.batchSize,
      reportBatchItemFailures: true,
      maxConcurrency: bounds.atOnce,
    });
  }
}
