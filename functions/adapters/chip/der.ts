import {
  type BaseBlock,
  BitString,
  Boolean as DerBoolean,
  Constructed,
  fromBER,
  GeneralizedTime,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as DerSet,
  UTCTime,
} from 'asn1js';

import { type DerLimits, isWithin } from './der-scan.ts';

/** The bytes are not what the standard says stands here. Caught where a whole structure is read. */
export class MalformedError extends Error {}

const CONTEXT = 3; // asn1js's number for the class

/** Exactly one DER value within the limits. Content of octet strings stays bytes until it is asked for. */
export function readDer(bytes: Uint8Array, limits: DerLimits): BaseBlock {
  if (!isWithin(limits, bytes)) throw new MalformedError();
  const { offset, result } = fromBER(bytes, {
    maxDepth: limits.depth + 1,
    maxNodes: limits.elements,
    maxContentLength: limits.bytes,
    parseEmbedded: false,
    copyInput: false,
  });
  if (offset !== bytes.length) throw new MalformedError();
  return result;
}

/** The value as it stood in the input, tag and length included. */
export const raw = (block: BaseBlock): Uint8Array => block.valueBeforeDecodeView;

export const content = (block: BaseBlock): Uint8Array =>
  raw(block).subarray(block.idBlock.blockLength + block.lenBlock.blockLength);

/** Takes the parts of a SEQUENCE one after the other. */
export class Fields {
  readonly #blocks: readonly BaseBlock[];
  #at = 0;

  constructor(block: BaseBlock | undefined) {
    if (!(block instanceof Sequence)) throw new MalformedError();
    this.#blocks = block.valueBlock.value;
  }

  next(): BaseBlock {
    const block = this.#blocks[this.#at++];
    if (block === undefined) throw new MalformedError();
    return block;
  }

  /** The next part if it satisfies, else null and it is still the next. */
  nextIf(accepts: (block: BaseBlock) => boolean): BaseBlock | null {
    const block = this.#blocks[this.#at];
    return block !== undefined && accepts(block) ? this.next() : null;
  }

  nextTagged(tag: number): BaseBlock | null {
    return this.nextIf((block) => isTagged(block, tag));
  }
}

export const isTagged = ({ idBlock }: BaseBlock, tag: number): boolean =>
  idBlock.tagClass === CONTEXT && idBlock.tagNumber === tag;

/** The parts of a SEQUENCE OF, a SET OF, or what is tagged in their place. */
export function items(block: BaseBlock | undefined): readonly BaseBlock[] {
  if (!(block instanceof Constructed)) throw new MalformedError();
  return block.valueBlock.value;
}

export const setItems = (block: BaseBlock): readonly BaseBlock[] =>
  block instanceof DerSet ? items(block) : malformed();

/** What an explicit tag, or an application tag such as `77`, holds: one value. */
export function inner(block: BaseBlock): BaseBlock {
  const [only, ...more] = items(block);
  return only !== undefined && more.length === 0 ? only : malformed();
}

/** The value under the application tag that begins a file of the chip (ICAO 9303-10 §4). */
export function file(bytes: Uint8Array, tag: number, limits: DerLimits): BaseBlock {
  return bytes[0] === tag ? inner(readDer(bytes, limits)) : malformed();
}

export const oid = (block: BaseBlock): string =>
  block instanceof ObjectIdentifier ? block.getValue() : malformed();

export const octets = (block: BaseBlock): Uint8Array =>
  block instanceof OctetString && !block.idBlock.isConstructed ? content(block) : malformed();

/** Of whole bytes, as signatures are. */
export const bits = (block: BaseBlock): Uint8Array =>
  block instanceof BitString && !block.idBlock.isConstructed ? content(block).subarray(1) : malformed();

export const boolean = (block: BaseBlock): boolean =>
  block instanceof DerBoolean ? block.getValue() : malformed();

/** An INTEGER as hexadecimal digits without leading zeros: serial numbers are longer than any number type. */
export const integerHex = (block: BaseBlock): string =>
  block instanceof Integer ? Buffer.from(content(block)).toString('hex').replace(/^0+/, '') : malformed();

/** A small non-negative INTEGER: versions, lengths, numbers of data groups. */
export function small(block: BaseBlock): number {
  const bytes = block instanceof Integer ? content(block) : malformed();
  const value = Number(`0x${Buffer.from(bytes).toString('hex')}`);
  return bytes.length <= 2 && (bytes[0] ?? 0x80) < 0x80 ? value : malformed();
}

export function time(block: BaseBlock): Date {
  if (!(block instanceof UTCTime || block instanceof GeneralizedTime)) throw new MalformedError();
  const date = block.toDate();
  return Number.isNaN(date.getTime()) ? malformed() : date;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Content as UTF-8, which ASCII is part of. */
export const utf8Text = (block: BaseBlock): string => utf8.decode(content(block));

export function malformed(): never {
  throw new MalformedError();
}
