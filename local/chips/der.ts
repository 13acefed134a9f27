import {
  type BaseBlock,
  BitString,
  Boolean as DerBoolean,
  Constructed,
  fromBER,
  GeneralizedTime,
  Integer,
  Null,
  ObjectIdentifier,
  OctetString,
  Primitive,
  PrintableString,
  Sequence,
  Set as DerSet,
  UTCTime,
  Utf8String,
} from 'asn1js';

/** DER for what the sandbox signs itself: one short name for each form. */

export const encode = (block: BaseBlock): Buffer => Buffer.from(block.toBER());

/** What was encoded before, as a part of something larger. */
export const encoded = (bytes: Uint8Array): BaseBlock => fromBER(bytes, { parseEmbedded: false }).result;

export const sequence = (...parts: readonly BaseBlock[]): BaseBlock => new Sequence({ value: [...parts] });

/** SET OF in the order that DER wants (X.690 §11.6). */
export const setOf = (...parts: readonly BaseBlock[]): BaseBlock =>
  new DerSet({ value: parts.toSorted((a, b) => Buffer.compare(encode(a), encode(b))) });

export const oid = (value: string): BaseBlock => new ObjectIdentifier({ value });
export const integer = (value: number): BaseBlock => new Integer({ value });
/** Its first bit must be 0: an INTEGER has a sign. */
export const longInteger = (bytes: Uint8Array): BaseBlock => new Integer({ valueHex: bytes });
export const boolean = (value: boolean): BaseBlock => new DerBoolean({ value });
export const octets = (bytes: Uint8Array): BaseBlock => new OctetString({ valueHex: bytes });
export const bits = (bytes: Uint8Array, unusedBits = 0): BaseBlock =>
  new BitString({ valueHex: bytes, unusedBits });
export const nothing = (): BaseBlock => new Null();
export const utf8 = (value: string): BaseBlock => new Utf8String({ value });
export const printable = (value: string): BaseBlock => new PrintableString({ value });

/** RFC 5280 §4.1.2.5: two digits of the year until 2049. */
export const time = (date: Date): BaseBlock =>
  date.getUTCFullYear() < 2050 ? new UTCTime({ valueDate: date }) : new GeneralizedTime({ valueDate: date });

export const tagged = (tagNumber: number, ...parts: readonly BaseBlock[]): BaseBlock =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [...parts] });

export const taggedBytes = (tagNumber: number, bytes: Uint8Array): BaseBlock =>
  new Primitive({ idBlock: { tagClass: 3, tagNumber }, valueHex: bytes });

/** A file of the chip, or what is inside one, begins with a tag of the application class (ICAO 9303-10 §4). */
export const application = (tagNumber: number, ...parts: readonly BaseBlock[]): BaseBlock =>
  new Constructed({ idBlock: { tagClass: 2, tagNumber }, value: [...parts] });

export const applicationBytes = (tagNumber: number, bytes: Uint8Array): BaseBlock =>
  new Primitive({ idBlock: { tagClass: 2, tagNumber }, valueHex: bytes });
