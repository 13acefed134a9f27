import type { SyntheticPerson } from '../people/person.ts';
import { bareAnswer, distort, fullAnswer, wireDate } from './answer.ts';
import type { WireAnswer } from './answer.ts';
import { codeEntry } from './codes.ts';
import { foldName, initials } from './names.ts';
import type { RegistryAccount } from './options.ts';
import type { Fields } from './request.ts';
import { standingOf } from './standing.ts';

/** What a question came to, and the HTTP status it goes out with. */
export interface LookupResult {
  readonly answer: WireAnswer;
  readonly code: string;
  readonly status: number;
}

/** Whoever can be asked for, under each of the three kinds of number (gateway protocol §2.1 maThe). */
export type PeopleIndex = ReadonlyMap<string, SyntheticPerson>;

export function indexPeople(people: readonly SyntheticPerson[]): PeopleIndex {
  return new Map(
    people.flatMap((person) =>
      [person.personalId, person.socialNumber, ...person.cards.map((card) => card.number)].map(
        (number): [string, SyntheticPerson] => [number, person],
      ),
    ),
  );
}

export const numberLengths: readonly number[] = [10, 12, 15];

/** The codes of issue before the provinces merged, 97 and 98 for the armed forces, 99 for nobody: only synthetic cards. */
const plausibleProvinces = new Set(
  (
    '01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 ' +
    '51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96 97 98 99'
  ).split(' '),
);

const birthForm = /^(?:(?:(\d{2})\/)?(\d{2})\/)?(\d{4})$/;

/** dd/MM/yyyy, MM/yyyy or yyyy and a day that exists; eight digits in a row are refused (§2.1 ngaySinh). */
export function isBirthDate(text: string): boolean {
  const match = birthForm.exec(text);
  if (match === null) return false;
  const [, day = '01', month = '01', year = ''] = match;
  const iso = `${year}-${month}-${day}`;
  const parsed = new Date(iso);
  // A day past the month's end would have rolled over into the next month.
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(iso);
}

interface Question {
  readonly maThe: string;
  readonly hoTen: string;
  readonly ngaySinh: string;
  readonly hoTenCb: string;
  readonly cccdCb: string;
}

function readQuestion(fields: Fields): Question {
  const field = (name: string): string => fields.get(name) ?? '';
  return {
    maThe: field('mathe').replaceAll(/\s/g, ''),
    hoTen: field('hoten').trim(),
    ngaySinh: field('ngaysinh').trim(),
    hoTenCb: field('hotencb').trim(),
    cccdCb: field('cccdcb').trim(),
  };
}

interface Refusal {
  readonly code: string;
  readonly note?: string;
}

type Check = (question: Question, account: RegistryAccount) => Refusal | false;

const isCard = (question: Question): boolean => question.maThe.length === 15;

/** In the order they are made; the first that refuses answers. */
const checks: readonly Check[] = [
  ({ maThe }) => !numberLengths.includes(maThe.length) && { code: '205' },
  ({ hoTen, ngaySinh }) => (hoTen === '' || !isBirthDate(ngaySinh)) && { code: '205' },
  ({ hoTenCb }) => hoTenCb === '' && { code: '054', note: 'Null hoTenCb' },
  ({ cccdCb }, account) =>
    !account.operators.some(({ personalId }) => personalId === cccdCb) && { code: '054' },
  ({ cccdCb, hoTenCb }, account) =>
    !account.operators.some(
      ({ personalId, fullName }) => personalId === cccdCb && foldName(fullName) === foldName(hoTenCb),
    ) && { code: '055' },
  (question) => !isCard(question) && !/^\d+$/.test(question.maThe) && { code: '051' },
  (question) => isCard(question) && !/^[A-Z]{2}[0-9A-Z]{13}$/.test(question.maThe) && { code: '051' },
  (question) => isCard(question) && !/^..[1-5]/.test(question.maThe) && { code: '053' },
  (question) => isCard(question) && !plausibleProvinces.has(question.maThe.slice(3, 5)) && { code: '052' },
];

function refusalOf(question: Question, account: RegistryAccount): Refusal | undefined {
  for (const check of checks) {
    const refusal = check(question, account);
    if (refusal !== false) return refusal;
  }
  return undefined;
}

/** The stored birth date in its stored precision, letter by letter: `1990` does not match someone held as 17/02/1990. */
export function identityCode(
  question: Pick<Question, 'hoTen' | 'ngaySinh'>,
  person: SyntheticPerson,
): string | undefined {
  if (foldName(question.hoTen) !== foldName(person.fullName)) {
    return initials(question.hoTen) === initials(person.fullName) ? '061' : '060';
  }
  return question.ngaySinh === wireDate(person.dateOfBirth) ? undefined : '070';
}

const bareResult = (code: string, note?: string): LookupResult => ({
  answer: bareAnswer(code, note),
  code,
  status: 200,
});

function answerAbout(person: SyntheticPerson, today: string): LookupResult {
  const standing = standingOf(person, today);
  const code = person.resultCode ?? standing?.code ?? '050';
  const withData = codeEntry(code).withData && person.quirks?.withoutData !== true;
  const answer =
    standing === undefined || !withData ? bareAnswer(code) : fullAnswer(code, person, standing, today);
  return { answer: distort(answer, person.quirks?.fields), code, status: person.quirks?.httpStatus ?? 200 };
}

/** `KQNhanLichSuKCB2024` for a caller whose session has been accepted. */
export function lookUp(
  fields: Fields,
  account: RegistryAccount,
  people: PeopleIndex,
  today: string,
): LookupResult {
  const question = readQuestion(fields);
  const refusal = refusalOf(question, account);
  if (refusal !== undefined) return bareResult(refusal.code, refusal.note);
  const person = people.get(question.maThe);
  if (person === undefined) return bareResult('050');
  const checked = person.resultCode === undefined || codeEntry(person.resultCode).identityChecked;
  const mismatch = checked ? identityCode(question, person) : undefined;
  return mismatch === undefined ? answerAbout(person, today) : bareResult(mismatch);
}
