import type { PlainDate } from '../core/calendar.ts';
import type { ChipData, ChipFault, ChipHolder } from '../core/identity/chip.ts';
import { type Person, personFromProvenChip } from '../core/identity/person.ts';
import type { Result } from '../core/result.ts';
import type { FieldError } from '../http/problem-catalogue.ts';
import { ProblemError } from '../http/problem.ts';

/** Answers in time, whatever it has to leave unanswered. */
export type ProveChip = (chip: ChipData) => Promise<Result<ChipHolder, ChipFault | 'CHIP_UNCHECKED'>>;

/**
 * The person whom the chip proves. Where nobody could check it, what the reader asserted is taken for what it is
 * worth without, and said so: a patient does not wait for our own fault.
 */
export async function proveChip(
  asserted: Person,
  chip: ChipData,
  prove: ProveChip,
  today: PlainDate,
): Promise<Person> {
  const proof = await prove(chip);
  if (!proof.ok) {
    if (proof.error === 'CHIP_UNCHECKED') {
      return { ...asserted, warnings: [...asserted.warnings, 'CHIP_NOT_CHECKED'] };
    }
    throw notProven([{ pointer: '/subject/chip', code: proof.error, message: faultMessages[proof.error] }]);
  }
  const person = personFromProvenChip(proof.value, asserted, today);
  if (person.ok) return person.value;
  throw notProven(
    person.error.map((field) => ({
      pointer: `/subject/${field}`,
      code: 'CHIP_FIELD_CONTRADICTS',
      message: 'is not what the signed data of the chip say',
    })),
  );
}

const notProven = (errors: readonly FieldError[]): ProblemError =>
  new ProblemError('chip-not-proven', { errors });

const faultMessages: Record<ChipFault, string> = {
  CHIP_SOD_MALFORMED: 'the security object (EF.SOD) cannot be read: it was cut off or is something else',
  CHIP_DG_MALFORMED: 'a data group cannot be read: it was cut off or is something else',
  CHIP_DG_NOT_LISTED: 'a data group is not listed in the security object',
  CHIP_DG_HASH: 'a data group is not the one that was signed: it was altered, or is of another card',
  CHIP_DG13_MISSING: 'data group 13 is missing; only it has the name as it is written',
  CHIP_DG_DISAGREE: 'data groups 1 and 13 are of two different people',
  CHIP_SIGNATURE: 'the security object was altered after it was signed',
  CHIP_SIGNER_UNTRUSTED: 'the document signer was not certified by a CSCA that is trusted here',
  CHIP_SIGNER_EXPIRED: 'the document signer was not valid when it signed',
  CHIP_SIGNER_REVOKED: 'the document signer was revoked by its CSCA',
  CHIP_ALGORITHM_WEAK: 'the signature relies on a hash or key that is too weak to prove anything',
  CHIP_ALGORITHM_UNKNOWN: 'the signature relies on an algorithm, curve or parameter that is not supported',
};
