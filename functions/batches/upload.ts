import { constants, gunzipSync } from 'node:zlib';

import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod/mini';

import { MOST_LINES } from '../core/batch/batch.ts';
import { itemLines, ndjsonLines, type SentLine } from '../core/batch/upload.ts';
import { batchRequest } from '../http/contract/batch.ts';
import { ProblemError } from '../http/problem.ts';
import { header, mediaTypeOf, parseBody } from '../http/request.ts';

/** Uncompressed: 50,000 lines of 600 bytes. A small upload must not unpack to more than the function can hold. */
const MOST_BYTES = 32 * 1024 * 1024;

type BatchRequest = z.infer<typeof batchRequest>;

/** What was sent, as lines, and what it says of all of them. */
export interface SentBatch extends Pick<BatchRequest, 'operator' | 'visit'> {
  readonly lines: readonly SentLine[];
}

export function readUpload(event: APIGatewayProxyEvent): SentBatch {
  const mediaType = mediaTypeOf(event);
  const sent = bodyBytes(event);
  const batch =
    mediaType === 'application/x-ndjson'
      ? fromNdjson(unpack(event, sent))
      : fromJson(mediaType, () => unpack(event, sent));
  if (batch.lines.length > MOST_LINES) {
    throw new ProblemError('batch-too-large', {
      detail: `A batch has at most ${MOST_LINES} lines; this one has ${batch.lines.length}.`,
    });
  }
  return batch;
}

export const bodyBytes = ({ body, isBase64Encoded }: APIGatewayProxyEvent): Buffer =>
  Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');

function fromNdjson({ bytes, broke }: Unpacked): SentBatch {
  const lines = ndjsonLines(bytes, broke);
  if (!lines.some(({ value }) => value.ok)) {
    throw new ProblemError('malformed-json', { detail: 'The body holds no line that is JSON.' });
  }
  return { lines };
}

function fromJson(mediaType: string | null, unpacked: () => Unpacked): SentBatch {
  if (mediaType !== 'application/json') throw new ProblemError('unsupported-media-type');
  const { items, ...rest } = parseBody(textOf(unpacked().bytes), batchRequest);
  if (items.length === 0) {
    throw new ProblemError('bad-request', { errors: [{ pointer: '/items', message: 'holds no line' }] });
  }
  return { ...rest, lines: itemLines(items) };
}

/** Without a byte order mark. What is not UTF-8 is refused: replacing it would make another name of a name. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('malformed-json');
  }
}

interface Unpacked {
  readonly bytes: Buffer;
  /** The upload ended before its end. */
  readonly broke: boolean;
}

function unpack(event: APIGatewayProxyEvent, sent: Buffer): Unpacked {
  const encoding = header(event, 'content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (encoding === 'gzip') return gunzip(sent);
  if (encoding !== 'identity') {
    throw new ProblemError('unsupported-media-type', { detail: 'The only Content-Encoding taken is gzip.' });
  }
  if (sent.length > MOST_BYTES) throw new ProblemError('batch-too-large');
  return { bytes: sent, broke: false };
}

/** Of a stream that was cut off, what is readable. */
function gunzip(sent: Buffer): Unpacked {
  const whole = tryGunzip(sent, constants.Z_FINISH);
  if (whole !== 'Z_BUF_ERROR') return { bytes: orRefuse(whole), broke: false };
  return { bytes: orRefuse(tryGunzip(sent, constants.Z_SYNC_FLUSH)), broke: true };
}

function tryGunzip(sent: Buffer, finishFlush: number): Buffer | string {
  try {
    return gunzipSync(sent, { finishFlush, maxOutputLength: MOST_BYTES });
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
  }
}

function orRefuse(unpacked: Buffer | string): Buffer {
  if (typeof unpacked !== 'string') return unpacked;
  if (unpacked === 'ERR_BUFFER_TOO_LARGE') throw new ProblemError('batch-too-large');
  throw new ProblemError('bad-request', { detail: 'The body is declared as gzip and cannot be unpacked.' });
}
