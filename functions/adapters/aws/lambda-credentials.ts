import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the Lambda bundles (an esbuild alias in lib/functions.ts).
 * In Lambda credentials only ever come from the environment; the SSO, STS and profile providers of the default
 * chain are a third of the bundle and of the import time.
 */
export const defaultProvider = (): ReturnType<typeof fromEnv> => fromEnv();
