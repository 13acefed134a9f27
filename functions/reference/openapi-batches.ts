import { lineFaults } from '../core/batch/faults.ts';
import {
  batchAccepted,
  batchErrors,
  batchLine,
  batchProgress,
  batchRequestShown,
  batchResult,
  batchResults,
} from '../http/contract/batch.ts';
import type { ProblemCode } from '../http/problem-catalogue.ts';
import {
  answer,
  type Json,
  ofCallers,
  problemResponses,
  requestIdParameter,
  schema,
  security,
} from './openapi-parts.ts';

/** The operations on batches, as published. */

const faultTable = [
  '| `code` | Vì sao | Why |',
  '| --- | --- | --- |',
  ...Object.entries(lineFaults).map(([code, { vi, en }]) => `| \`${code}\` | ${vi} | ${en} |`),
].join('\n');

const idParameter = {
  name: 'batchId',
  in: 'path',
  required: true,
  schema: { type: 'string', format: 'uuid' },
};
const cursorParameter = {
  name: 'cursor',
  in: 'query',
  description: '`next` of the page before; none for the first.',
  schema: { type: 'string' },
};

const example = {
  operator: { fullName: 'Tạ Văn Quầy', personalId: '000200000025' },
  visit: { date: '2026-11-23' },
  items: [
    {
      ref: 'HEN-0001',
      subject: {
        kind: 'card',
        cardNumber: 'DN4999900000017',
        fullName: 'Đỗ Thị Mẫu',
        dateOfBirth: '1990-02-17',
      },
    },
  ],
};

interface Described {
  readonly id: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly Json[];
  readonly responses: Json;
  readonly problems: readonly ProblemCode[];
}

const operation = (of: Described): Json => ({
  tags: ['Batches'],
  operationId: of.id,
  summary: of.summary,
  description: of.description,
  security,
  parameters: [...(of.parameters ?? []), requestIdParameter],
  responses: { ...of.responses, ...problemResponses([...of.problems, ...ofCallers]) },
});

/** The same page, as one object or a line for each of its items. */
function paged(name: string, of: string, description: string): Json {
  const { content, ...rest } = { content: {}, ...answer(name, description) };
  const lines = { schema: { $ref: `#/components/schemas/${of}` } };
  return { ...rest, content: { ...content, 'application/x-ndjson': lines } };
}

export const batchPaths: Json = {
  '/v1/batches': {
    post: {
      ...operation({
        id: 'createBatch',
        summary: 'Look up tomorrow’s patients today',
        description:
          'Up to 50,000 lines, as JSON or as NDJSON with one line an object, either gzipped (4.5 MB as sent, 32 MB unpacked). ' +
          'Answers at once; good lines are looked up at the rate of the facility, bad ones are listed and stop nothing. ' +
          'An upload that broke off is worked off as far as it can be read. Presence is not proven by a list: tokens and chip data are refused on it. ' +
          'What the registry was silent about is asked again twice, minutes apart. Results can be read until the end of the day after the last visit, four days ahead at most.',
        parameters: [
          { $ref: '#/components/parameters/IdempotencyKey' },
          {
            name: 'Content-Encoding',
            in: 'header',
            description: 'Of the body.',
            schema: { type: 'string', enum: ['gzip', 'identity'] },
          },
        ],
        responses: {
          202: answer(
            'BatchAccepted',
            'Taken. `Location` has its address, relative to that of this request.',
          ),
        },
        problems: [
          'bad-request',
          'malformed-json',
          'idempotency-key-reused',
          'request-in-progress',
          'batch-too-large',
          'unsupported-media-type',
        ],
      }),
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: { $ref: '#/components/schemas/BatchRequest' }, example },
          'application/x-ndjson': { schema: { $ref: '#/components/schemas/BatchLine' } },
        },
      },
    },
  },
  '/v1/batches/{batchId}': {
    get: operation({
      id: 'getBatch',
      summary: 'How far a batch is',
      description:
        'For the facility that sent it. `Retry-After` says when to look again. Counts move by chunks of fifty lines.',
      parameters: [idParameter],
      responses: { 200: answer('BatchProgress', 'The batch as it stands.') },
      problems: ['not-found'],
    }),
  },
  '/v1/batches/{batchId}/results': {
    get: operation({
      id: 'getBatchResults',
      summary: 'What came of each line, in their order',
      description:
        'Final results only: none changes once it is shown. With `Accept: application/x-ndjson` a line for each, and `Link` with `rel="next"`.',
      parameters: [idParameter, cursorParameter],
      responses: { 200: paged('BatchResults', 'BatchResult', 'A page of 500 lines at most.') },
      problems: ['bad-request', 'not-found'],
    }),
  },
  '/v1/batches/{batchId}/errors': {
    get: operation({
      id: 'getBatchErrors',
      summary: 'The lines that are not looked up, and why',
      description: faultTable,
      parameters: [idParameter, cursorParameter],
      responses: { 200: answer('BatchErrors', 'A page of 500 lines at most; NDJSON as for results.') },
      problems: ['bad-request', 'not-found'],
    }),
  },
  '/v1/batches/{batchId}/cancel': {
    post: operation({
      id: 'cancelBatch',
      summary: 'Ask about no more of it',
      description:
        'What is done can be read as before; a batch that has ended stays so. The fifty lines that are being worked on may still be asked about.',
      parameters: [idParameter],
      responses: { 200: answer('BatchProgress', 'The batch as it stands now.') },
      problems: ['not-found'],
    }),
  },
};

export const batchSchemas: Json = {
  BatchRequest: schema(batchRequestShown, 'input'),
  BatchLine: schema(batchLine, 'input'),
  BatchAccepted: schema(batchAccepted, 'output'),
  BatchProgress: schema(batchProgress, 'output'),
  BatchResult: schema(batchResult, 'output'),
  BatchResults: schema(batchResults, 'output'),
  BatchErrors: schema(batchErrors, 'output'),
};
