import { KeyObject, sign as signBytes } from 'node:crypto';

import type { SigningKey } from './issuer.ts';

type Json = string | Readonly<Record<string, unknown>>;

const text = (part: Json): string => (typeof part === 'string' ? part : JSON.stringify(part));

export const base64url = (part: Json | Uint8Array): string =>
  Buffer.from(part instanceof Uint8Array ? part : text(part)).toString('base64url');

/** A JWS put together by hand: any text for header and payload, properly signed over what stands there. */
export function forge(key: SigningKey, header: Json, payload: Json | Uint8Array): string {
  const signed = `${base64url(header)}.${base64url(payload)}`;
  return `${signed}.${signatureOver(key, signed).toString('base64url')}`;
}

export const signatureOver = (
  key: SigningKey,
  signed: string,
  encoding: 'ieee-p1363' | 'der' = 'ieee-p1363',
) => signBytes('sha256', Buffer.from(signed), { key: KeyObject.from(key.privateKey), dsaEncoding: encoding });

/** One part of a token put in place of another. */
export const withPart = (token: string, index: number, change: (part: string) => string): string =>
  token
    .split('.')
    .map((part, at) => (at === index ? change(part) : part))
    .join('.');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Other bits behind the last byte: the same bytes to a lenient reader. */
export const withTrailingBits = (part: string): string =>
  part.slice(0, -1) + (ALPHABET[ALPHABET.indexOf(part.slice(-1)) + 1] ?? '');
