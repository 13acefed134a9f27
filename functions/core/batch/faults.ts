interface FaultKind {
  readonly vi: string;
  readonly en: string;
}

export const lineFaultCodes = [
  'malformed-json',
  'not-valid',
  'duplicate',
  'unreadable-scan',
  'other-facility',
  'operator-required',
  'not-for-batches',
  'line-too-long',
  'cut-off',
] as const;
export type LineFaultCode = (typeof lineFaultCodes)[number];

/** Why a line of a batch is not looked up: the closed list. None repeats what the line says. */
export const lineFaults: Readonly<Record<LineFaultCode, FaultKind>> = {
  'malformed-json': {
    vi: 'Dòng không phải là một đối tượng JSON (UTF-8).',
    en: 'The line is not a JSON object in UTF-8.',
  },
  'not-valid': {
    vi: 'Một trường của dòng thiếu, thừa hoặc không hợp lệ.',
    en: 'A field of the line is missing, unknown, or not valid.',
  },
  duplicate: {
    vi: 'Trùng người bệnh và ngày khám với một dòng trước (sameAs): dòng đó được tra cứu.',
    en: 'The same patient and day of visit as an earlier line (sameAs): that one is looked up.',
  },
  'unreadable-scan': {
    vi: 'Không đọc được mã đã quét: quét lại, hoặc nhập số, họ tên và ngày sinh.',
    en: 'The scanned text cannot be read: scan again, or send number, name and birth date.',
  },
  'other-facility': {
    vi: 'Dòng thuộc cơ sở khác với cơ sở gửi lô.',
    en: 'The line is of another facility than the one that sends the batch.',
  },
  'operator-required': {
    vi: 'Thiếu người tra cứu: ghi ở dòng, ở lô, hoặc đăng nhập bằng tài khoản nhân viên.',
    en: 'Nobody is named who looks up: name the operator in the line, in the batch, or by the token.',
  },
  'not-for-batches': {
    vi: 'Chỉ dùng được tại quầy khi người bệnh có mặt: mã VNeID, dữ liệu chip, kiểm tra khi kết thúc.',
    en: 'Only for the desk, with the patient there: a VNeID token, chip data, a check at closing.',
  },
  'line-too-long': {
    vi: 'Dòng dài quá 8 kB.',
    en: 'The line is longer than 8 kB.',
  },
  'cut-off': {
    vi: 'Tệp gửi lên bị đứt ở dòng này: gửi lại từ dòng này.',
    en: 'The upload broke off in this line: send again what begins here.',
  },
};

/** One line that is not looked up. */
export interface LineFault {
  /** 1 for the first, blank ones counted. */
  readonly line: number;
  readonly code: LineFaultCode;
  /** JSON pointer into the line. */
  readonly pointer?: string | undefined;
  /** Of a duplicate: the line that is looked up. */
  readonly sameAs?: number | undefined;
  /** The exact fault, as `errors[].code` of a lookup has it. */
  readonly detail?: string | undefined;
}
