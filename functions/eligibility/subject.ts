import type { VneidClaims } from '../adapters/tokens/vneid-claims.ts';
import type { GoodToken, VneidFault } from '../adapters/tokens/vneid-token.ts';
import type { PlainDate } from '../core/calendar.ts';
import {
  type IdentityFault,
  type IdentityFaultCode,
  type Person,
  personFromVneid,
} from '../core/identity/person.ts';
import { personFromSubject } from '../core/identity/subject.ts';
import type { Result } from '../core/result.ts';
import type { Subject } from '../http/contract/eligibility-request.ts';
import type { ProblemCode } from '../http/problem-catalogue.ts';
import { ProblemError } from '../http/problem.ts';
import { proveChip, type ProveChip } from './chip.ts';
import { type Presented, presentedByGuardian } from './on-behalf.ts';

export interface SubjectPorts {
  /** For the facility that asks. */
  readonly verifyVneid: (token: string) => Promise<Result<GoodToken, VneidFault>>;
  readonly proveChip: ProveChip;
  /** Throws where what else the request says cannot be of this person. */
  readonly accept: (person: Person) => void;
}

/** Who the request is about, or the problem that says why that cannot be told. */
export async function readSubject(
  subject: Subject,
  ports: SubjectPorts,
  today: PlainDate,
): Promise<Presented> {
  if (subject.kind === 'vneid') return readToken(subject, ports, today);
  const person = await readPatient(subject, ports, today);
  ports.accept(person);
  return { person, presentedBy: null };
}

type TokenSubject = Extract<Subject, { kind: 'vneid' }>;

/** Spent last: what is refused for a typing error is good for another try, and nobody is looked up unspent. */
async function readToken(subject: TokenSubject, ports: SubjectPorts, today: PlainDate): Promise<Presented> {
  const token = await ports.verifyVneid(subject.token);
  if (!token.ok) throw rejectedToken(token.error);
  const presented = presentedBy(token.value.holder, subject, today);
  ports.accept(presented.person);
  const fault = await token.value.spend();
  if (fault !== null) throw rejectedToken(fault);
  return presented;
}

function presentedBy(claims: VneidClaims, { onBehalfOf }: TokenSubject, today: PlainDate): Presented {
  const holder = personOr('vneid-token-rejected', personFromVneid(claims, today));
  if (onBehalfOf === undefined) return { person: holder, presentedBy: null };
  return presentedByGuardian(holder, claims.dependants ?? [], onBehalfOf, today);
}

async function readPatient(
  subject: Exclude<Subject, { kind: 'vneid' }>,
  ports: SubjectPorts,
  today: PlainDate,
): Promise<Person> {
  const isTyped = subject.kind === 'chip' || subject.kind === 'card';
  const stated = personOr(isTyped ? 'bad-request' : 'unreadable-scan', personFromSubject(subject, today));
  if (subject.kind !== 'chip' || subject.chip === undefined) return stated;
  return proveChip(stated, subject.chip, ports.proveChip, today);
}

export const unsupported = (pointer: string, what: string): ProblemError =>
  new ProblemError('not-supported-yet', {
    detail: `${what} is part of the contract and not served yet.`,
    errors: [{ pointer, message: 'is not served yet' }],
  });

function personOr(problem: ProblemCode, read: Result<Person, readonly IdentityFault[]>): Person {
  if (read.ok) return read.value;
  throw new ProblemError(problem, {
    errors: read.error.map(({ field, code }) => ({
      // What a token says is not a field of the request: the token as a whole is what is wrong.
      pointer: `/subject/${problem === 'vneid-token-rejected' ? 'token' : field}`,
      code,
      message: faultMessages[code],
    })),
  });
}

function rejectedToken(code: VneidFault): ProblemError {
  if (code === 'VNEID_KEYS_UNAVAILABLE' || code === 'VNEID_DECRYPTION_UNAVAILABLE') {
    return new ProblemError('unavailable', { detail: unavailableKeys[code] }, { 'retry-after': '5' });
  }
  if (code === 'VNEID_NOT_CONFIGURED')
    return unsupported('/subject/kind', 'A VNeID token in this deployment');
  return new ProblemError('vneid-token-rejected', {
    errors: [{ pointer: '/subject/token', code, message: tokenMessages[code] }],
  });
}

const unavailableKeys = {
  VNEID_KEYS_UNAVAILABLE: "The VNeID issuer's keys cannot be loaded, so its tokens cannot be checked.",
  VNEID_DECRYPTION_UNAVAILABLE:
    'The keys of this service for encrypted VNeID tokens cannot be loaded, so they cannot be opened.',
};

const typeTheRest = 'type name and birth date with it, kind card';

