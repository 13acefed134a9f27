import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { metricNames } from '../../functions/core/metric-names.ts';
import { synthesiseStage } from '../../lib/app.ts';
import { functionNames } from '../../lib/function-names.ts';
import { stages } from '../../lib/stages.ts';
import { anything, ofType, pointsTo, templates } from './templates.ts';

const root = resolve(import.meta.dirname, '../..');
const runbook = readFileSync(join(root, 'docs/runbooks/alarms.md'), 'utf8');
const sections = [...runbook.matchAll(/^## (\S+)$/gm)].map(([, name]) => name);

const metric = z.looseObject({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown().optional() })).default([]),
});
const alarm = z.looseObject({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()),
  TreatMissingData: z.string(),
  Namespace: z.string().optional(),
  Metrics: z
    .array(
      z.looseObject({
        Id: z.string(),
        Expression: z.string().optional(),
        MetricStat: z.looseObject({ Metric: metric }).optional(),
      }),
    )
    .default([]),
});

const metricsOf = (properties: z.infer<typeof alarm>) =>
  properties.Namespace === undefined
    ? properties.Metrics.flatMap(({ MetricStat }) => MetricStat?.Metric ?? [])
    : [metric.parse(properties)];

const sources = readdirSync(join(root, 'functions'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('metric-names.ts'))
  .map((path) => readFileSync(join(root, 'functions', path), 'utf8'))
  .join('\n');

/** AWS publishes these, with the dimensions that name one of our resources. */
const published: Record<string, string[]> = {
  'AWS/ApiGateway': ['5XXError', 'Count', 'Latency'],
  'AWS/Lambda': ['Errors', 'Throttles', 'Invocations'],
  'AWS/DynamoDB': ['ThrottledRequests', 'SystemErrors'],
  'AWS/SQS': ['ApproximateNumberOfMessagesVisible'],
};

describe.each(templates)('alarms of %s', (stage, template) => {
  const alarms = ofType(template, 'AWS::CloudWatch::Alarm', alarm);

  it('are the sections of the runbook, and each points to its own', () => {
    const anchors = alarms.map(
      ({ properties }) => /docs\/runbooks\/alarms\.md#(\S+)$/.exec(properties.AlarmDescription)?.[1],
    );
    expect(anchors.toSorted()).toEqual(sections.toSorted());
  });

  it('wake somebody, and sleep through silence', () => {
    for (const { properties } of alarms) {
      expect(properties.AlarmActions).toHaveLength(1);
      expect(properties.TreatMissingData).toBe('notBreaching');
    }
  });

  it('watch metrics that somebody writes, of resources that are there', () => {
    const isWritten = ({ Namespace, MetricName, Dimensions }: z.infer<typeof metric>): boolean => {
      if (Namespace !== `TiepDon/${stage}`) {
        const resources = pointsTo(Dimensions);
        return (
          (published[Namespace] ?? []).includes(MetricName) &&
          resources.length > 0 &&
          resources.every((id) => id in template.Resources)
        );
      }
      const [service, ...others] = Dimensions;
      const key = Object.entries(metricNames).find(([, name]) => name === MetricName)?.[0];
      return (
        key !== undefined &&
        sources.includes(`metricNames.${key}`) &&
        service?.Name === 'service' &&
        functionNames.some((name) => name === service.Value) &&
        others.length === 0
      );
    };
    const watched = alarms.flatMap(({ properties }) => metricsOf(properties));
    expect(watched.length).toBeGreaterThan(alarms.length);
    expect(watched.filter((each) => !isWritten(each))).toEqual([]);
  });

  it('watch every custom metric', () => {
    const watched = alarms
      .flatMap(({ properties }) => metricsOf(properties))
      .map(({ MetricName }) => MetricName);
    expect(watched).toEqual(expect.arrayContaining(Object.values(metricNames)));
  });

  it('never add metrics by +, where one without data would hide the others', () => {
    const expressions = alarms.flatMap(({ properties }) =>
      properties.Metrics.flatMap(({ Expression }) => Expression ?? []),
    );
    expect(expressions.filter((expression) => expression.includes(' + '))).toEqual([]);
  });

  it('may be published to the topic, which is encrypted', () => {
    expect(
      ofType(template, 'AWS::SNS::Topic', z.looseObject({ KmsMasterKeyId: z.unknown().optional() })),
    ).toHaveLength(1);
    const [policy] = ofType(
      template,
      'AWS::SNS::TopicPolicy',
      z.looseObject({ PolicyDocument: z.looseObject({ Statement: z.array(anything) }) }),
    );
    expect(policy?.properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({
        Action: 'sns:Publish',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
      }),
    );
  });
});

describe('alarm e-mail', () => {
  it('goes to the addresses of the stage', () => {
    const template = synthesiseStage('dev', { ...stages.dev, alarmEmails: ['on-call@example.vn'] });
    const [subscription] = ofType(template, 'AWS::SNS::Subscription', anything);
    expect(subscription?.properties).toMatchObject({ Protocol: 'email', Endpoint: 'on-call@example.vn' });
  });
});
