import * as z from 'zod';

/** What the process that asks is told, and what it tells. */

export const loadOrder = z.object({
  url: z.string(),
  /** One for each facility whose desks ask. */
  tokens: z.array(z.string()),
  ratePerSecond: z.number(),
  seconds: z.number(),
  /** How many people there are to ask about. */
  people: z.number(),
  seed: z.number(),
});
export type LoadOrder = z.infer<typeof loadOrder>;

export const loadProgress = z.object({
  kind: z.literal('progress'),
  asked: z.number(),
  answered: z.number(),
  slowestMs: z.number(),
});

export const loadReport = z.object({
  kind: z.literal('report'),
  asked: z.number(),
  /** From the moment when each was due, also where the asking process was late with it. */
  timesMs: z.array(z.number()),
  /** The longest that a question left after it was due: what is not the service's fault. */
  lateMs: z.number(),
  rungs: z.record(z.string(), z.number()),
  statuses: z.record(z.string(), z.number()),
  /** Lookups that the registry had not spoken about: which desk asked, and the id. */
  open: z.array(z.object({ desk: z.number(), id: z.string() })),
});
export type LoadReport = z.infer<typeof loadReport>;
