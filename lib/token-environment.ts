import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { CallerIssuer } from './callers.ts';
import type { StageSettings } from './stage-schema.ts';

type TokenSettings = Pick<CallerIssuer, 'issuer' | 'jwksUrl' | 'audience' | 'algorithms'>;

/** The environment by which a function learns which facilities' tokens to trust. */
export const callerEnvironment = (settings: CallerIssuer): Record<string, string> => ({
  ...tokenEnvironment('OIDC', settings),
  OIDC_SCOPE_PREFIX: settings.scopePrefix,
});

/**
 * The same for patients' tokens; how their issuer writes them is read by functions/adapters/tokens/vneid-options.ts.
 * The secret is where our keys are, if some come encrypted.
 */
export function patientEnvironment(
  settings: StageSettings['vneid'],
  secret: Secret | null,
): Record<string, string> {
  const { issuer, jwksUrl, audience, algorithms, ...options } = settings ?? emptySettings;
  return {
    ...tokenEnvironment('VNEID', { issuer, jwksUrl, audience, algorithms }),
    VNEID_OPTIONS: settings === null ? '' : JSON.stringify(options),
    VNEID_DECRYPTION_SECRET: secret?.secretArn ?? '',
  };
}

/** Empty values mean that nobody is trusted. */
const emptySettings: TokenSettings = { issuer: '', jwksUrl: '', audience: '', algorithms: [] };

const tokenEnvironment = (
  prefix: 'OIDC' | 'VNEID',
  { issuer, jwksUrl, audience, algorithms }: TokenSettings,
): Record<string, string> => ({
  [`${prefix}_ISSUER`]: issuer,
  [`${prefix}_JWKS_URL`]: jwksUrl,
  [`${prefix}_AUDIENCE`]: audience,
  [`${prefix}_ALGORITHMS`]: algorithms.join(','),
});
