import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

/** What every alarm looks at. */
export const period = Duration.minutes(5);

/** Adds up what was reported. With `a + b` a metric that has no data, as errors that never happened, would hide the rest. */
export function sumOf(metrics: readonly IMetric[]): IMetric {
  const usingMetrics = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]));
  return new MathExpression({
    expression: `SUM([${Object.keys(usingMetrics).join(', ')}])`,
    usingMetrics,
    period,
  });
}

/** A share or percentile of a handful says nothing: below `least` requests the period counts as good. */
export function whenEnough(
  least: number,
  count: IMetric,
  expression: string,
  metrics: Record<string, IMetric>,
): IMetric {
  return new MathExpression({
    expression: `IF(count >= ${least}, ${expression}, 0)`,
    usingMetrics: { ...metrics, count },
    period,
  });
}
