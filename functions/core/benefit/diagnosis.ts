import { agesOnVisit } from './age.ts';
import appendix1 from './law/appendix-1.json' with { type: 'json' };
import appendix2 from './law/appendix-2.json' with { type: 'json' };
import appendix3 from './law/appendix-3.json' with { type: 'json' };
import type { Case } from './visit.ts';

/** One row of an appendix of TT 01/2025/TT-BYT: codes of ICD-10 in the list of TT 06/2026. */
export interface ListedDisease {
  readonly row: number;
  /** `I50` covers all below it, `C79.3` only itself; `C00-C97` is a range of the first kind. */
  readonly codes: readonly string[];
  /** Counts inside this row only: another row may still have it. */
  readonly except?: readonly string[];
  /** In completed years, on arrival. */
  readonly underAge?: number;
}

export const appendices: Readonly<Record<'I' | 'II' | 'III', readonly ListedDisease[]>> = {
  I: appendix1.rows,
  II: appendix2.rows,
  III: appendix3.rows,
};

/** By the code of the main diagnosis alone; unknown where it hangs on an age that is not known. */
export function listingOf(given: Case, appendix: keyof typeof appendices): boolean | 'unknown' {
  const { mainDiagnosis } = given.visit;
  if (mainDiagnosis === undefined) return false;
  const { least, most } = agesOnVisit(given);
  if (listedIn(appendices[appendix], mainDiagnosis, most) !== null) return true;
  if (least === most) return false;
  return listedIn(appendices[appendix], mainDiagnosis, least) === null ? false : 'unknown';
}

export const isListedByCode = (given: Case, appendix: keyof typeof appendices): boolean =>
  listingOf(given, appendix) === true;

/** The row that lists a main diagnosis, for a patient of this age; null where none does. Unknown age: not under any. */
export function listedIn(
  appendix: readonly ListedDisease[],
  diagnosis: string,
  ageYears: number | null,
): ListedDisease | null {
  return appendix.find((disease) => lists(disease, diagnosis, ageYears)) ?? null;
}

const lists = (
  { codes, except = [], underAge }: ListedDisease,
  diagnosis: string,
  age: number | null,
): boolean =>
  (underAge === undefined || (age !== null && age < underAge)) &&
  codes.some((code) => covers(code, diagnosis)) &&
  // What lies below an excluded code is excluded with it.
  !except.some((code) => diagnosis.startsWith(code));

/** Cheap on purpose: every decision asks it of every code. */
function covers(code: string, diagnosis: string): boolean {
  if (code.length === CATEGORY) return diagnosis.startsWith(code);
  if (code.charAt(CATEGORY) !== '-') return diagnosis === code;
  const category = diagnosis.slice(0, CATEGORY);
  return code.slice(0, CATEGORY) <= category && category <= code.slice(CATEGORY + 1);
}

/** Characters of a category of ICD-10: `C79` of `C79.3`. */
const CATEGORY = 3;
