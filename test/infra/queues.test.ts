import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { StageTemplate } from '../../lib/app.ts';
import { addStage, createApp, readTemplate } from '../../lib/app.ts';
import { asInterface } from '../../lib/as-interface.ts';
import { enforceChecks } from '../../lib/checks.ts';
import { consume, sendTo } from '../../lib/permissions.ts';
import { WorkQueue } from '../../lib/queues.ts';
import { readBlueprint } from '../../local/template.ts';
import { anything, attribute, ofType, pointsTo } from './templates.ts';

/** A stage with one more queue, worked off by a function of the house, and a schedule for the same. */
function withQueue(): StageTemplate {
  const app = createApp({
    version: 'test',
    bundle: false,
    validate: false,
    outdir: mkdtempSync(join(tmpdir(), 'tiep-don-')),
  });
  enforceChecks(app);
  const stack = addStage(app, 'dev');
  const { health } = stack.service.functions;
  const dataKey = new Key(stack, 'TestKey', { enableKeyRotation: true });
  const work = new WorkQueue(stack, 'Work', { name: 'work', dataKey, consumerSeconds: 30 });
  for (const statement of [...consume(work.queue, dataKey), ...sendTo(work.queue, dataKey)]) {
    health.fn.role?.addToPrincipalPolicy(statement);
  }
  work.feed(health, { batchSize: 3, atOnce: 2 });
  new Rule(stack, 'Often', {
    schedule: Schedule.rate(Duration.minutes(5)),
    targets: [new LambdaFunction(asInterface<IFunction>(health.fn))],
  });
  return readTemplate(app, stack);
}

const template = withQueue();
const idLike = (pattern: RegExp): string =>
  Object.keys(template.Resources).find((id) => pattern.test(id)) ?? 'none';
const queueId = idLike(/^WorkQueue/);
const deadLettersId = idLike(/^WorkDeadLetters(?!Policy)/);
const functionId = idLike(/^ServiceHealth(?!Logs|Role)/);
const keyId = idLike(/^TestKey/);

describe('a work queue', () => {
  const queues = new Map(
    ofType(template, 'AWS::SQS::Queue', anything).map(({ id, properties }) => [id, properties]),
  );

  it('sets aside what failed five times, and keeps it for two weeks', () => {
    expect(queues.get(queueId)).toMatchObject({
      RedrivePolicy: { maxReceiveCount: 5, deadLetterTargetArn: { 'Fn::GetAtt': [deadLettersId, 'Arn'] } },
      MessageRetentionPeriod: 4 * 86_400,
    });
    expect(queues.get(deadLettersId)).toMatchObject({ MessageRetentionPeriod: 14 * 86_400 });
  });

  it('hands nothing out twice while the consumer may be at it', () => {
    expect(queues.get(queueId)).toMatchObject({ VisibilityTimeout: 180 });
  });

  it('is encrypted under the data key, as is what it sets aside, and takes TLS only', () => {
    for (const id of [queueId, deadLettersId]) {
      expect(pointsTo(queues.get(id)?.['KmsMasterKeyId'])).toEqual([keyId]);
    }
    const denials = ofType(template, 'AWS::SQS::QueuePolicy', anything).map(({ properties }) =>
      JSON.stringify(properties),
    );
    expect(denials.filter((policy) => policy.includes('"aws:SecureTransport":"false"'))).toHaveLength(
      queues.size,
    );
  });

  it('is read by its consumer, which names what failed, and by the permissions written here alone', () => {
    const mappings = ofType(
      template,
      'AWS::Lambda::EventSourceMapping',
      z.looseObject({ EventSourceArn: attribute }),
    );
    expect(
      mappings.find(({ properties }) => properties.EventSourceArn.id === queueId)?.properties,
    ).toMatchObject({
      BatchSize: 3,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
    const policies = ofType(template, 'AWS::IAM::Policy', anything).filter(({ id }) =>
      id.startsWith('ServiceHealth'),
    );
    const actions = JSON.stringify(policies).match(/sqs:\w+/g);
    expect(actions?.toSorted()).toEqual([
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ReceiveMessage',
      'sqs:SendMessage',
    ]);
  });
});

describe('the local run', () => {
  const blueprint = readBlueprint(template);

  it('reads queues, what feeds on them, and schedules from the template', () => {
    expect(blueprint.queues).toContainEqual({
      id: queueId,
      visibilityMs: 180_000,
      redrive: { deadLettersId, tries: 5 },
    });
    expect(blueprint.mappings).toContainEqual({
      queueId,
      functionId,
      batchSize: 3,
      atOnce: 2,
      namesFailures: true,
    });
    expect(blueprint.schedules).toContainEqual({ functionId, everyMs: 300_000 });
  });
});
