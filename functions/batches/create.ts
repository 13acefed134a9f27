import { createHash } from 'node:crypto';

import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { IdempotencyStore } from '../adapters/dynamodb/idempotency.ts';
import type { Queue } from '../adapters/queue/sqs.ts';
import type { Batch } from '../core/batch/batch.ts';
import { judgeLines, type Judged, type LineRequest } from '../core/batch/judge.ts';
import type { BatchMessage, BatchStore } from '../core/batch/ports.ts';
import { expiryOf } from '../core/batch/progress.ts';
import { localDate } from '../core/calendar.ts';
import { failed, ok, type Result } from '../core/result.ts';
import type { Caller } from '../http/caller.ts';
import { batchLine } from '../http/contract/batch.ts';
import { json } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { fieldErrors, header, idempotencyKey } from '../http/request.ts';
import { presentAccepted } from './present.ts';
import { bodyBytes, readUpload } from './upload.ts';

export interface CreatePorts {
  readonly batches: BatchStore;
  readonly idempotency: IdempotencyStore;
  readonly queue: Queue;
  readonly rateOf: (facility: string) => number;
  readonly now: () => Date;
  /** A UUID of version 7: when a batch was begun is read from its id. */
  readonly newId: () => string;
}

/** No upload takes longer: API Gateway has hung up, and the function is stopped. */
const LONGEST_UPLOAD_MS = 30_000;

/** `POST /v1/batches`: judges every line, stores what is to be looked up, and answers before anybody is asked. */
export async function createBatch(
  ports: CreatePorts,
  event: APIGatewayProxyEvent,
  { facility, operator }: Caller,
): Promise<APIGatewayProxyResult> {
  const sent = readUpload(event);
  const now = ports.now();
  const judged = judgeLines(sent.lines, {
    facility,
    today: localDate(now),
    operator: sent.operator ?? operator,
    visit: sent.visit ?? {},
    check,
  });
  const claim = await claimKey(ports, event, facility);
  const existing = claim.isRepeat ? await earlierBatch(ports, facility, claim.id) : null;
  if (existing !== null) return answer(ports, existing);
  try {
    return answer(ports, await store(ports, batchOf({ id: claim.id, facility, now, judged }), judged));
  } catch (error) {
    // What came to nothing may be made again under the same key.
    if (claim.key !== null) {
      await ports.idempotency.release({ facility, key: claim.key, lookupId: claim.id });
    }
    throw error;
  }
}

function check(value: unknown): Result<LineRequest, string> {
  const parsed = batchLine.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const [first] = parsed.error.issues.flatMap((issue) => fieldErrors(issue));
  return failed(first?.pointer ?? '');
}

function batchOf(of: { id: string; facility: string; now: Date; judged: Judged }): Batch {
  const { id, facility, now, judged } = of;
  const { accepted, rejected } = judged;
  return {
    id,
    facility,
    createdAt: now,
    expiresAt: expiryOf(
      accepted.map(({ visit }) => visit.endsOn ?? visit.date),
      now,
    ),
    lines: accepted.length + rejected.length,
    accepted: accepted.length,
    rejected: rejected.length,
    cancelledAt: null,
    progress: {
      step: 0,
      pass: 0,
      chunk: 0,
      verdicts: { eligible: 0, 'not-eligible': 0, undetermined: 0 },
      startedAt: null,
      waitUntil: null,
      finishedAt: accepted.length === 0 ? now : null,
    },
  };
}

/** A batch that nobody was told to work on is taken back: whoever sends it again gets a whole one. */
async function store(ports: CreatePorts, batch: Batch, { accepted, rejected }: Judged): Promise<Batch> {
  const { batches } = ports;
  if (!(await batches.create(batch, accepted, rejected))) {
    return (await batches.read(batch.facility, batch.id)) ?? batch;
  }
  if (accepted.length === 0) return batch;
  try {
    await startWork(ports, batch);
  } catch (error) {
    await batches.remove(batch);
    throw error;
  }
  return batch;
}

async function startWork({ queue }: CreatePorts, { facility, id }: Batch): Promise<void> {
  const message: BatchMessage = { facility, batchId: id, step: 0 };
  await queue.send(message, 0);
}

interface Claimed {
  readonly id: string;
  readonly key: string | null;
  readonly isRepeat: boolean;
}

async function claimKey(
  { idempotency, newId }: CreatePorts,
  event: APIGatewayProxyEvent,
  facility: string,
): Promise<Claimed> {
  const key = idempotencyKey(event);
  const id = newId();
  if (key === null) return { id, key, isRepeat: false };
  const body = createHash('sha256')
    .update(`${header(event, 'content-type') ?? ''}\n${header(event, 'content-encoding') ?? ''}\n`)
    .update(bodyBytes(event))
    .digest('base64');
  const claim = await idempotency.claim({ facility, key, body, lookupId: id });
  if (claim.kind === 'other-body') throw new ProblemError('idempotency-key-reused');
  return claim.kind === 'repeat' ? { id: claim.lookupId, key, isRepeat: true } : { id, key, isRepeat: false };
}

/** What the key stands for; null where that upload was killed on its way, so that this one takes its place. */
async function earlierBatch(ports: CreatePorts, facility: string, id: string): Promise<Batch | null> {
  const batch = await ports.batches.read(facility, id);
  if (batch !== null) return batch;
  const begunAt = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  if (ports.now().getTime() - begunAt > LONGEST_UPLOAD_MS) return null;
  throw new ProblemError('request-in-progress', {}, { 'retry-after': '5' });
}

function answer({ rateOf, now }: CreatePorts, batch: Batch): APIGatewayProxyResult {
  const accepted = json(202, presentAccepted(batch, rateOf(batch.facility), now()));
  return { ...accepted, headers: { ...accepted.headers, location: `batches/${batch.id}` } };
}
