import type { PlainDate } from '../core/calendar.ts';
import {
  childOf,
  type Dependant,
  type GuardianFault,
  type PresentedBy,
  type StatedChild,
} from '../core/identity/guardian.ts';
import type { Person } from '../core/identity/person.ts';
import { ProblemError } from '../http/problem.ts';

/** The patient, and who presented him or her where it was somebody else. */
export interface Presented {
  readonly person: Person;
  readonly presentedBy: PresentedBy | null;
}

/** The child whom the guardian's token names. The guardian is who presented it, and never the patient. */
export function presentedByGuardian(
  guardian: Person,
  dependants: readonly Dependant[],
  stated: StatedChild,
  today: PlainDate,
): Presented {
  const child = childOf(dependants, stated, today);
  if (!child.ok) throw notPresented(child.error);
  return { person: child.value, presentedBy: { personalId: guardian.number, relation: 'guardian' } };
}

function notPresented(fault: GuardianFault): ProblemError {
  const pointer = '/subject/onBehalfOf';
  if (fault === 'VNEID_NOT_GUARDIAN') {
    return new ProblemError('not-guardian', {
      errors: [{ pointer, code: fault, message: 'is not named in the token as in the care of its holder' }],
    });
  }
  if (fault === 'CHILD_NUMBER_MISSING') {
    const message = 'is needed: the token names this child without a personal number';
    return new ProblemError('bad-request', {
      errors: [{ pointer: `${pointer}/cardNumber`, code: fault, message }],
    });
  }
  return new ProblemError('bad-request', {
    errors: fault.map(({ field, code }) => ({
      pointer: `${pointer}/${field}`,
      code,
      message: 'is not what such a field can hold',
    })),
  });
}
