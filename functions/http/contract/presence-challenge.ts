import * as z from 'zod/mini';

/** The answer of `POST /v1/presence/challenges`, published as its OpenAPI schema. */
export const presenceChallenge = z.object({
  nonce: z.string().register(z.globalRegistry, {
    description:
      'What the token must carry as its claim `nonce`. Good once, at this facility, for two minutes.',
  }),
  expiresAt: z.string().register(z.globalRegistry, { format: 'date-time' }),
  qr: z.string().register(z.globalRegistry, { description: 'The text to show as a QR code.' }),
});

export type PresenceChallenge = z.infer<typeof presenceChallenge>;
