/** A sentence in the two languages of the desk, Vietnamese first. */
export interface Bilingual {
  readonly vi: string;
  readonly en: string;
}

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** What the clerk does now. */
  readonly desk: Bilingual;
  /** What the HIS developer changes. */
  readonly vendor: string;
}

const callIt = {
  vi: 'Báo bộ phận CNTT của cơ sở; trong lúc chờ vẫn tiếp nhận người bệnh.',
  en: 'Tell the IT staff of the facility; keep admitting the patient meanwhile.',
};
const scanAgain = {
  vi: 'Kiểm tra lại thông tin vừa quét hoặc nhập rồi thử lại.',
  en: 'Check what was scanned or typed and try again.',
};
const waitAndRetry = {
  vi: 'Hệ thống đang bận hoặc gặp lỗi; vẫn tiếp nhận người bệnh và thử lại sau ít phút.',
  en: 'The system is busy or at fault; admit the patient and try again in a few minutes.',
};

/** Every problem this API answers with: the closed list of `code`, and the one mapping of each to HTTP. */
export const problems = {
  'bad-request': {
    status: 400,
    title: 'The request is not valid',
    desk: scanAgain,
    vendor: 'errors[] names each field by JSON pointer and what is wrong with it.',
  },
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    desk: callIt,
    vendor: 'Send one JSON object, encoded as UTF-8.',
  },
  'operator-required': {
    status: 400,
    title: 'The person at the desk is not named',
    desk: {
      vi: 'Đăng nhập bằng tài khoản của nhân viên, hoặc nhờ CNTT khai báo nhân viên tra cứu.',
      en: 'Sign in as yourself, or have IT set the operator of this desk.',
    },
    vendor:
      'Send operator.fullName and operator.personalId as registered with BHXH, or a token that carries both.',
  },
  unauthenticated: {
    status: 401,
    title: 'The access token is missing or not accepted',
    desk: callIt,
    vendor: 'Send a valid, unexpired access token of the configured issuer: Authorization: Bearer <token>.',
  },
  'facility-unknown': {
    status: 403,
    title: 'This client belongs to no facility',
    desk: callIt,
    vendor: 'The token is good, but its client id is not in the directory of facilities.',
  },
  'missing-scope': {
    status: 403,
    title: 'The access token lacks a scope',
    desk: callIt,
    vendor: 'Ask the issuer for the scope that the operation names in the API reference.',
  },
  blocked: {
    status: 403,
    title: 'The request was stopped by the firewall',
    desk: callIt,
    vendor: 'The request looked like an attack; send plain JSON as the API reference shows.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing at this address',
    desk: callIt,
    vendor:
      'Check method and path; a lookup can be read only by the facility that made it, for one day; a batch until the day after its last visit.',
  },
  'idempotency-key-reused': {
    status: 409,
    title: 'The idempotency key was used for another request',
    desk: callIt,
    vendor:
      'Use a new Idempotency-Key for every new body; the same key repeats the same lookup for 10 minutes, the same batch for a day.',
  },
  'request-in-progress': {
    status: 409,
    title: 'The same request is still being carried out',
    desk: waitAndRetry,
    vendor: 'The first request with this Idempotency-Key has not answered yet. Repeat after Retry-After.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    desk: scanAgain,
    vendor:
      'A lookup fits in 16 kB; with subject.chip in 99,999 bytes, of which 64 kB chip data after decoding. Send data groups 1 and 13 only.',
  },
  'batch-too-large': {
    status: 413,
    title: 'The batch is too large',
    desk: callIt,
    vendor:
      'A batch has 50,000 lines at most, and 32 MB uncompressed; send it gzipped (4.5 MB at most as sent), or as several batches.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not declared as JSON',
    desk: callIt,
    vendor:
      'Send Content-Type: application/json; a batch also application/x-ndjson, either with Content-Encoding: gzip.',
  },
  'contradictory-visit': {
    status: 422,
    title: 'The visit cannot be as it is stated',
    desk: {
      vi: 'Kiểm tra lại thông tin lần khám (ngày, giấy tờ, đối tượng) rồi gửi lại; vẫn tiếp nhận người bệnh.',
      en: 'Check the visit (dates, slips, who it is for) and send again; admit the patient meanwhile.',
    },
    vendor: 'errors[] names each field by JSON pointer and the rule that it contradicts.',
  },
  'unreadable-scan': {
    status: 422,
    title: 'The scanned text cannot be read',
    desk: {
      vi: 'Tắt bộ gõ tiếng Việt rồi quét lại, hoặc nhập số, họ tên và ngày sinh trên thẻ.',
      en: 'Turn the Vietnamese keyboard off and scan again, or type number, name and birth date from the card.',
    },
    vendor: 'errors[] names what is wrong; send the scanner text unchanged.',
  },
  'vneid-token-rejected': {
    status: 422,
    title: 'The VNeID token is not accepted',
    desk: {
      vi: 'Đề nghị người bệnh mở lại VNeID và quét mã mới, hoặc dùng thẻ căn cước.',
      en: 'Ask the patient to open VNeID again and scan the new code, or use the citizen card.',
    },
    vendor: 'errors[] says which check failed. Send each token once, right after it was issued.',
  },
  'not-guardian': {
    status: 422,
    title: 'The token does not name this child',
    desk: {
      vi: 'Mã VNeID này không ghi trẻ em đó: kiểm tra họ tên, ngày sinh; hoặc dùng thẻ BHYT, giấy chứng sinh của trẻ.',
      en: 'This VNeID code does not name the child: check name and birth date, or use the card or birth paper of the child.',
    },
    vendor:
      'subject.onBehalfOf is taken only where a dependant in the token has the same name and birth date, and the same personal number if one is sent.',
  },
  'chip-not-proven': {
    status: 422,
    title: 'The chip read does not prove who this is',
    desk: {
      vi: 'Đặt thẻ lên đầu đọc và đọc lại. Vẫn lỗi thì quét mã QR trên thẻ hoặc nhập tay, và tự đối chiếu thẻ với người bệnh.',
      en: 'Read the card again. If that fails, scan its QR code or type the data, and compare card and patient yourself.',
    },
    vendor:
      'errors[] says which check failed. Send EF.SOD and the data groups as the chip gave them, and the person as DG13 names it; a read without subject.chip is still accepted, as asserted.',
  },
  'unreadable-reader': {
    status: 422,
    title: 'The JSON of the card reader cannot be used',
    desk: {
      vi: 'Đặt thẻ lên đầu đọc và đọc lại; vẫn lỗi thì quét mã QR trên thẻ hoặc nhập tay, và báo bộ phận CNTT.',
      en: 'Read the card again; if that fails, scan its QR code or type the data, and tell IT.',
    },
    vendor:
      'errors[] points to the field in the JSON of the reader. Forward it unchanged, personal numbers as texts: a JSON number has lost its leading zeros.',
  },
  'webhook-refused': {
    status: 422,
    title: 'The address of the webhook cannot be used',
    desk: callIt,
    vendor:
      'errors[].code says why. Give an https:// address with port 443 and no credentials, whose host name leads to public addresses only.',
  },
  'not-supported-yet': {
    status: 422,
    title: 'This part of the contract is not served yet',
    desk: {
      vi: 'Dùng cách khác: quét thẻ căn cước, mã VNeID, hoặc nhập số thẻ BHYT.',
      en: 'Use another way: scan the citizen card, the VNeID code, or type the insurance card number.',
    },
    vendor: 'errors[] names the part. The API reference lists what is served.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    desk: waitAndRetry,
    vendor: 'Slow down and honour Retry-After.',
  },
  internal: {
    status: 500,
    title: 'Our own fault',
    desk: waitAndRetry,
    vendor: 'Not caused by the request. Retry later and quote requestId.',
  },
  unavailable: {
    status: 503,
    title: 'Not ready to answer lookups',
    desk: waitAndRetry,
    vendor: 'A store or key service does not answer. Retry later and quote requestId.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

/** One thing wrong with the request. `pointer` is a JSON pointer; `code` is stable; no value is echoed. */
export interface FieldError {
  readonly pointer: string;
  readonly message: string;
  readonly code?: string;
}

export interface ProblemDetails {
  readonly detail?: string;
  readonly instance?: string;
  readonly requestId?: string;
  readonly errors?: readonly FieldError[];
}

/** RFC 9457 document. Holds no personal data: `detail` and `errors` are our own sentences. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly code: ProblemCode;
  readonly requestId?: string;
  readonly errors?: readonly FieldError[];
  readonly help: { readonly desk: Bilingual; readonly vendor: string };
}

export function problemBody(code: ProblemCode, details: ProblemDetails = {}): ProblemBody {
  const kind = problems[code];
  const { detail = kind.title, ...rest } = details;
  return {
    type: `urn:tiep-don:problem:${code}`,
    title: kind.title,
    status: kind.status,
    detail,
    ...rest,
    code,
    help: { desk: kind.desk, vendor: kind.vendor },
  };
}
