/** What a row of the decision table must be shown by (NĐ 188/2025 Đ37; TT 01/2025 Đ4, Đ11, Đ12). Data only. */
export const evidence = {
  emergency: 'Bác sĩ xác nhận cấp cứu trong hồ sơ (the doctor records the emergency)',
  'papers-before-the-end':
    'Giấy tờ BHYT xuất trình trước khi kết thúc đợt điều trị (insurance papers before the episode ends)',
  referral: 'Phiếu chuyển cơ sở khám bệnh, chữa bệnh (transfer slip)',
  appointment:
    'Phiếu hẹn khám lại, hoặc lịch hẹn ghi trong đơn thuốc, giấy ra viện (follow-up slip, or the appointment in the prescription or discharge paper)',
  'stay-declared':
    'Đã đăng ký tạm trú hoặc thông báo lưu trú, VNeID mức 2 thể hiện được (declared stay; VNeID level 2 shows it)',
  'stay-paper':
    'Một giấy: lệnh hoặc giấy công tác, thẻ học sinh, sinh viên, giấy nghỉ phép, giấy làm việc lưu động, giấy tờ chứng minh quan hệ gia đình (one paper: travel order, student card, approved leave, mobile work, family relationship)',
  'donation-in-record': 'Xác nhận hiến bộ phận cơ thể trong hồ sơ (the donation confirmed in the record)',
  'birth-notification': 'Giấy chứng sinh, bản chính hoặc bản sao (birth notification, original or copy)',
  'signature-of-relative':
    'Chữ ký của cha, mẹ, thân nhân hoặc đại diện cơ sở (signature of a parent, relative or the facility)',
  'main-diagnosis': 'Chẩn đoán chính cuối cùng thuộc danh mục (final main diagnosis on the list)',
  'copay-figure': 'Số tiền cùng chi trả lũy kế do BHXH công bố (the co-pay total that BHXH publishes)',
  invoices: 'Hóa đơn, chứng từ để thanh toán trực tiếp tại BHXH (invoices for direct reimbursement)',
} as const;

export type Evidence = keyof typeof evidence;
