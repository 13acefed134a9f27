import type {
  CopayInquiry,
  CopayInquiryStore,
  CopaySubject,
  Inquiry,
  InquiryStore,
  InquirySubject,
  LookupStore,
} from '../../functions/core/eligibility/ports.ts';
import type { Lookup } from '../../functions/core/eligibility/lookup-record.ts';
import { foldName } from '../../functions/core/identity/names.ts';
import { isAboutThePatient } from '../../functions/core/registry/result-codes.ts';

const untouched: Inquiry = { askId: null, ended: null, leaseUntil: new Date(0), kept: null, attempts: [] };

const keyOf = ({ facility, person }: InquirySubject): string =>
  JSON.stringify([facility, person.number, foldName(person.fullName), person.dateOfBirth]);

/** Keeps the port's promises in a map; test/functions/adapters/dynamodb/inquiries.test.ts holds both stores to them. */
export function createMemoryInquiries(): InquiryStore {
  const items = new Map<string, Inquiry>();
  const current = (subject: InquirySubject): Inquiry => items.get(keyOf(subject)) ?? untouched;
  return {
    read: (subject) => Promise.resolve(current(subject)),
    begin: (subject, seen, { id, at, leaseUntil }) => {
      const known = current(subject);
      const wasUnderWay = seen.askId !== null && seen.ended === null && seen.leaseUntil > at;
      const isUnchanged =
        known.askId === seen.askId && known.ended?.at.getTime() === seen.ended?.at.getTime();
      const isOurs = !wasUnderWay && isUnchanged;
      if (isOurs) items.set(keyOf(subject), { ...known, askId: id, ended: null, leaseUntil });
      return Promise.resolve(isOurs);
    },
    end: (subject, askId, outcome, at, attempts = []) => {
      const known = current(subject);
      if (known.askId === askId && known.ended === null) {
        const keeps = outcome.kind === 'answered' && isAboutThePatient(outcome.answer.code);
        const kept = keeps ? { answer: outcome.answer, asOf: at } : known.kept;
        const all = attempts.length > 0 ? attempts : known.attempts;
        items.set(keyOf(subject), { ...known, ended: { outcome, at }, kept, attempts: all });
      }
      return Promise.resolve();
    },
  };
}

/** The same for test/functions/adapters/dynamodb/copay-inquiries.test.ts. */
export function createMemoryCopays(): CopayInquiryStore {
  const items = new Map<string, CopayInquiry>();
  const copayKey = (subject: CopaySubject): string => `${subject.year} ${keyOf(subject)}`;
  const current = (subject: CopaySubject): CopayInquiry =>
    items.get(copayKey(subject)) ?? { askId: null, ended: null, leaseUntil: new Date(0) };
  return {
    read: (subject) => Promise.resolve(current(subject)),
    begin: (subject, seen, { id, at, leaseUntil }) => {
      const known = current(subject);
      const wasUnderWay = seen.askId !== null && seen.ended === null && seen.leaseUntil > at;
      const isUnchanged =
        known.askId === seen.askId && known.ended?.at.getTime() === seen.ended?.at.getTime();
      const isOurs = !wasUnderWay && isUnchanged;
      if (isOurs) items.set(copayKey(subject), { askId: id, ended: null, leaseUntil });
      return Promise.resolve(isOurs);
    },
    end: (subject, askId, outcome, at) => {
      const known = current(subject);
      if (known.askId === askId && known.ended === null) {
        items.set(copayKey(subject), { ...known, ended: { outcome, at } });
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
