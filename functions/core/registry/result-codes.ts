import { type Reason, reasons } from '../eligibility/reasons.ts';

/**
 * What a result code leaves us to decide: `dates`, the cards' own periods; `dates-of-newer`, the same without the
 * card asked about, which has ended; `inspect-paper`, periods plus the paper card; `ended-unless-newer`, no benefit
 * unless another card covers the day; otherwise the reason itself.
 */
type ByPeriods = 'dates' | 'dates-of-newer' | 'inspect-paper' | 'ended-unless-newer';
export type Meaning = ByPeriods | Reason;

interface ResultCode {
  readonly meaning: Meaning;
  /** As published, for showing where the registry's own sentence may not be shown or is missing. */
  readonly text: string;
}

/** CV 1923/BHXH-CNTT (2024) Phụ lục 03 §4, and below it the codes seen in practice that it does not list. */
export const resultCodes: ReadonlyMap<string, ResultCode> = new Map<string, ResultCode>([
  ['000', { meaning: 'dates', text: 'Thông tin thẻ BHYT chính xác' }],
  ['001', { meaning: 'inspect-paper', text: 'Thẻ BHYT do BHXH Bộ Quốc phòng quản lý' }],
  ['002', { meaning: 'inspect-paper', text: 'Thẻ BHYT do BHXH Bộ Công an quản lý' }],
  ['003', { meaning: 'dates-of-newer', text: 'Thẻ BHYT cũ hết giá trị sử dụng, được cấp thẻ mới' }],
  ['004', { meaning: 'dates', text: 'Thẻ BHYT cũ còn giá trị sử dụng, được cấp thẻ mới' }],
  ['010', { meaning: 'card-expired', text: 'Thẻ BHYT hết giá trị sử dụng' }],
  ['050', { meaning: 'card-not-found', text: 'Không có thông tin thẻ BHYT' }],
  ['051', { meaning: 'card-number-wrong', text: 'Mã thẻ BHYT không đúng' }],
  ['052', { meaning: 'card-number-wrong', text: 'Mã tỉnh cấp thẻ BHYT không đúng' }],
  ['053', { meaning: 'card-number-wrong', text: 'Mã quyền lợi BHYT không đúng' }],
  [
    '054',
    { meaning: 'operator-not-registered', text: 'Số CCCD của cán bộ tra cứu chưa được cơ sở KCB đăng ký' },
  ],
  [
    '055',
    { meaning: 'operator-not-registered', text: 'Họ và tên của cán bộ tra cứu không khớp với số CCCD' },
  ],
  ['060', { meaning: 'identity-mismatch', text: 'Thẻ BHYT sai họ tên' }],
  ['061', { meaning: 'identity-mismatch', text: 'Thẻ BHYT sai họ tên (đúng ký tự đầu)' }],
  ['070', { meaning: 'identity-mismatch', text: 'Thẻ BHYT sai ngày sinh' }],
  ['100', { meaning: 'registry-fault', text: 'Lỗi khi lấy dữ liệu sổ thẻ' }],
  ['101', { meaning: 'registry-fault', text: 'Lỗi server' }],
  ['110', { meaning: 'card-withdrawn', text: 'Thẻ BHYT đã thu hồi' }],
  ['120', { meaning: 'ended-unless-newer', text: 'Thẻ BHYT đã báo giảm' }],
  ['121', { meaning: 'ended-unless-newer', text: 'Thẻ BHYT đã báo giảm chuyển ngoại tỉnh' }],
  ['122', { meaning: 'ended-unless-newer', text: 'Thẻ BHYT đã báo giảm chuyển nội tỉnh' }],
  ['123', { meaning: 'ended-unless-newer', text: 'Thẻ BHYT đã báo giảm do tăng lại cùng đơn vị' }],
  ['124', { meaning: 'ended-unless-newer', text: 'Thẻ BHYT đã báo giảm ngừng tham gia' }],
  ['130', { meaning: 'child-without-card', text: 'Trẻ em không xuất trình thẻ BHYT' }],
  ['205', { meaning: 'registry-fault', text: 'Lỗi sai định dạng tham số' }],
  ['401', { meaning: 'facility-credentials-rejected', text: 'Lỗi xác thực tài khoản' }],
  // Seen in clients, not in the official table (protocol §3.2, §3.3).
  ['080', { meaning: 'identity-mismatch', text: 'Thẻ BHYT sai giới tính' }],
  ['090', { meaning: 'identity-mismatch', text: 'Thẻ BHYT sai nơi đăng ký khám chữa bệnh ban đầu' }],
  ['403', { meaning: 'facility-credentials-rejected', text: 'Tài khoản không có quyền tra cứu' }],
  ['500', { meaning: 'registry-fault', text: 'Lỗi máy chủ' }],
  ['501', { meaning: 'facility-credentials-rejected', text: 'Phiên làm việc không đúng hoặc hết hạn' }],
  ['999', { meaning: 'registry-fault', text: 'Lỗi hệ thống' }],
]);

/** A code nobody has told us about says nothing about the patient. */
export const meaningOf = (code: string): Meaning => resultCodes.get(code)?.meaning ?? 'registry-unknown-code';

/** Whether the answer speaks about the patient, so that it may be kept. Faults and mismatches never are. */
export function isAboutThePatient(code: string): boolean {
  const meaning = meaningOf(code);
  return isByPeriods(meaning) || reasons[meaning].verdict !== 'undetermined';
}

const isByPeriods = (meaning: Meaning): meaning is ByPeriods => !(meaning in reasons);
