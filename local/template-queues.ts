import * as z from 'zod';

import { arnOf, reference, type Resource } from './template-resource.ts';

export interface QueueBlueprint {
  readonly id: string;
  readonly visibilityMs: number;
  /** Where a message goes that was handed out so often in vain. */
  readonly redrive: { readonly deadLettersId: string; readonly tries: number } | null;
}

/** Lambda's poller between a queue and the function that works it off. */
export interface MappingBlueprint {
  readonly queueId: string;
  readonly functionId: string;
  readonly batchSize: number;
  readonly atOnce: number | null;
  /** Whether the function names the messages that failed; else a batch stands or falls as one. */
  readonly namesFailures: boolean;
}

export interface ScheduleBlueprint {
  readonly functionId: string;
  readonly everyMs: number;
}

const queue = z.object({
  VisibilityTimeout: z.number().default(30),
  RedrivePolicy: z.object({ deadLetterTargetArn: arnOf, maxReceiveCount: z.number() }).optional(),
});

export function readQueue({ id, Properties }: Resource): QueueBlueprint {
  const { VisibilityTimeout, RedrivePolicy: redrive } = queue.parse(Properties);
  return {
    id,
    visibilityMs: VisibilityTimeout * 1000,
    redrive:
      redrive === undefined
        ? null
        : { deadLettersId: redrive.deadLetterTargetArn, tries: redrive.maxReceiveCount },
  };
}

const mapping = z.object({
  EventSourceArn: arnOf,
  FunctionName: reference,
  BatchSize: z.number().default(10),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  FunctionResponseTypes: z.array(z.string()).default([]),
});

export function readMapping({ Properties }: Resource): MappingBlueprint {
  const found = mapping.parse(Properties);
  return {
    queueId: found.EventSourceArn,
    functionId: found.FunctionName.Ref,
    batchSize: found.BatchSize,
    atOnce: found.ScalingConfig?.MaximumConcurrency ?? null,
    namesFailures: found.FunctionResponseTypes.includes('ReportBatchItemFailures'),
  };
}

const rule = z.object({
  ScheduleExpression: z.string(),
  Targets: z.array(z.object({ Arn: arnOf })),
});
const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Only what this house uses of EventBridge: a rate. */
export function readSchedules({ Properties }: Resource): ScheduleBlueprint[] {
  const { ScheduleExpression, Targets } = rule.parse(Properties);
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(ScheduleExpression) ?? [];
  const { data: known } = z.enum(['minute', 'hour', 'day']).safeParse(unit);
  if (known === undefined) throw new Error(`The local run knows no schedule ${ScheduleExpression}`);
  return Targets.map(({ Arn }) => ({ functionId: Arn, everyMs: Number(count) * unitMs[known] }));
}
