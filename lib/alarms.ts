import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Watched } from './alarm-list.ts';
import { alarmsOn } from './alarm-list.ts';
import type { Operations } from './operations.ts';

const runbook = 'docs/runbooks/alarms.md';

export interface AlarmsProps extends Watched {
  readonly emails: readonly string[];
  readonly operations: Operations;
}

/** What wakes somebody. Each alarm names its section of the runbook; quiet hours count as good. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topic = new Topic(this, 'Topic', { masterKey: props.operations.key, enforceSSL: true });
    // A topic with a policy of its own lacks the default one, by which alarms of the account may publish.
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    for (const email of props.emails) topic.addSubscription(new EmailSubscription(email));

    for (const spec of alarmsOn(props)) {
      new Alarm(this, spec.name, {
        alarmDescription: `${spec.says} See ${runbook}#${spec.name}`,
        metric: spec.metric,
        threshold: spec.threshold,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        datapointsToAlarm: spec.bad,
        evaluationPeriods: spec.of,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      }).addAlarmAction(new SnsAction(topic));
    }
  }
}
