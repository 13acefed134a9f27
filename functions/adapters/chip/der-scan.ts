/** What a structure may weigh. Real ones need a quarter of what the callers allow. */
export interface DerLimits {
  readonly bytes: number;
  readonly depth: number;
  readonly elements: number;
  /** Bytes of all OBJECT IDENTIFIERs: each may be a number of its own, which makes them dearest to decode by far. */
  readonly identifiers: number;
}

interface Header {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const SEQUENCE = 0x30;
const SET = 0x31;
const OBJECT_IDENTIFIER = 0x06;
const RELATIVE_OID = 0x0d;

/**
 * One pass over tags and lengths, without recursion or decoding, before a library sees the bytes: exactly one value,
 * lengths definite, everything inside what holds it, forms as DER has them (X.690 §10; ICAO 9303-10 §4.6.2).
 */
export function isWithin(limits: DerLimits, bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length > limits.bytes) return false;
  /** Where the constructed values end that are open at this place, outermost first. */
  const open: number[] = [];
  let elements = 0;
  let identifiers = 0;
  for (let at = 0; at < bytes.length;) {
    while (open.at(-1) === at) open.pop();
    const isSecond = open.length === 0 && at > 0;
    const header = isSecond ? null : readHeader(bytes, at, open.at(-1) ?? bytes.length);
    if (header === null || !isFormOfDer(header.tag)) return false;
    const { tag, start, end } = header;
    const isConstructed = (tag & CONSTRUCTED) !== 0;
    if (isConstructed) open.push(end);
    if (tag === OBJECT_IDENTIFIER || tag === RELATIVE_OID) identifiers += end - start;
    elements += 1;
    const isTooMuch =
      open.length > limits.depth || elements > limits.elements || identifiers > limits.identifiers;
    if (isTooMuch) return false;
    at = isConstructed ? start : end;
  }
  return true;
}

/**
 * Of the universal types SEQUENCE and SET are constructed and no other is; none has a tag of several bytes. A library
 * that goes by the type would otherwise read inside what was taken here for a plain value.
 */
function isFormOfDer(tag: number): boolean {
  const isUniversal = (tag & 0xc0) === 0;
  if (!isUniversal) return true;
  const isStructure = tag === SEQUENCE || tag === SET;
  const isPlain = (tag & CONSTRUCTED) === 0 && tag !== SEQUENCE - CONSTRUCTED && tag !== SET - CONSTRUCTED;
  return (tag & LONG_TAG) !== LONG_TAG && (isStructure || isPlain);
}

/** Null where it does not fit before `limit`. */
function readHeader(bytes: Uint8Array, at: number, limit: number): Header | null {
  const afterTag = skipTag(bytes, at);
  const first = bytes[afterTag] ?? 0x80;
  const isLong = first >= 0x80;
  const lengthBytes = isLong ? first - 0x80 : 0;
  // 0x80 is the indefinite form; nothing here is as long as four bytes could say.
  if (isLong && (lengthBytes === 0 || lengthBytes > 3)) return null;
  const start = afterTag + 1 + lengthBytes;
  let length = isLong ? 0 : first;
  for (let index = afterTag + 1; index < start; index++) length = length * 256 + (bytes[index] ?? 0);
  const end = start + length;
  return end <= limit ? { tag: bytes[at] ?? 0, start, end } : null;
}

/** Tag numbers from 31 on take further bytes, as `5F 1F` of the MRZ; two of them hold every number there is. */
function skipTag(bytes: Uint8Array, at: number): number {
  if (((bytes[at] ?? 0) & LONG_TAG) !== LONG_TAG) return at + 1;
  const second = bytes[at + 1] ?? 0;
  return second < 0x80 ? at + 2 : at + 3;
}
