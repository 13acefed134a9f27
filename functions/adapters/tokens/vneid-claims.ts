import * as z from 'zod/mini';

import { parseIsoDate, parsePackedDate, parseSlashedDate } from '../../core/calendar.ts';
import type { Dependant } from '../../core/identity/guardian.ts';
import type { ClaimNames } from './vneid-options.ts';

/** Who the token's issuer says the holder is. */
export interface VneidClaims {
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth: string;
  /** Whom the token names as in the holder's care; not there where it names nobody. */
  readonly dependants?: readonly Dependant[];
}

type Payload = Readonly<Record<string, unknown>>;

/** By the first names of which the token has all; null where it has none of them, or no date. */
export function readHolder(payload: Payload, variants: readonly ClaimNames[]): VneidClaims | null {
  for (const names of variants) {
    const personalId = textIn(payload, names.personalId);
    const fullName = textIn(payload, names.fullName);
    const written = textIn(payload, names.dateOfBirth);
    if (personalId === null || fullName === null || written === null) continue;
    const dateOfBirth = parseBirthDate(written);
    return dateOfBirth === null ? null : { personalId, fullName, dateOfBirth };
  }
  return null;
}

/** More than any guardian has. */
const MAX_DEPENDANTS = 50;

/** Those in the holder's care. One that cannot be read gives nobody a right, and is left out. */
export function readDependants(
  payload: Payload,
  claim: string,
  variants: readonly ClaimNames[],
): readonly Dependant[] {
  const named: unknown = Object.hasOwn(payload, claim) ? payload[claim] : null;
  if (!Array.isArray(named) || named.length > MAX_DEPENDANTS) return [];
  return named.flatMap((entry: unknown) => {
    const parsed = dependantClaims.safeParse(entry);
    return parsed.success ? readDependant(parsed.data, variants) : [];
  });
}

const dependantClaims = z.record(z.string(), z.unknown());

/** A newborn may not have a number of its own yet. */
function readDependant(claims: Payload, variants: readonly ClaimNames[]): readonly Dependant[] {
  for (const names of variants) {
    const fullName = textIn(claims, names.fullName);
    const written = textIn(claims, names.dateOfBirth);
    if (fullName === null || written === null) continue;
    const dateOfBirth = parseBirthDate(written);
    const personalId = textIn(claims, names.personalId) ?? textIn(claims, 'personalId');
    return dateOfBirth === null ? [] : [{ personalId, fullName, dateOfBirth }];
  }
  return [];
}

/** Longer than any name; what is longer is no name. */
const MAX_CHARACTERS = 255;

function textIn(payload: Payload, name: string): string | null {
  const value = Object.hasOwn(payload, name) ? payload[name] : null;
  return typeof value === 'string' && value.length <= MAX_CHARACTERS ? value : null;
}

const parseBirthDate = (written: string): string | null =>
  parseIsoDate(written) ?? parseSlashedDate(written) ?? parseBasicDate(written);

/** `yyyyMMdd`, as the National Service Portal writes it. */
const parseBasicDate = (text: string): string | null =>
  /^\d{8}$/.test(text) ? parsePackedDate(text.slice(6) + text.slice(4, 6) + text.slice(0, 4)) : null;
