/** Every custom metric of the product; `lib/alarms.ts` watches these and nothing invented beside them. */
export const metricNames = {
  /** The registry did not answer, or answered with a fault of its own. */
  registryFault: 'RegistryFault',
  /** The registry refused a facility's account, also after a new login. */
  credentialsRejected: 'CredentialsRejected',
  /** The registry is at fault so often that nobody asks it for a while. */
  circuitOpened: 'CircuitOpened',
  /** A store of ours did not answer, and a lookup went on without it. */
  storeFault: 'StoreFault',
  /** Tokens are being checked with an issuer's last good key set because the issuer does not answer. */
  keySetStale: 'KeySetStale',
  /** Chips are checked with an old set of CSCA certificates, or against a revocation list that is overdue. */
  chipTrustStale: 'ChipTrustStale',
  /** The visit was over before the registry said anything about a lookup. */
  recheckGivenUp: 'RecheckGivenUp',
  /** A lookup could not be rechecked, or not be put up for it, by a fault of ours. */
  recheckFault: 'RecheckFault',
  /** A facility's system took a webhook at none of the attempts of a day. */
  webhookGivenUp: 'WebhookGivenUp',
} as const;

export type MetricName = (typeof metricNames)[keyof typeof metricNames];
