export type Verdict = 'eligible' | 'not-eligible' | 'undetermined';

interface Guidance {
  readonly vi: string;
  readonly en: string;
}

interface ReasonKind {
  readonly verdict: Verdict;
  /** What the desk's duty rests on: article (Đ), clause (k), point. */
  readonly legalBasis: readonly string[];
  /** One sentence for the desk: what to do now. */
  readonly guidance: Guidance;
}

/** Whoever could not be looked up is admitted, and no paper beyond Đ37 may be asked for. */
const mustAdmit = ['NĐ 188/2025 Đ38 k2'] as const;

/**
 * The closed list of reasons, what each means for the patient, and what the desk does.
 * `undetermined` says nothing about the patient, who must then be admitted (NĐ 188/2025 Đ38 k2).
 */
export const reasons = {
  'card-valid': {
    verdict: 'eligible',
    legalBasis: ['NĐ 188/2025 Đ37'],
    guidance: { vi: 'Thẻ BHYT dùng được: tiếp nhận.', en: 'The card can be used: admit.' },
  },
  'card-replaced': {
    verdict: 'eligible',
    legalBasis: ['NĐ 188/2025 Đ37'],
    guidance: {
      vi: 'Đã có thẻ BHYT mới: tiếp nhận và ghi theo thẻ mới.',
      en: 'A newer card applies: admit and record the new card.',
    },
  },
  'card-valid-inspect-paper': {
    verdict: 'eligible',
    legalBasis: ['NĐ 188/2025 Đ37', 'Luật BHYT Đ12 k3'],
    guidance: {
      vi: 'Thẻ do BHXH quân đội hoặc công an quản lý: xem thẻ giấy và giấy tờ tùy thân rồi tiếp nhận.',
      en: 'Card of the army or police fund: inspect the paper card and identity paper, then admit.',
    },
  },
  'card-expired': {
    verdict: 'not-eligible',
    legalBasis: ['Luật BHYT Đ16 k4', 'NĐ 188/2025 Đ50 k4'],
    guidance: {
      vi: 'Thẻ BHYT đã hết hạn vào ngày khám: hỏi người bệnh về thẻ mới, nếu không có thì khám dịch vụ.',
      en: 'The card has ended by the day of the visit: ask for a newer card; without one the patient pays.',
    },
  },
  'card-not-yet-valid': {
    verdict: 'not-eligible',
    legalBasis: ['Luật BHYT Đ16 k3'],
    guidance: {
      vi: 'Thẻ BHYT chưa đến ngày có giá trị: chưa được hưởng BHYT cho lần khám này.',
      en: 'The card is not valid yet: no benefit for this visit.',
    },
  },
  'card-withdrawn': {
    verdict: 'not-eligible',
    legalBasis: ['Luật BHYT Đ20', 'Luật BHYT Đ16 k4'],
    guidance: {
      vi: 'Thẻ BHYT đã bị thu hồi: không áp dụng BHYT, hướng dẫn người bệnh liên hệ cơ quan BHXH.',
      en: 'The card was withdrawn: no benefit; refer the patient to the social-insurance office.',
    },
  },
  'card-reported-reduced': {
    verdict: 'not-eligible',
    legalBasis: ['Luật BHYT Đ16 k4'],
    guidance: {
      vi: 'Thẻ BHYT đã báo giảm: hỏi thẻ khác, đề nghị người bệnh kiểm tra với đơn vị hoặc đại lý thu.',
      en: 'Participation was reported ended: ask for another card; the patient should ask the employer or agent.',
    },
  },
  'card-not-found': {
    verdict: 'not-eligible',
    legalBasis: ['NĐ 188/2025 Đ10 k3'],
    guidance: {
      vi: 'Không tìm thấy thẻ BHYT: kiểm tra lại số, thử số định danh cá nhân hoặc số thẻ trên giấy.',
      en: 'No card found: check the number, try the personal number or the number on the paper card.',
    },
  },
  'card-number-wrong': {
    verdict: 'not-eligible',
    legalBasis: ['NĐ 188/2025 Đ10 k3'],
    guidance: {
      vi: 'Số thẻ BHYT không đúng: nhập lại hoặc quét căn cước.',
      en: 'The card number is wrong: type it again or scan the citizen card.',
    },
  },
  'child-without-card': {
    verdict: 'undetermined',
    legalBasis: ['NĐ 188/2025 Đ37 k2', 'NĐ 188/2025 Đ50 k1 a'],
    guidance: {
      vi: 'Trẻ chưa có thẻ: tiếp nhận, xem giấy chứng sinh (bản chính hoặc bản sao) và lấy mã thẻ tạm trên cổng BHXH.',
      en: 'Child without a card: admit, see the birth notification (or a copy) and fetch a temporary card code on the BHXH portal.',
    },
  },
  'identity-mismatch': {
    verdict: 'undetermined',
    legalBasis: mustAdmit,
    guidance: {
      vi: 'Họ tên hoặc ngày sinh chưa khớp: kiểm tra giấy tờ, nhập lại và tra lại; vẫn tiếp nhận người bệnh.',
      en: 'Name or birth date does not match: check the papers, correct and ask again; admit meanwhile.',
    },
  },
  'registry-pending': {
    verdict: 'undetermined',
    legalBasis: mustAdmit,
    guidance: {
      vi: 'Đang hỏi cơ quan BHXH, kết quả có sau vài giây: cứ bắt đầu tiếp nhận.',
      en: 'The registry is being asked, the answer comes in seconds: start admitting.',
    },
  },
  'registry-unreachable': {
    verdict: 'undetermined',
    legalBasis: mustAdmit,
    guidance: {
      vi: 'Cổng BHXH không trả lời: ghi số thẻ, vẫn tiếp nhận và tra cứu lại sau.',
      en: 'The registry does not answer: note the card number, admit, and check again later.',
    },
  },
  'registry-fault': {
    verdict: 'undetermined',
    legalBasis: mustAdmit,
    guidance: {
      vi: 'Cổng BHXH đang lỗi: ghi số thẻ, vẫn tiếp nhận và tra cứu lại sau.',
      en: 'The registry is at fault: note the card number, admit, and check again later.',
    },
  },
  'registry-unknown-code': {
    verdict: 'undetermined',
    legalBasis: mustAdmit,
    guidance: {
      vi: 'Cổng BHXH trả về mã lạ: vẫn tiếp nhận, đọc thông báo kèm theo và tra cứu lại sau.',
      en: 'The registry answered with an unknown code: admit, read its message, and check again later.',
    },
  },
  'operator-not-registered': {
    verdict: 'undetermined',
    legalBasis: mustAdmit,
    guidance: {
      vi: 'Nhân viên tra cứu chưa đăng ký với BHXH: vẫn tiếp nhận, nhờ đồng nghiệp đã đăng ký tra lại.',
      en: 'The operator is not registered with BHXH: admit, and have a registered colleague ask again.',
    },
  },
  'facility-credentials-rejected': {
    verdict: 'undetermined',
    legalBasis: mustAdmit,
    guidance: {
      vi: 'Cổng BHXH từ chối tài khoản của cơ sở: vẫn tiếp nhận và báo bộ phận CNTT.',
      en: 'The registry rejected the account of the facility: admit, and tell IT.',
    },
  },
} as const satisfies Record<string, ReasonKind>;

