import type { APIGatewayProxyResult } from 'aws-lambda';

import { problemBody, type ProblemCode, type ProblemDetails } from './problem-catalogue.ts';

/** Thrown where a request ends early; `endpoint` turns it into its document. Carries our own sentences only. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly details: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    details: ProblemDetails = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(code);
    this.code = code;
    this.details = details;
    this.headers = headers;
  }
}

export function problemResponse(problem: ProblemError, requestId: string): APIGatewayProxyResult {
  const body = problemBody(problem.code, { ...problem.details, requestId });
  return {
    statusCode: body.status,
    headers: { 'content-type': 'application/problem+json', ...problem.headers },
    body: JSON.stringify(body),
  };
}