/** None repeats what was sent. */
const faultMessages: Record<IdentityFaultCode, string> = {
  PID_LENGTH: 'a personal number has 12 digits',
  PID_CHARSET: 'a personal number has digits only',
  PID_FUTURE_YEAR: 'the personal number says the holder is not born yet: a digit is mistyped',
  CARD_LENGTH: 'a card number has 10, 12 or 15 characters',
  CARD_CHARSET: 'a card number has letters A–Z and digits only; the 10- and 12-character forms digits only',
  CARD_GROUP_FORM: 'a 15-character card number starts with two letters',
  CARD_LEVEL: 'the third character of a 15-character card number is a digit from 1 to 5',
  CARD_PROVINCE: 'characters 4 and 5 of a 15-character card number are digits',
  CARD_TAIL: 'a 15-character card number ends in ten digits',
  NAME_INVALID: 'must be a name: letters, blanks, apostrophes, dots and hyphens',
  DOB_INVALID: 'must be a date that exists, as YYYY-MM-DD, YYYY-MM or YYYY',
  DOB_FUTURE: 'the birth date lies in the future',
  QR_NOT_DELIMITED:
    'the scanned text has no separators: the scanner or its keyboard layout dropped them, or it is no QR of a card',
  QR_UNKNOWN_KIND:
    'the first field is neither a personal number nor a card number: this is not the QR of a card',
  QR_OTHER_KIND: 'this is the QR of the other card: send it as kind scan, which takes both',
  QR_PC_COVID: 'this is the retired PC-Covid QR: scan the citizen card or the insurance card',
  QR_CONTROL_CHARACTER:
    'a control character stands inside: two scans ran together, or the scanner sends wrong letters',
  QR_ACCENTS_LOST:
    'there is no Vietnamese letter: the scanner types as a US keyboard; set it to Unicode, or to USB-COM or HID-POS',
  QR_CC_FIELD_COUNT:
    'the scanned text does not have the fields of one citizen card: it was cut off or scanned twice',
  QR_CC_OLDNUM:
    'the number and the old number cannot both be of this card: two scans ran together, or one lost its start',
  QR_CC_NAME_EMPTY: 'the name field is empty',
  QR_CC_NAME_DAMAGED:
    'the name field has letters no name has: the scanner or a Vietnamese keyboard changed them',
  QR_CC_DOB: 'the birth-date field is not a date that exists',
  QR_CC_SEX: 'the sex field is neither Nam nor Nữ',
  QR_CC_ISSUE_DATE:
    'the field of the issue date holds something else: two scans ran together, or one was cut off',
  QR_CC_TEXT_DAMAGED:
    'the fields beside the name have letters no address has: the scanner sends wrong letters, so the name is in doubt',
  QR_BHYT_NO_TERMINATOR: 'the end mark $ is missing: the scanned text was cut off',
  QR_BHYT_FIELD_COUNT: 'the scanned text does not have the fifteen fields of one insurance card',
  QR_BHYT_NUMBER:
    'the personal number in the first field contradicts birth date or sex: its beginning was lost',
  QR_BHYT_HEX_NAME: 'the name field is damaged: a Vietnamese keyboard was on, or letters were lost',
  QR_BHYT_HEX_TEXT: 'the field of the address or of the parent is damaged, so the name is in doubt',
  QR_BHYT_DOB: 'the birth-date field is not a date that exists',
  QR_BHYT_SEX: 'the sex field is neither 1 nor 2',
  QR_BHYT_FACILITY: 'the field of the facility holds something else',
  QR_BHYT_PERIOD: 'the period of validity has no beginning, or ends before it begins',
  MRZ_LENGTH: 'machine-readable lines are three of thirty characters each',
  MRZ_CHARSET: 'a machine-readable line holds a character that cannot stand there',
  MRZ_DOCUMENT: 'these are not the machine-readable lines of a Vietnamese citizen card',
  MRZ_CHECK_DIGIT: 'a check digit of the machine-readable lines is wrong: a character was misread',
  MRZ_COMPOSITE: 'the last check digit of the machine-readable lines is wrong: a character was misread',
  MRZ_NUMBER_DISAGREE: 'the two numbers in the machine-readable lines are not the same',
  MRZ_DOB: 'the birth date in the machine-readable lines does not exist',
  MRZ_NAME_WITHOUT_DIACRITICS:
    'read as the machine-readable lines of a citizen card, whose name has no diacritics: type number, name and birth date as on the front, kind card',
  SCAN_PERSONAL_NUMBER_ONLY: `read as a personal number alone: ${typeTheRest}`,
  SCAN_CARD_NUMBER_ONLY: `read as an insurance card number alone: ${typeTheRest}`,
  SCAN_SOCIAL_NUMBER_ONLY: `read as a social-insurance number, or a patient number of the hospital, alone: ${typeTheRest}`,
  SCAN_OLD_ID_NUMBER:
    'read as an old 9-digit identity number, which the registry does not take: use the card or its number',
  SCAN_CHIP_ID:
    'read as the id of a chip, which is not the number of a person: scan the QR or type the personal number',
  SCAN_PASSPORT_NUMBER:
    'read as a passport number, which the registry does not take: use the insurance card or its number',
};

const tokenMessages: Record<
  Exclude<VneidFault, keyof typeof unavailableKeys | 'VNEID_NOT_CONFIGURED'>,
  string
> = {
  VNEID_MALFORMED: 'is not a signed token in compact form, each part in unpadded base64url, no member twice',
  VNEID_ENCRYPTION: 'is not encrypted to this service, or not as it is configured',
  VNEID_HEADER: 'has a header that names keys, extensions or a type that are not taken',
  VNEID_ALGORITHM: 'is signed with an algorithm that is not trusted',
  VNEID_SIGNATURE: 'is not signed by the trusted issuer',
  VNEID_ISSUER: 'names another issuer',
  VNEID_AUDIENCE: 'was issued for somebody else, or for another facility',
  VNEID_EXPIRED: 'has expired',
  VNEID_NOT_YET_VALID: 'is not valid yet',
  VNEID_AGE: 'was issued too long ago',
  VNEID_LIFETIME: 'is valid for longer than is allowed',
  VNEID_CLAIMS: 'lacks a claim, or holds one in an unknown form',
  VNEID_CHALLENGE_REQUIRED:
    'lacks the nonce that the desk shows: ask for one at POST /v1/presence/challenges',
  VNEID_CHALLENGE_UNKNOWN: 'holds a nonce that this facility was not given, or that was used or has expired',
  VNEID_REPLAYED: 'was used before: every token is good for one lookup',
};
