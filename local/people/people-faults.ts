import { card, outcome } from './parts.ts';
import type { ExpectedReason, ResponseQuirks, SyntheticPerson } from './person.ts';

interface FaultRow {
  readonly id: string;
  readonly code: string;
  readonly vi: string;
  readonly en: string;
  readonly fullName: string;
  readonly expected: ExpectedReason;
  readonly quirks?: ResponseQuirks;
}

/** The answers that say nothing about the patient: each holder has a good card, which must not be mistaken for a verdict. */
const rows: readonly FaultRow[] = [
  {
    id: 'operator-unknown',
    code: '054',
    vi: 'CCCD của cán bộ tra cứu chưa đăng ký (054)',
    en: 'The operator is not registered (054)',
    fullName: 'Lưu Văn Quầy Thử',
    expected: outcome.operator,
  },
  {
    id: 'operator-name-differs',
    code: '055',
    vi: 'Họ tên cán bộ tra cứu không khớp (055)',
    en: "The operator's name does not match (055)",
    fullName: 'Lưu Thế Quầy Thử',
    expected: outcome.operator,
  },
  {
    id: 'name-mismatch',
    code: '060',
    vi: 'Luôn bị báo sai họ tên (060)',
    en: 'Always answered with a name mismatch (060)',
    fullName: 'Trương Văn Tên Thử',
    expected: outcome.mismatch,
  },
  {
    id: 'name-mismatch-initials-right',
    code: '061',
    vi: 'Luôn bị báo sai họ tên, đúng ký tự đầu (061)',
    en: 'Always answered with a name mismatch, initials right (061)',
    fullName: 'Trương Hữu Dấu Thử',
    expected: outcome.mismatch,
  },
  {
    id: 'birth-date-mismatch',
    code: '070',
    vi: 'Luôn bị báo sai ngày sinh (070)',
    en: 'Always answered with a birth date mismatch (070)',
    fullName: 'Trương Công Sinh Thử',
    expected: outcome.mismatch,
  },
  {
    id: 'registry-read-error',
    code: '100',
    vi: 'Lỗi khi lấy dữ liệu sổ thẻ (100)',
    en: 'The registry could not read its data (100)',
    fullName: 'Triệu Văn Sổ Thử',
    expected: outcome.fault,
  },
  {
    id: 'registry-server-error',
    code: '101',
    vi: 'Lỗi server (101)',
    en: 'Server error (101)',
    fullName: 'Triệu Văn Máy Thử',
    expected: outcome.fault,
  },
  {
    id: 'bad-parameter',
    code: '205',
    vi: 'Lỗi sai định dạng tham số (205)',
    en: 'Bad parameter format (205)',
    fullName: 'Triệu Văn Dạng Thử',
    expected: outcome.fault,
  },
  {
    id: 'session-rejected-401',
    code: '401',
    vi: 'Phiên luôn bị từ chối (401), đăng nhập lại cũng vậy',
    en: 'The session is always rejected (401), after a new login too',
    fullName: 'Tô Văn Phiên Thử',
    expected: outcome.credentials,
  },
  {
    id: 'session-rejected-501',
    code: '501',
    vi: 'Phiên luôn bị từ chối (501), đăng nhập lại cũng vậy',
    en: 'The session is always rejected (501), after a new login too',
    fullName: 'Tô Văn Hết Thử',
    expected: outcome.credentials,
  },
  {
    id: 'not-permitted',
    code: '403',
    vi: 'Tài khoản không có quyền tra cứu (403)',
    en: 'The account may not look up (403)',
    fullName: 'Tô Văn Cấm Thử',
    expected: outcome.credentials,
  },
  {
    id: 'not-permitted-http',
    code: '403',
    vi: 'Tài khoản không có quyền tra cứu (HTTP 403)',
    en: 'The account may not look up (HTTP 403)',
    fullName: 'Tô Văn Chặn Thử',
    expected: outcome.credentials,
    quirks: { httpStatus: 403 },
  },
  {
    id: 'server-error-500',
    code: '500',
    vi: 'Lỗi máy chủ (500)',
    en: 'Server error (500)',
    fullName: 'Triệu Văn Chủ Thử',
    expected: outcome.fault,
  },
  {
    id: 'system-error-999',
    code: '999',
    vi: 'Lỗi hệ thống (999)',
    en: 'System error (999)',
    fullName: 'Triệu Văn Hệ Thử',
    expected: outcome.fault,
  },
  {
    id: 'unknown-code',
    code: '777',
    vi: 'Mã lạ (777), kèm đủ dữ liệu thẻ: không được coi là thẻ tốt',
    en: 'A code nobody knows (777) with full card data: not to be taken for a good card',
    fullName: 'Lữ Văn Lạ Thử',
    expected: outcome.unknownCode,
  },
  {
    id: 'unknown-code-without-data',
    code: '888',
    vi: 'Mã lạ (888), không kèm dữ liệu',
    en: 'A code nobody knows (888) without data',
    fullName: 'Lữ Văn Trống Thử',
    expected: outcome.unknownCode,
    quirks: { withoutData: true },
  },
];

/** Born 1970 onwards, one a year; only the answer differs between them. */
export const faultPeople: readonly SyntheticPerson[] = rows.map((row, index) => {
  const serial = String(71 + index);
  const year = String(1970 + index);
  const socialNumber = `99000000${serial}`;
  return {
    id: row.id,
    note: { vi: row.vi, en: row.en },
    fullName: row.fullName,
    dateOfBirth: `${year}-06-09`,
    sex: 'male',
    personalId: `0310${year.slice(2)}0000${serial}`,
    socialNumber,
    address: 'Xã Ví Dụ, Tỉnh Thử Nghiệm',
    cards: [card('GD499', socialNumber)],
    resultCode: row.code,
    ...(row.quirks === undefined ? {} : { quirks: row.quirks }),
    expected: row.expected,
  };
});
