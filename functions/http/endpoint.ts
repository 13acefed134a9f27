import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

import { isUnavailable } from '../adapters/unavailable.ts';
import { ProblemError, problemResponse } from './problem.ts';
import { header, loggableRequestId, requestIdOf } from './request.ts';
import type { Telemetry } from './telemetry.ts';

export type HttpHandler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

const SAFE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/**
 * What every HTTP function shares, around a handler that reads as the sequence of what happens: one line of log,
 * metrics written out, problem documents for whatever is thrown, the request id on every answer.
 */
export function endpoint(telemetry: Telemetry, handle: HttpHandler): HttpHandler {
  const chain = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    // On the way out middy goes through these backwards: the problem is worded before the answer is finished.
    .use(finishAnswer(telemetry))
    .use(answerProblems(telemetry))
    .handler(handle);
  return (event, context) => chain(event, context);
}

type Middleware = middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult>;

function answerProblems(telemetry: Telemetry): Middleware {
  return {
    onError: (request) => {
      const { error, event } = request;
      if (!(error instanceof ProblemError)) {
        telemetry.defect(error, { requestId: loggableRequestId(event) });
      }
      request.response = problemResponse(problemOf(error), requestIdOf(event));
    },
  };
}

function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return isUnavailable(error)
    ? new ProblemError('unavailable', {}, { 'retry-after': '5' })
    : new ProblemError('internal');
}

function finishAnswer(telemetry: Telemetry): Middleware {
  const finish: middy.MiddlewareFn<APIGatewayProxyEvent, APIGatewayProxyResult> = (request) => {
    const { event, response } = request;
    if (response === null || response === undefined) return;
    response.headers = { ...SAFE_HEADERS, 'x-request-id': requestIdOf(event), ...response.headers };
    telemetry.info('answered', {
      requestId: loggableRequestId(event),
      route: event.resource,
      status: response.statusCode,
      client: softwareOf(event),
    });
    telemetry.flush();
  };
  return { after: finish, onError: finish };
}

/** Which software asks, for support; not who: `HIS-Name/4.2`, and nothing that could be a number of a person. */
const softwareOf = (event: APIGatewayProxyEvent): string | null =>
  /^[A-Za-z][A-Za-z.-]{0,30}\/[\d.]{1,8}(?= |$)/.exec(header(event, 'user-agent') ?? '')?.[0] ?? null;

export const json = (status: number, body: unknown): APIGatewayProxyResult => ({
  statusCode: status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});
