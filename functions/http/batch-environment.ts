import * as z from 'zod/mini';

/** How fast a facility's batches go: the registry lists accounts that ask too much. */
const rate = z.number().check(z.positive());

export const batchEnvironment = {
  BATCH_QUEUE_URL: z.url(),
  BATCH_RATE_PER_SECOND: z.pipe(z.coerce.number(), rate),
  /** JSON: rates of facilities that have another one, by their codes. */
  BATCH_FACILITY_RATES: z.pipe(
    z.string(),
    z.pipe(
      z.transform((text: string): unknown => JSON.parse(text)),
      z.record(z.string(), rate),
    ),
  ),
  AWS_ENDPOINT_URL_SQS: z.optional(z.string()),
};

export const composeBatchRate =
  (config: {
    readonly BATCH_RATE_PER_SECOND: number;
    readonly BATCH_FACILITY_RATES: Readonly<Record<string, number>>;
  }) =>
  (facility: string): number =>
    config.BATCH_FACILITY_RATES[facility] ?? config.BATCH_RATE_PER_SECOND;
