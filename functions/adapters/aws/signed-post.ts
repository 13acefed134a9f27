import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';

/** Where AWS is, and as whom it is called: with the credentials of the function's own role. */
export interface AwsAccess {
  readonly region: string;
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Another address than AWS's own, for the local run. */
  readonly endpoint?: string | undefined;
}

export type SignedPost = (
  headers: Readonly<Record<string, string>>,
  payload: unknown,
  timeoutMs: number,
) => Promise<Response>;

/** One call of one service, for the functions whose bundle has no room for the SDK's client of it. */
export function createSignedPost(
  service: string,
  path: string,
  { region, credentials, endpoint }: AwsAccess,
): SignedPost {
  const signer = new SignatureV4({ service, region, sha256: Sha256, credentials });
  const url = new URL(`${endpoint ?? `https://${service}.${region}.amazonaws.com`}${path}`);
  return async (own, payload, timeoutMs) => {
    const body = JSON.stringify(payload);
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { host: url.host, ...own },
      body,
    });
    return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
  };
}
