import type {
  Inquiry,
  InquiryStore,
  InquirySubject,
  LookupStore,
} from '../../functions/core/eligibility/ports.ts';
import type { Lookup } from '../../functions/core/eligibility/lookup-record.ts';
import { foldName } from '../../functions/core/identity/names.ts';
import { isAboutThePatient } from '../../functions/core/registry/result-codes.ts';

const untouched: Inquiry = { askId: null, ended: null, leaseUntil: new Date(0), kept: null };

/** Keeps the port's promises in a map; test/functions/adapters/dynamodb/inquiries.test.ts holds both stores to them. */
export function createMemoryInquiries(): InquiryStore {
  const items = new Map<string, Inquiry>();
  const keyOf = ({ facility, person }: InquirySubject): string =>
    JSON.stringify([facility, person.number, foldName(person.fullName), person.dateOfBirth]);
  const current = (subject: InquirySubject): Inquiry => items.get(keyOf(subject)) ?? untouched;
  return {
    read: (subject) => Promise.resolve(current(subject)),
    begin: (subject, seen, { id, at, leaseUntil }) => {
      const known = current(subject);
      const wasUnderWay = seen.askId !== null && seen.ended === null && seen.leaseUntil > at;
      const isUnchanged =
        known.askId === seen.askId && known.ended?.at.getTime() === seen.ended?.at.getTime();
      const isOurs = !wasUnderWay && isUnchanged;
      if (isOurs) items.set(keyOf(subject), { askId: id, ended: null, leaseUntil, kept: known.kept });
      return Promise.resolve(isOurs);
    },
    end: (subject, askId, outcome, at) => {
      const known = current(subject);
      if (known.askId === askId && known.ended === null) {
        const keeps = outcome.kind === 'answered' && isAboutThePatient(outcome.answer.code);
        const kept = keeps ? { answer: outcome.answer, asOf: at } : known.kept;
        items.set(keyOf(subject), { ...known, ended: { outcome, at }, kept });
      }
      return Promise.resolve();
    },
  };
}

export function createMemoryLookups(): LookupStore {
  const items = new Map<string, Lookup>();
  return {
    put: (lookup) => {
      items.set(`${lookup.facility}/${lookup.id}`, lookup);
      return Promise.resolve();
    },
    get: (facility, id) => Promise.resolve(items.get(`${facility}/${id}`) ?? null),
  };
}
