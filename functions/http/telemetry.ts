import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

import type { MetricName } from '../core/metric-names.ts';

/** What may be said in a log line: codes, counts, times. Never a name, a number of a person, a token, a URL. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Telemetry {
  info(event: string, fields: LogFields): void;
  /** A defect of ours: where it happened, without the message, which may repeat input. */
  defect(error: unknown, fields: LogFields): void;
  count(metric: MetricName): void;
  /** Writes out what was counted; called once at the end of an invocation. */
  flush(): void;
}

/** Service name, namespace and log level come from the Powertools variables that lib/ sets. */
export function createTelemetry(): Telemetry {
  const logger = new Logger();
  const metrics = new Metrics();
  return {
    info: (event, fields) => {
      logger.info(event, { ...fields });
    },
    defect: (error, fields) => {
      logger.error('defect', { ...fields, ...whereItHappened(error) });
    },
    count: (metric) => {
      metrics.addMetric(metric, MetricUnit.Count, 1);
    },
    flush: () => {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}

function whereItHappened(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const stack = error.stack ?? '';
  const behindMessage = stack.slice(stack.indexOf(error.message) + error.message.length);
  const frames = behindMessage.split('\n').filter((line) => line.startsWith('    at '));
  return { error: error.name, at: frames.join('\n') };
}
