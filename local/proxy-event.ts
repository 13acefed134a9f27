import { randomUUID } from 'node:crypto';

import type { APIGatewayProxyEvent } from 'aws-lambda';

/** One call of the API, as far as it differs from any other. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  /** The route that the path is of, where that is another text. */
  readonly resource?: string;
  readonly pathParameters?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly headers?: APIGatewayProxyEvent['headers'];
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
  readonly sourceIp?: string;
}

/** The call as API Gateway hands it to a function (REST API, proxy integration). */
export function proxyEvent(call: ApiCall): APIGatewayProxyEvent {
  const { method, path, resource = path, pathParameters = {}, query = {}, headers = {} } = call;
  return {
    resource,
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: inLists(headers),
    queryStringParameters: nullIfEmpty(query),
    multiValueQueryStringParameters: nullIfEmpty(inLists(query)),
    pathParameters: nullIfEmpty(pathParameters),
    stageVariables: null,
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      authorizer: null,
      httpMethod: method,
      identity: { ...nobody, sourceIp: call.sourceIp ?? '127.0.0.1' },
      path: `/live${path}`,
      protocol: 'HTTP/1.1',
      requestId: randomUUID(),
      requestTimeEpoch: Date.now(),
      resourceId: 'local',
      resourcePath: resource,
      stage: 'live',
    },
    body: call.body ?? null,
    isBase64Encoded: call.isBase64Encoded ?? false,
  };
}

const inLists = (values: APIGatewayProxyEvent['headers']): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === undefined ? [] : [value]]),
  );

const nullIfEmpty = <T extends object>(values: T): T | null =>
  Object.keys(values).length === 0 ? null : values;

const nobody = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userAgent: null,
  userArn: null,
};
