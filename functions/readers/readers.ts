import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import { localDate } from '../core/calendar.ts';
import {
  isReaderModel,
  normaliseReader,
  type ReaderFaultCode,
  type ReaderModelName,
  readerModels,
} from '../core/identity/readers.ts';
import type { Authenticate } from '../http/caller.ts';
import { readerRequest, type ReaderResponse } from '../http/contract/reader.ts';
import { json } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { bodyText, parseBody } from '../http/request.ts';

export interface NormalisePorts {
  readonly now: () => Date;
  readonly authenticate: Authenticate;
}

/** Enough for what is used of a chip; the web ACL cuts off at more (lib/waf.ts). */
const MAX_BODY_BYTES = 64 * 1024;

/** `POST /v1/readers/{model}/normalise`. Keeps nothing of what it is sent. */
export const createNormalise =
  (ports: NormalisePorts) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    await ports.authenticate(event, 'eligibility:check');
    const model = modelOf(event);
    const forwarded = parseBody(smallBody(event), readerRequest);
    const read = normaliseReader(model, forwarded, localDate(ports.now()));
    if (!read.ok) {
      throw new ProblemError('unreadable-reader', {
        errors: read.error.map(({ pointer, code }) => ({
          pointer,
          code,
          message: faultMessages.get(code) ?? 'cannot be used',
        })),
      });
    }
    const { subject, warnings } = read.value;
    return json(200, { subject, warnings: [...warnings] } satisfies ReaderResponse);
  };

function modelOf(event: APIGatewayProxyEvent): ReaderModelName {
  const model = event.pathParameters?.['model'] ?? '';
  if (isReaderModel(model)) return model;
  throw new ProblemError('not-found', {
    detail: `This model of reader is not known. Known are: ${readerModels.join(', ')}.`,
  });
}

function smallBody(event: APIGatewayProxyEvent): string {
  const body = bodyText(event, Infinity);
  if (Buffer.byteLength(body) <= MAX_BODY_BYTES) return body;
  throw new ProblemError('body-too-large', {
    detail:
      'The JSON of a reader is taken up to 64 kB. Leave out the images: id_img, img_data, dg2, FaceImage, Raw.',
  });
}

/** None repeats what was sent. */
const faultMessages = new Map<ReaderFaultCode, string>([
  [
    'READER_NUMBER_AS_JSON_NUMBER',
    'is a JSON number, which has lost the leading zeros of a personal number: have it sent as a text',
  ],
  ['READER_FIELD_MISSING', 'is missing or empty'],
  ['READER_FIELD_FORM', 'does not have the form in which this model writes it'],
  ['READER_SEVERAL_CARDS', 'holds events of several cards: send those of one'],
  ['PID_LENGTH', 'a personal number has 12 digits'],
  ['PID_CHARSET', 'a personal number has digits only'],
  ['NAME_INVALID', 'must be a name: letters, blanks, apostrophes, dots and hyphens'],
  ['DOB_FUTURE', 'the birth date lies in the future'],
]);
