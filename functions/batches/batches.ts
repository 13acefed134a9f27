import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { Authenticate, Caller } from '../http/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { createBatch, type CreatePorts } from './create.ts';
import { cancelBatch, readErrors, readProgress, readResults, type ReadPorts } from './read.ts';

export interface BatchPorts extends CreatePorts, ReadPorts {
  readonly authenticate: Authenticate;
}

type Operation = (
  ports: BatchPorts,
  event: APIGatewayProxyEvent,
  caller: Caller,
) => Promise<APIGatewayProxyResult>;

/** As lib/routes.ts has them. */
const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['POST /v1/batches', createBatch],
  ['GET /v1/batches/{batchId}', readProgress],
  ['GET /v1/batches/{batchId}/results', readResults],
  ['GET /v1/batches/{batchId}/errors', readErrors],
  ['POST /v1/batches/{batchId}/cancel', cancelBatch],
]);

/** Everything about batches: one function, since all of it opens the same items. */
export const createBatches =
  (ports: BatchPorts) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const caller = await ports.authenticate(event, 'eligibility:check');
    const operation = operations.get(`${event.httpMethod} ${event.resource}`);
    if (operation === undefined) throw new ProblemError('not-found');
    return operation(ports, event, caller);
  };
