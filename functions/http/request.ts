import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod/mini';

import type { FieldError } from './problem-catalogue.ts';
import { ProblemError } from './problem.ts';

/** What an endpoint takes unless it says otherwise. */
const USUAL_BODY_BYTES = 16 * 1024;

/** A call as API Gateway hands it over: where it has no headers they are null, whatever the type of the event says. */
type Call = Omit<APIGatewayProxyEvent, 'headers'> & {
  readonly headers: APIGatewayProxyEvent['headers'] | null;
};

export function header({ headers }: Pick<Call, 'headers'>, name: string): string | null {
  for (const [key, value] of Object.entries(headers ?? {})) {
    if (key.toLowerCase() === name) return value ?? null;
  }
  return null;
}

/** The caller's own id for the request, echoed; else the gateway's. */
export function requestIdOf(event: Call): string {
  const theirs = header(event, 'x-request-id');
  return theirs !== null && /^[\x21-\x7e]{1,128}$/.test(theirs) ? theirs : event.requestContext.requestId;
}

/** A UUID (RFC 9562), unless somebody wrote a number of 12 digits into its first or its last 12 places. */
const uuid =
  /^(?!\d{8}-\d{4}-)[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-(?!\d{12}$)[\da-f]{12}$/i;

/**
 * A caller may put anything into its request id, a patient's name or number too, in whatever spelling. What is made
 * by chance has a form of its own, and only that is logged.
 */
export function loggableRequestId(event: Call): string {
  const id = requestIdOf(event);
  return uuid.test(id) ? id : event.requestContext.requestId;
}

/** Without its parameters. */
export const mediaTypeOf = (event: Call): string | null =>
  header(event, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? null;

/** The body as text, once it is declared as JSON and is not too large. */
export function bodyText(event: Call, maxBytes = USUAL_BODY_BYTES): string {
  if (mediaTypeOf(event) !== 'application/json') throw new ProblemError('unsupported-media-type');
  const body = event.isBase64Encoded
    ? Buffer.from(event.body ?? '', 'base64').toString('utf8')
    : (event.body ?? '');
  if (Buffer.byteLength(body) > maxBytes) throw new ProblemError('body-too-large');
  return body;
}

/** Null where the request has none. */
export function idempotencyKey(event: Call): string | null {
  const key = header(event, 'idempotency-key');
  if (key === null || /^[\x21-\x7e]{1,128}$/.test(key)) return key;
  throw new ProblemError('bad-request', {
    detail: 'Idempotency-Key must be 1 to 128 printable ASCII characters.',
  });
}

/** The body as the schema has it, or a problem that names each field. */
export function parseBody<T>(body: string, schema: z.ZodMiniType<T>): T {
  const parsed = schema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new ProblemError('bad-request', {
    detail: 'The request does not have the shape that the API reference describes.',
    errors: parsed.error.issues.flatMap((issue) => fieldErrors(issue)),
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ProblemError('malformed-json');
  }
}

type Issue = z.core.$ZodIssue;

/** Our own sentences: none repeats a value that was sent. */
export function fieldErrors(issue: Issue): FieldError[] {
  const at = (...more: PropertyKey[]): string => pointer([...issue.path, ...more]);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        // A name with a digit in it may be a number of somebody.
        pointer: /^[A-Za-z_]+$/.test(key) ? at(key) : at(),
        message: 'is not a field of this object',
      }));
    case 'invalid_key':
      // The key itself is what somebody sent: only where it stands is told.
      return [
        { pointer: pointer(issue.path.slice(0, -1)), message: 'has a key that is none of the allowed ones' },
      ];
    case 'invalid_union':
      return [{ pointer: at(), message: unionMessage(issue) }];
    case 'invalid_type':
      return [{ pointer: at(), message: `must be given as ${issue.expected}` }];
    case 'invalid_value':
      return [{ pointer: at(), message: `must be one of: ${issue.values.map(String).join(', ')}` }];
    case 'too_big':
      return [{ pointer: at(), message: `must not exceed ${issue.maximum}` }];
    case 'too_small':
      return [{ pointer: at(), message: `must not be below ${issue.minimum}` }];
    default:
      return [{ pointer: at(), message: issue.message === 'Invalid input' ? 'is not valid' : issue.message }];
  }
}

const unionMessage = (issue: Issue & { readonly code: 'invalid_union' }): string => {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  return options.length > 0 ? `must be one of: ${options.join(', ')}` : 'is of none of the allowed forms';
};

/** RFC 6901, as far as the names are ours: a name that was sent may itself be data. */
function pointer(path: readonly PropertyKey[]): string {
  const theirs = path.findIndex(
    (part) => typeof part !== 'number' && !/^([A-Za-z]\w{0,39}|\d{1,2})$/.test(String(part)),
  );
  return path
    .slice(0, theirs === -1 ? undefined : theirs)
    .map((part) => `/${String(part)}`)
    .join('');
}