export type Reason = keyof typeof reasons;

/** A newborn has no number yet: what identifies it is the code the portal gives out, or whoever presents it. */
const newborn: Guidance = {
  vi: 'Trẻ sơ sinh chưa có thẻ: tiếp nhận, lấy mã thẻ tạm (TE1…) trên cổng BHXH; cha, mẹ hoặc thân nhân ký hồ sơ, không có ai thì người đại diện cơ sở ký.',
  en: 'Newborn without a card: admit and fetch a temporary code (TE1…) on the BHXH portal; a parent or relative signs the record, or the representative of the facility if there is none.',
};

/** What the desk has to know beside a card that can be used, where the fund pays nothing or nobody can say how much. */
export const benefitGuidance = {
  direct: {
    vi: 'Cơ sở không có hợp đồng BHYT: người bệnh trả trước, giữ hóa đơn để BHXH thanh toán trực tiếp.',
    en: 'There is no BHYT contract here: the patient pays and keeps the invoices for direct reimbursement by BHXH.',
  },
  unpaid: {
    vi: 'Lần khám này quỹ không trả: giải thích trước khi khám, hỏi phiếu chuyển hoặc phiếu hẹn.',
    en: 'The fund does not pay for this visit: explain before treatment, and ask for a transfer or follow-up slip.',
  },
  review: {
    vi: 'Mức hưởng cần được xác nhận trước khi thanh toán.',
    en: 'What is paid has to be confirmed before the bill.',
  },
} as const satisfies Record<string, Guidance>;

/** The desk's sentence and what it rests on, for a visit. */
export function deskRule(
  reason: Reason,
  visit: { readonly newborn?: boolean | undefined },
): Pick<ReasonKind, 'guidance' | 'legalBasis'> {
  const isNewborn = reason === 'child-without-card' && visit.newborn === true;
  return isNewborn ? { ...reasons[reason], guidance: newborn } : reasons[reason];
}

export const reasonCodes = Object.keys(reasons);
