/** Every Lambda of the product: its folder under `functions/` and its `service` in logs and metrics. */
export const functionNames = [
  'eligibility',
  'lookup',
  'benefit',
  'challenges',
  'ask-registry',
  'ask-copay',
  'recheck',
  'verify-chip',
  'readers',
  'webhooks',
  'deliver-webhook',
  'health',
  'reference',
] as const;
export type FunctionName = (typeof functionNames)[number];
