import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import type { ProblemCode } from '../functions/http/problem-catalogue.ts';
import { problemBody, problems } from '../functions/http/problem-catalogue.ts';

const problemMediaType = 'application/problem+json';
const retryAfterSeconds = '1';

/** What the gateway answers by itself, in the words of the functions. */
const responses: Readonly<Record<string, { readonly type: ResponseType; readonly code: ProblemCode }>> = {
  MissingAuthenticationToken: { type: ResponseType.MISSING_AUTHENTICATION_TOKEN, code: 'not-found' },
  ResourceNotFound: { type: ResponseType.RESOURCE_NOT_FOUND, code: 'not-found' },
  Throttled: { type: ResponseType.THROTTLED, code: 'too-many-requests' },
  QuotaExceeded: { type: ResponseType.QUOTA_EXCEEDED, code: 'too-many-requests' },
  RequestTooLarge: { type: ResponseType.REQUEST_TOO_LARGE, code: 'body-too-large' },
  UnsupportedMediaType: { type: ResponseType.UNSUPPORTED_MEDIA_TYPE, code: 'unsupported-media-type' },
  BadRequestBody: { type: ResponseType.BAD_REQUEST_BODY, code: 'bad-request' },
  BadRequestParameters: { type: ResponseType.BAD_REQUEST_PARAMETERS, code: 'bad-request' },
  WafFiltered: { type: ResponseType.WAF_FILTERED, code: 'blocked' },
  IntegrationFailure: { type: ResponseType.INTEGRATION_FAILURE, code: 'internal' },
  IntegrationTimeout: { type: ResponseType.INTEGRATION_TIMEOUT, code: 'internal' },
  Default4xx: { type: ResponseType.DEFAULT_4XX, code: 'bad-request' },
  Default5xx: { type: ResponseType.DEFAULT_5XX, code: 'internal' },
};

export function answerInProblems(api: RestApi): void {
  for (const [id, { type, code }] of Object.entries(responses)) {
    const { status } = problems[code];
    api.addGatewayResponse(`Answer${id}`, {
      type,
      // Always the problem's own, for a template cannot put the gateway's into the body (RFC 9457 §3.1.2).
      statusCode: String(status),
      responseHeaders: {
        'Content-Type': `'${problemMediaType}'`,
        ...(status === 429 ? { 'Retry-After': `'${retryAfterSeconds}'` } : {}),
      },
      // The template is looked up by this name, the header above then says what it is.
      templates: {
        'application/json': JSON.stringify(problemBody(code, { requestId: '$context.requestId' })),
      },
    });
  }
}
