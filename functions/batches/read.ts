import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import { type Batch, chunksOf, isFinal, lookupOf } from '../core/batch/batch.ts';
import type { BatchStore } from '../core/batch/ports.ts';
import { expectedEnd, isOver } from '../core/batch/progress.ts';
import { benefitOf } from '../core/eligibility/benefit.ts';
import type { FindFacility } from '../core/facility/profile.ts';
import type { Caller } from '../http/caller.ts';
import type { BatchResult } from '../http/contract/batch.ts';
import { json } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { header } from '../http/request.ts';
import { presentFault, presentProgress, presentResult } from './present.ts';

export interface ReadPorts {
  readonly batches: BatchStore;
  readonly findFacility: FindFacility;
  readonly rateOf: (facility: string) => number;
  readonly now: () => Date;
}

/** 500 lines: under a megabyte. */
const CHUNKS_A_PAGE = 10;

/** Looking again more often shows nothing new: counts move by chunks of lines. */
const LONGEST_RETRY_S = 60;
const SHORTEST_RETRY_S = 2;

/** `GET /v1/batches/{batchId}`. */
export async function readProgress(
  ports: ReadPorts,
  event: APIGatewayProxyEvent,
  caller: Caller,
): Promise<APIGatewayProxyResult> {
  return showProgress(ports, await findBatch(ports, event, caller));
}

function showProgress({ rateOf, now }: ReadPorts, batch: Batch): APIGatewayProxyResult {
  const rate = rateOf(batch.facility);
  const answer = json(200, presentProgress(batch, rate, now()));
  const end = expectedEnd(batch, rate, now());
  if (end === null) return answer;
  const leftS = Math.ceil((end.getTime() - now().getTime()) / 1000);
  const retryS = Math.min(Math.max(Math.ceil(leftS / 4), SHORTEST_RETRY_S), LONGEST_RETRY_S);
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryS) } };
}

/** `POST /v1/batches/{batchId}/cancel`: what is done stays; a batch that has ended stays as it is. */
export async function cancelBatch(
  ports: ReadPorts,
  event: APIGatewayProxyEvent,
  caller: Caller,
): Promise<APIGatewayProxyResult> {
  for (;;) {
    const batch = await findBatch(ports, event, caller);
    // Not cancelled: it was worked on since it was read, so it is read anew.
    if (isOver(batch) || (await ports.batches.cancel(batch, ports.now()))) {
      return showProgress(ports, await findBatch(ports, event, caller));
    }
  }
}

/** `GET /v1/batches/{batchId}/results`: final ones alone, so that none changes once it was shown. */
export async function readResults(
  ports: ReadPorts,
  event: APIGatewayProxyEvent,
  caller: Caller,
): Promise<APIGatewayProxyResult> {
  const batch = await findBatch(ports, event, caller);
  const from = cursorOf(event);
  const { progress } = batch;
  const reached = progress.pass > 0 || progress.finishedAt !== null ? chunksOf(batch) : progress.chunk + 1;
  const to = Math.min(from + CHUNKS_A_PAGE, chunksOf(batch));
  const chunks = Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
  const results = await Promise.all(chunks.map((chunk) => chunkResults(ports, batch, chunk)));
  return page(event, 'results', results.flat(), to < reached ? to : null);
}

async function chunkResults(ports: ReadPorts, batch: Batch, chunk: number): Promise<BatchResult[]> {
  const { batches, findFacility, now } = ports;
  const [lines, results] = await Promise.all([batches.lines(batch, chunk), batches.results(batch, chunk)]);
  const found = new Map(results.map((result) => [result.line, result]));
  const shown = lines.map(async (line) => {
    const result = found.get(line.line);
    if (result === undefined) return [];
    const lookup = lookupOf(batch, line, result.basis);
    if (!isFinal(lookup, result.attempts)) return [];
    return [presentResult(line, lookup, await benefitOf(lookup, findFacility, null), now())];
  });
  return (await Promise.all(shown)).flat();
}

/** `GET /v1/batches/{batchId}/errors`. */
export async function readErrors(
  ports: ReadPorts,
  event: APIGatewayProxyEvent,
  caller: Caller,
): Promise<APIGatewayProxyResult> {
  const batch = await findBatch(ports, event, caller);
  const number = cursorOf(event);
  const { faults, isLast } = await ports.batches.faults(batch, number);
  return page(event, 'errors', faults.map(presentFault), isLast ? null : number + 1);
}

async function findBatch(
  { batches }: ReadPorts,
  event: APIGatewayProxyEvent,
  { facility }: Caller,
): Promise<Batch> {
  const id = event.pathParameters?.['batchId'] ?? '';
  const batch = /^[0-9a-f-]{36}$/.test(id) ? await batches.read(facility, id) : null;
  if (batch !== null) return batch;
  throw new ProblemError('not-found', {
    detail: 'This facility has no such batch, or the days it was kept for are over.',
  });
}

function cursorOf(event: APIGatewayProxyEvent): number {
  const cursor = event.queryStringParameters?.['cursor'] ?? '0';
  if (/^\d{1,4}$/.test(cursor)) return Number(cursor);
  throw new ProblemError('bad-request', {
    detail: 'The query parameter cursor must be as `next` of an earlier answer has it.',
  });
}

function page(
  event: APIGatewayProxyEvent,
  name: 'results' | 'errors',
  items: readonly unknown[],
  nextPage: number | null,
): APIGatewayProxyResult {
  const next = nextPage === null ? null : String(nextPage);
  if (!(header(event, 'accept') ?? '').includes('application/x-ndjson')) {
    return json(200, { [name]: items, next });
  }
  return {
    statusCode: 200,
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      ...(next !== null && { link: `<?cursor=${next}>; rel="next"` }),
    },
    body: items.map((item) => `${JSON.stringify(item)}\n`).join(''),
  };
}
