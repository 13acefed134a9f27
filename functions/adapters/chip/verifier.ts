import {
  type ChipData,
  type ChipFault,
  type ChipHolder,
  chipTrustUnavailable,
} from '../../core/identity/chip.ts';
import { failed, ok, type Result } from '../../core/result.ts';
import { hashOf } from './algorithms.ts';
import { agrees, parseDg1 } from './dg1.ts';
import { parseDg13 } from './dg13.ts';
import { checkSignature, isHash } from './signer.ts';
import { parseSod, type SecurityObject } from './sod.ts';
import type { ChipTrust } from './trust.ts';

/** SOD and data groups together, as bytes. */
const MOST_BYTES = 64 * 1024;
/** A check of the holder's data, none of the face or fingers. */
const MOST_GROUPS = 16;

type Fault = ChipFault | typeof chipTrustUnavailable;
type Groups = ReadonlyMap<number, Uint8Array>;

export type ChipVerifier = (chip: ChipData) => Promise<Result<ChipHolder, Fault>>;

/**
 * Passive authentication (ICAO 9303-11 §5.1): the data are what the issuing state signed. It does not show that the
 * chip is the one they were written to (ADR 0006).
 */
export function createChipVerifier(options: {
  /** Whom to believe; null where that cannot be told. */
  readonly trust: () => Promise<ChipTrust | null>;
  readonly now: () => Date;
}): ChipVerifier {
  return async (chip) => {
    const read = withoutThrowing(() => readChip(chip), 'CHIP_SOD_MALFORMED');
    if (!read.ok) return read;
    const { sod, groups } = read.value;
    const trust = await options.trust();
    if (trust === null || trust.anchors.length === 0) return failed(chipTrustUnavailable);
    const signed = withoutThrowing(() => checkSignature(sod, trust, options.now()), 'CHIP_SOD_MALFORMED');
    // Only what the state has signed is read any further.
    return signed.ok ? readHolder(groups) : signed;
  };
}

/** Parameters of algorithms are read where they are needed: there, too, hostile bytes end as a fault. */
function withoutThrowing<T>(step: () => Result<T, ChipFault>, fault: ChipFault): Result<T, ChipFault> {
  try {
    return step();
  } catch {
    return failed(fault);
  }
}

function readChip(chip: ChipData): Result<{ sod: SecurityObject; groups: Groups }, ChipFault> {
  const groups = decodeGroups(chip);
  if (!groups.ok) return groups;
  const sod = parseSod(decode(chip.sod) ?? Buffer.alloc(0));
  if (!sod.ok) return sod;
  const hashes = checkHashes(sod.value, groups.value);
  return hashes.ok ? ok({ sod: sod.value, groups: groups.value }) : hashes;
}

function decodeGroups({ sod, dataGroups }: ChipData): Result<Groups, ChipFault> {
  const given = Object.entries(dataGroups);
  const length = given.reduce((total, [, text]) => total + text.length, sod.length);
  if (given.length > MOST_GROUPS || length > encodedLength(MOST_BYTES)) return failed('CHIP_DG_MALFORMED');
  const groups = new Map<number, Uint8Array>();
  for (const [number, text] of given) {
    const bytes = /^(?:[1-9]|1[0-6])$/.test(number) ? decode(text) : null;
    if (bytes === null) return failed('CHIP_DG_MALFORMED');
    groups.set(Number(number), bytes);
  }
  return ok(groups);
}

/** Of that many bytes in base64, each piece padded for itself. */
const encodedLength = (bytes: number): number => Math.ceil((bytes * 4) / 3) + 4 * (MOST_GROUPS + 1);

const decode = (base64: string): Buffer | null =>
  /^[A-Za-z0-9+/]+={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : null;

/** Every data group that was handed over is listed in the security object, with the hash of just these bytes. */
function checkHashes(
  { hashAlgorithm, groupHashes }: SecurityObject,
  groups: Groups,
): Result<null, ChipFault> {
  const algorithm = hashOf(hashAlgorithm);
  if (!algorithm.ok) return algorithm;
  for (const [number, bytes] of groups) {
    const expected = groupHashes.get(number);
    if (expected === undefined) return failed('CHIP_DG_NOT_LISTED');
    if (!isHash(expected, algorithm.value, bytes)) return failed('CHIP_DG_HASH');
  }
  return ok(null);
}

function readHolder(groups: Groups): Result<ChipHolder, ChipFault> {
  const [dg1, dg13] = [groups.get(1), groups.get(13)];
  // The MRZ alone has the name without its diacritics, cut at thirty letters: the registry would not find the person.
  if (dg13 === undefined) return failed('CHIP_DG13_MISSING');
  const holder = parseDg13(dg13);
  if (!holder.ok || dg1 === undefined) return holder;
  const mrz = parseDg1(dg1);
  if (!mrz.ok) return mrz;
  return agrees(mrz.value, holder.value) ? holder : failed('CHIP_DG_DISAGREE');
}
