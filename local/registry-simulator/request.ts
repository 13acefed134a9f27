import type { IncomingMessage } from 'node:http';
import * as z from 'zod';

/** Names in lower case: the gateway matches property names without regard to case (gateway protocol §1.1). */
export type Fields = ReadonlyMap<string, string>;

export type BodyFormat = 'json' | 'form';

const sizeLimit = 65_536;

const formats: ReadonlyMap<string, BodyFormat> = new Map([
  ['application/json', 'json'],
  ['application/x-www-form-urlencoded', 'form'],
]);

export function bodyFormat(request: IncomingMessage): BodyFormat | undefined {
  const mediaType = request.headers['content-type']?.split(';')[0] ?? '';
  return formats.get(mediaType.trim().toLowerCase());
}

/** The body as UTF-8 text; undefined when it is too long or not UTF-8. */
export async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = z.instanceof(Uint8Array).parse(chunk);
    size += bytes.length;
    if (size <= sizeLimit) chunks.push(bytes);
  }
  if (size > sizeLimit) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const jsonObject = z.record(z.string(), z.unknown());

function entriesOf(text: string, format: BodyFormat): [string, unknown][] {
  if (format === 'form') return [...new URLSearchParams(text)];
  const parsed = jsonObject.safeParse(parseJson(text));
  return parsed.success ? Object.entries(parsed.data) : [];
}

/** Every string field of a JSON or form body. An unreadable body has none, and what is not a string is not there. */
export function parseFields(text: string | undefined, format: BodyFormat): Fields {
  return lowerCased(entriesOf(text ?? '', format));
}

export function lowerCased(entries: Iterable<[string, unknown]>): Fields {
  const fields = new Map<string, string>();
  for (const [name, value] of entries) {
    if (typeof value === 'string') fields.set(name.toLowerCase(), value);
  }
  return fields;
}
