import type { VneidFault, VneidVerifier } from '../adapters/tokens/vneid-token.ts';
import type { PlainDate } from '../core/calendar.ts';
import {
  type IdentityFault,
  type IdentityFaultCode,
  type Person,
  personFromCard,
  personFromChip,
  personFromCitizenQr,
  personFromVneid,
} from '../core/identity/person.ts';
import type { Result } from '../core/result.ts';
import type { Subject } from '../http/contract/eligibility-request.ts';
import type { ProblemCode } from '../http/problem-catalogue.ts';
import { ProblemError } from '../http/problem.ts';

/** Who the request is about, or the problem that says why that cannot be told. */
export async function readSubject(
  subject: Subject,
  verifyVneid: VneidVerifier,
  today: PlainDate,
): Promise<Person> {
  switch (subject.kind) {
    case 'chip':
      // A proof we do not check must not look as if it had been.
      if (subject.chip !== undefined) throw unsupported('/subject/chip', 'Signed chip data');
      return personOr('bad-request', personFromChip(subject, today));
    case 'citizen-qr':
      return personOr('unreadable-scan', personFromCitizenQr(subject.payload, today));
    case 'card':
      return personOr('bad-request', personFromCard(subject, today));
    case 'vneid': {
      const claims = await verifyVneid(subject.token);
      if (!claims.ok) throw rejectedToken(claims.error);
      return personOr('vneid-token-rejected', personFromVneid(claims.value, today));
    }
    case 'card-qr':
    case 'scan':
      throw unsupported('/subject/kind', `The subject kind "${subject.kind}"`);
  }
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
  if (code === 'VNEID_KEYS_UNAVAILABLE') {
    return new ProblemError(
      'unavailable',
      { detail: "The VNeID issuer's keys cannot be loaded, so its tokens cannot be checked." },
      { 'retry-after': '5' },
    );
  }
  if (code === 'VNEID_NOT_CONFIGURED')
    return unsupported('/subject/kind', 'A VNeID token in this deployment');
  return new ProblemError('vneid-token-rejected', {
    errors: [{ pointer: '/subject/token', code, message: tokenMessages[code] }],
  });
}

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
  QR_NOT_DELIMITED: 'the scanned text has no separators: the scanner or its keyboard layout dropped them',
  QR_CC_FIELD_COUNT: 'the scanned text has fewer than the seven fields of a citizen card: it was cut off',
  QR_CC_ID: 'the first field is not a 12-digit personal number',
  QR_CC_NAME_EMPTY: 'the name field is empty or damaged',
  QR_CC_DOB: 'the birth-date field is not a date that exists',
  QR_CC_SEX: 'the sex field is neither Nam nor Nữ',
};

const tokenMessages: Record<
  Exclude<VneidFault, 'VNEID_KEYS_UNAVAILABLE' | 'VNEID_NOT_CONFIGURED'>,
  string
> = {
  VNEID_MALFORMED: 'is not a signed token in compact form',
  VNEID_ALGORITHM: 'is signed with an algorithm that is not trusted',
  VNEID_SIGNATURE: 'is not signed by the trusted issuer',
  VNEID_ISSUER: 'names another issuer',
  VNEID_AUDIENCE: 'was issued for somebody else',
  VNEID_EXPIRED: 'has expired',
  VNEID_NOT_YET_VALID: 'is not valid yet',
  VNEID_AGE: 'was not issued within the last ten minutes',
  VNEID_CLAIMS: 'lacks a claim, or holds one in an unknown form',
};
