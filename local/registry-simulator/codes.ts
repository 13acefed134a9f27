/** What one result code looks like on the wire (gateway protocol §3.1, §3.2). */
export interface CodeEntry {
  /** Opens `ghiChu`. */
  readonly status: string;
  /** Whether holder and card come with it (§3.4). */
  readonly withData: boolean;
  /** Whether the registry got as far as comparing name and birth date before it answered so. */
  readonly identityChecked: boolean;
}

const aboutCard = (status: string): CodeEntry => ({ status, withData: true, identityChecked: true });
const bare = (status: string): CodeEntry => ({ status, withData: false, identityChecked: false });

/** Sentences are the published ones; 000, 003, 054, 060 and 401 as in the document's examples (§6). */
const codes: ReadonlyMap<string, CodeEntry> = new Map([
  ['000', aboutCard('Thẻ còn giá trị sử dụng')],
  [
    '001',
    aboutCard(
      'Thẻ BHYT do BHXH Bộ Quốc phòng quản lý, đề nghị kiểm tra thẻ BHYT và thông tin giấy tờ tùy thân',
    ),
  ],
  [
    '002',
    aboutCard('Thẻ BHYT do BHXH Bộ Công an quản lý, đề nghị kiểm tra thẻ BHYT và thông tin giấy tờ tùy thân'),
  ],
  ['003', aboutCard('Thẻ cũ hết giá trị sử dụng, được cấp thẻ mới')],
  ['004', aboutCard('Thẻ cũ còn giá trị sử dụng, được cấp thẻ mới')],
  ['010', aboutCard('Thẻ hết giá trị sử dụng')],
  ['050', bare('Không có thông tin thẻ BHYT')],
  ['051', bare('Mã thẻ BHYT không đúng')],
  ['052', bare('Mã tỉnh cấp thẻ BHYT (ký tự thứ 4,5) của thẻ BHYT không đúng')],
  ['053', bare('Mã quyền lợi BHYT (ký tự thứ 3) của thẻ BHYT không đúng')],
  [
    '054',
    bare('Số CCCD của cán bộ thực hiện tra cứu không tồn tại trong danh sách người sử dụng do CSKCB đăng ký'),
  ],
  ['055', bare('Họ và tên của cán bộ thực hiện tra cứu không khớp với số CCCD')],
  ['060', bare('Thẻ sai họ tên')],
  ['061', bare('Thẻ sai họ tên (đúng ký tự đầu)')],
  ['070', bare('Thẻ sai ngày sinh')],
  ['100', bare('Lỗi khi lấy dữ liệu sổ thẻ')],
  ['101', bare('Lỗi server')],
  ['110', aboutCard('Thẻ BHYT đã thu hồi')],
  ['120', aboutCard('Thẻ BHYT đã báo giảm')],
  ['121', aboutCard('Thẻ BHYT đã báo giảm chuyển ngoại tỉnh')],
  ['122', aboutCard('Thẻ BHYT đã báo giảm chuyển nội tỉnh')],
  ['123', aboutCard('Thẻ BHYT đã báo giảm do tăng lại cùng đơn vị')],
  ['124', aboutCard('Thẻ BHYT đã báo giảm ngừng tham gia')],
  ['130', { status: 'Trẻ em không xuất trình thẻ BHYT', withData: false, identityChecked: true }],
  ['205', bare('Lỗi sai định dạng tham số')],
  ['401', bare('Token không đúng.')],
  ['403', bare('Tài khoản không có quyền')],
  ['500', bare('Lỗi máy chủ')],
  ['501', bare('Phiên làm việc không đúng hoặc đã hết hạn')],
  ['999', bare('Lỗi hệ thống')],
]);

const unlisted = aboutCard('Kết quả chưa được công bố');

/** A code nobody published comes with full data: the harder case for a client that looks at the data first. */
export function codeEntry(code: string): CodeEntry {
  return codes.get(code) ?? unlisted;
}
