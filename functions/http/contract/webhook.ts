import * as z from 'zod/mini';

import { reasonCodes } from '../../core/eligibility/reasons.ts';

/** `/v1/webhook`, and what is sent to the address that it registers, as published. */

const instant = z.string().register(z.globalRegistry, { format: 'date-time' });

export const webhookRequest = z.strictObject({
  url: z
    .string()
    .check(z.minLength(1), z.maxLength(2_048))
    .register(z.globalRegistry, {
      description: 'https, port 443, without credentials, on the public Internet.',
      examples: ['https://his.example.vn/hooks/tiep-don'],
    }),
});

const url = z.string().register(z.globalRegistry, { format: 'uri' });

export const webhookCreated = z.object({
  url,
  secret: z.string().register(z.globalRegistry, {
    description:
      'What signs from now on. Shown in this answer alone; the one before it signs as well for 24 hours.',
  }),
  createdAt: instant,
});

export const webhookState = z.object({
  url,
  createdAt: instant,
  lastDelivery: z.nullable(
    z.object({ at: instant, httpStatus: z.nullable(z.int()), ok: z.boolean() }).register(z.globalRegistry, {
      description: 'The last attempt. `httpStatus` is null where your system gave no answer.',
    }),
  ),
});

export const lookupSettled = z.object({
  type: z.literal('lookup.settled'),
  timestamp: instant,
  data: z.object({
    lookupId: z.string().register(z.globalRegistry, { format: 'uuid' }),
    verdict: z.enum(['eligible', 'not-eligible', 'undetermined']),
    reason: z.enum(reasonCodes),
  }),
});

export type WebhookCreated = z.infer<typeof webhookCreated>;
export type WebhookState = z.infer<typeof webhookState>;
export type LookupSettled = z.infer<typeof lookupSettled>;
