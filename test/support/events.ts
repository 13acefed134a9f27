import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

import { proxyEvent } from '../../local/proxy-event.ts';

const call = proxyEvent({
  method: 'POST',
  path: '/v1/eligibility',
  headers: { 'Content-Type': 'application/json' },
});

/** A call as API Gateway hands it over, unless told otherwise. */
export const apiEvent = (details: Partial<APIGatewayProxyEvent> = {}): APIGatewayProxyEvent => ({
  ...call,
  requestContext: { ...call.requestContext, requestId: 'gateway-request-id' },
  ...details,
});

/* eslint-disable @typescript-eslint/no-deprecated -- the type still demands the last three */
export const lambdaContext: Context = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:ap-southeast-1:000000000000:function:test',
  memoryLimitInMB: '512',
  awsRequestId: 'lambda-request-id',
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 10_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
};
