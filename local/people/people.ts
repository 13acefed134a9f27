import { datedPeople } from './people-dates.ts';
import { everydayPeople } from './people-everyday.ts';
import { faultPeople } from './people-faults.ts';
import { namedPeople } from './people-names.ts';
import { quirkyPeople } from './people-quirks.ts';
import { refusedPeople } from './people-refused.ts';
import { replacedPeople } from './people-replaced.ts';
import type { SyntheticPerson } from './person.ts';

export type { SyntheticPerson } from './person.ts';

/** Everyone the local registry knows. Invented from first to last. */
export const people: readonly SyntheticPerson[] = [
  ...everydayPeople,
  ...datedPeople,
  ...replacedPeople,
  ...namedPeople,
  ...refusedPeople,
  ...faultPeople,
  ...quirkyPeople,
];

export function personById(id: string): SyntheticPerson {
  const person = people.find((candidate) => candidate.id === id);
  if (person === undefined) throw new Error(`no synthetic person is called ${id}`);
  return person;
}
