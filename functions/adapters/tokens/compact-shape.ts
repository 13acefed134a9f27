import { parseStrictObject } from './strict-json.ts';

/** Far above any token of an issuer, far below what would cost time. */
const MAX_CHARACTERS = 8_000;

const BASE64URL = /^[A-Za-z0-9_-]*$/;

export interface CompactJws {
  readonly header: Record<string, unknown>;
  readonly payload: Buffer;
}

/**
 * A JWS in compact form, byte for byte as RFC 7515 §7.1 writes it, or null. Looked at before any key is: each token
 * has one spelling, so that a blank, padding or other trailing bits never make a second token of it.
 */
export function readCompactJws(token: string): CompactJws | null {
  const parts = readParts(token, 3);
  if (parts === null) return null;
  const [headerPart, payload] = parts;
  if (headerPart === undefined || payload === undefined) return null;
  const header = readJsonObject(headerPart);
  return header === null ? null : { header, payload };
}

/** A JWE in compact form (RFC 7516 §7.1): its header, or null. Its key part is empty where the key is agreed on. */
export function readJweHeader(token: string): Record<string, unknown> | null {
  const [header] = readParts(token, 5) ?? [];
  return header === undefined ? null : readJsonObject(header);
}

/** A JWE has five parts where a JWS has three. */
export const isJwe = (token: string): boolean => token.split('.', 6).length === 5;

/** Exactly so many parts, each in canonical base64url (RFC 4648 §3.5, §5). */
function readParts(token: string, count: number): readonly Buffer[] | null {
  if (token.length > MAX_CHARACTERS) return null;
  const written = token.split('.');
  if (written.length !== count) return null;
  const parts = written.map((part) => readCanonical(part));
  return parts.every((part) => part !== null) ? parts : null;
}

function readCanonical(text: string): Buffer | null {
  if (!BASE64URL.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 without a byte order mark, one object, no member twice. */
export function readJsonObject(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    return parseStrictObject(utf8.decode(bytes));
  } catch {
    return null;
  }
}
