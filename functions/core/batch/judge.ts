import { contradictions } from '../benefit/contradictions.ts';
import type { PlainDate } from '../calendar.ts';
import type { Visit } from '../eligibility/lookup-record.ts';
import { foldName } from '../identity/names.ts';
import type { Person } from '../identity/person.ts';
import { personFromSubject, type StatedSubject } from '../identity/subject.ts';
import type { Operator } from '../registry/answer.ts';
import { failed, ok, type Result } from '../result.ts';
import type { BatchLine } from './batch.ts';
import type { LineFault } from './faults.ts';
import type { SentLine } from './upload.ts';

/** A line as the contract has it. */
export interface LineRequest {
  readonly ref?: string | undefined;
  readonly subject: (StatedSubject & { readonly chip?: unknown }) | { readonly kind: 'vneid' };
  readonly visit?: StatedVisit | undefined;
  readonly operator?: Operator | undefined;
  readonly facility?: string | undefined;
}

/** A visit as far as it is stated. */
type StatedVisit = { readonly [Field in keyof Visit]?: Exclude<Visit[Field], null> | undefined };

/** What holds for every line of one upload. */
export interface Upload {
  readonly facility: string;
  readonly today: PlainDate;
  /** Null: each line has to name its own. */
  readonly operator: Operator | null;
  readonly visit: StatedVisit;
  /** The line in the contract's shape, or a pointer to what is not. */
  readonly check: (value: unknown) => Result<LineRequest, string>;
}

export interface Judged {
  readonly accepted: readonly BatchLine[];
  readonly rejected: readonly LineFault[];
}

/** Every line is either accepted or rejected, once, in the order that they were sent. */
export function judgeLines(lines: readonly SentLine[], upload: Upload): Judged {
  const accepted: BatchLine[] = [];
  const rejected: LineFault[] = [];
  const firstOf = new Map<string, number>();
  for (const { line, value } of lines) {
    const judged: Result<BatchLine, Unnumbered> = value.ok
      ? judgeLine(line, value.value, upload)
      : failed({ code: value.error });
    if (!judged.ok) {
      rejected.push({ line, ...judged.error });
      continue;
    }
    const key = duplicateKey(judged.value);
    const sameAs = firstOf.get(key);
    if (sameAs === undefined) {
      firstOf.set(key, line);
      accepted.push(judged.value);
    } else rejected.push({ line, code: 'duplicate', sameAs });
  }
  return { accepted, rejected };
}

/** As the registry is asked: another spelling of the name may be the right one. */
const duplicateKey = ({ person, visit }: BatchLine): string =>
  [person.number, foldName(person.fullName), person.dateOfBirth, visit.date].join('|');

type Unnumbered = Omit<LineFault, 'line'>;

function judgeLine(line: number, value: unknown, upload: Upload): Result<BatchLine, Unnumbered> {
  const checked = upload.check(value);
  if (!checked.ok) return failed({ code: 'not-valid', pointer: checked.error });
  const request = checked.value;
  if (request.facility !== undefined && request.facility !== upload.facility) {
    return failed({ code: 'other-facility', pointer: '/facility' });
  }
  const { subject } = request;
  if (subject.kind === 'vneid') return failed({ code: 'not-for-batches', pointer: '/subject/kind' });
  if (subject.chip !== undefined) return failed({ code: 'not-for-batches', pointer: '/subject/chip' });
  const operator = request.operator ?? upload.operator;
  if (operator === null) return failed({ code: 'operator-required', pointer: '/operator' });
  const person = personOf(subject, upload.today);
  if (!person.ok) return person;
  const visit = visitOf(person.value, { ...upload.visit, ...request.visit }, upload.today);
  if (!visit.ok) return visit;
  return ok({ line, ref: request.ref ?? null, person: person.value, visit: visit.value, operator });
}

function personOf(subject: StatedSubject, today: PlainDate): Result<Person, Unnumbered> {
  const person = personFromSubject(subject, today);
  if (person.ok) return person;
  const [fault] = person.error;
  const code = fault?.field === 'payload' ? 'unreadable-scan' : 'not-valid';
  return failed({ code, pointer: `/subject/${fault?.field ?? ''}`, detail: fault?.code });
}

/** Closing rests on what the registry says at that hour (NĐ 188/2025 Đ21), which a batch cannot promise. */
function visitOf(person: Person, stated: StatedVisit, today: PlainDate): Result<Visit, Unnumbered> {
  if (stated.purpose === 'closing') return failed({ code: 'not-for-batches', pointer: '/visit/purpose' });
  const visit: Visit = { ...stated, id: stated.id ?? null, date: stated.date ?? today };
  // As for a lookup: what the tables of the law do not reach is looked up, and its benefit asks for review.
  const fault = contradictions({ visit, dateOfBirth: person.dateOfBirth }).find(
    ({ code }) => code !== 'date-outside-known-law',
  );
  if (fault === undefined) return ok(visit);
  return failed({ code: 'not-valid', pointer: `/visit/${fault.field}`, detail: fault.code });
}
