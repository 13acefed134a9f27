import type { Presence } from '../identity/person.ts';
import type { Purpose } from './lookup-record.ts';
import type { Reason } from './reasons.ts';

/** What the procedures ask about a lookup. */
export interface DeskFacts {
  readonly reason: Reason;
  readonly isEligible: boolean;
  readonly purpose: Purpose;
  readonly presence: Presence;
  readonly emergency: boolean;
  readonly newborn: boolean;
  /** The card was good on arrival and has ended since. */
  readonly cardEndedInTreatment: boolean;
  /** Another card, or another rate, from a day of the stay. */
  readonly paidInParts: boolean;
  readonly exemptFromCopay: boolean;
  readonly overNewYear: boolean;
  readonly servicePersonAway: boolean;
  readonly childTurnedSix: boolean;
  /** A transfer slip of 2025 or earlier that no longer counts. */
  readonly oldFormOfSlip: boolean;
}

export interface Procedure {
  /** As in the table of worked cases (benefit rules §4.5). */
  readonly id: `N${string}`;
  /** Null: no lookup tells; for whoever reads the reference. */
  readonly when:
    | {
        readonly [Fact in keyof DeskFacts]?: DeskFacts[Fact] extends boolean
          ? boolean
          : readonly DeskFacts[Fact][];
      }
    | null;
  readonly desk: { readonly vi: string; readonly en: string };
  readonly citations: readonly string[];
  readonly certainty: 'certain' | 'probable';
}

/** What the desk does in the cases of procedure that the law names, beside the one sentence of guidance. Data only. */
export const procedures: readonly Procedure[] = [
  {
    id: 'N01',
    when: { cardEndedInTreatment: true },
    desk: {
      vi: 'Thẻ hết hạn trong đợt điều trị: vẫn hưởng đến khi ra viện, tối đa 15 ngày kể từ ngày hết hạn; nhắc người bệnh gia hạn ngay.',
      en: 'The card ended during treatment: paid until discharge, 15 days from its end at most; have it renewed without a gap.',
    },
    citations: ['NĐ 188/2025 Đ50 k4'],
    certainty: 'certain',
  },
  {
    id: 'N03',
    when: { reason: ['card-expired'] },
    desk: {
      vi: 'Thẻ đã hết hạn khi đến khám và không có thẻ mới: giải thích và khám dịch vụ nếu người bệnh đồng ý.',
      en: 'Ended before arrival and no newer card: explain, and offer treatment at the patient’s own cost.',
    },
    citations: ['Luật BHYT Đ16 k4'],
    certainty: 'certain',
  },
  {
    id: 'N05',
    when: { reason: ['card-replaced'] },
    desk: {
      vi: 'Dùng mã thẻ, mức hưởng, nơi đăng ký và thời hạn của thẻ mới.',
      en: 'Use number, rate, registered facility and dates of the newer card.',
    },
    citations: ['QĐ 697/QĐ-BYT mục III'],
    certainty: 'certain',
  },
  {
    id: 'N07',
    when: { reason: ['card-withdrawn'] },
    desk: {
      vi: 'Dừng hưởng BHYT, giải thích lý do và hướng dẫn người bệnh đến cơ quan BHXH.',
      en: 'Stop the benefit, explain why, and refer the patient to BHXH.',
    },
    citations: ['Luật BHYT Đ16 k4', 'Luật BHYT Đ20', 'TT 12/2026/TT-BTC Đ4 k2'],
    certainty: 'certain',
  },
  {
    id: 'N08',
    when: { reason: ['card-reported-reduced'] },
    desk: {
      vi: 'Dừng hưởng BHYT nếu không có thẻ khác còn hạn; đề nghị người bệnh hỏi đơn vị hoặc đại lý thu.',
      en: 'Stop the benefit unless another card is valid; have the patient ask the employer or agent.',
    },
    citations: ['Luật BHYT Đ16 k4 c'],
    certainty: 'certain',
  },
  {
    id: 'N09',
    when: { reason: ['identity-mismatch'] },
    desk: {
      vi: 'Không từ chối ngay: đối chiếu giấy tờ, sửa họ tên hoặc ngày sinh và tra lại; sai ở dữ liệu thì BHXH điều chỉnh.',
      en: 'Do not refuse outright: compare the papers, correct and ask again; BHXH corrects its own data.',
    },
    citations: ['NĐ 188/2025 Đ38', 'TT 48/2017/TT-BYT Đ13'],
    certainty: 'probable',
  },
  {
    id: 'N11',
    when: {
      reason: ['registry-pending', 'registry-unreachable', 'registry-fault'],
      purpose: ['arrival', 'treatment'],
    },
    desk: {
      vi: 'Ghi số thẻ, tiếp nhận, tra cứu lại sau; không đòi giấy tờ nào ngoài Điều 37.',
      en: 'Note the number, admit, look up later; ask for no paper beyond article 37.',
    },
    citations: ['NĐ 188/2025 Đ38 k2 a'],
    certainty: 'certain',
  },
  {
    id: 'N12',
    when: { reason: ['registry-pending', 'registry-unreachable', 'registry-fault'], purpose: ['closing'] },
    desk: {
      vi: 'Kết thúc khi chưa xác minh: gửi BHXH hồ sơ, thông tin liên hệ của người bệnh và bằng chứng tra cứu không được.',
      en: 'Close as unverified: send BHXH the file, the patient’s contact, and the evidence of the failed lookup.',
    },
    citations: ['NĐ 188/2025 Đ38 k2 b'],
    certainty: 'certain',
  },
  {
    id: 'N13',
    when: { reason: ['child-without-card'], newborn: false },
    desk: {
      vi: 'Trẻ dưới 6 tuổi chưa có thẻ: xem giấy chứng sinh (bản chính hoặc bản sao), lấy mã thẻ tạm trên cổng và hưởng như TE1.',
      en: 'Child under 6 without a card: see the birth notification or a copy, fetch a temporary code, treat as TE1.',
    },
    citations: ['NĐ 188/2025 Đ37 k2', 'NĐ 188/2025 Đ50 k1 a'],
    certainty: 'certain',
  },
  {
    id: 'N14',
    when: { reason: ['child-without-card'], newborn: true },
    desk: {
      vi: 'Trẻ sơ sinh không có thân nhân: đại diện cơ sở ký hồ sơ, lấy mã thẻ tạm, mã đối tượng 1.7.',
      en: 'Newborn without relatives: the facility’s representative signs, temporary code, patient code 1.7.',
    },
    citations: ['NĐ 188/2025 Đ37 k2'],
    certainty: 'certain',
  },
  {
    id: 'N16',
    when: { isEligible: true, emergency: true, purpose: ['treatment', 'closing'] },
    desk: {
      vi: 'Cấp cứu, thẻ xuất trình muộn nhưng trước khi kết thúc đợt điều trị: hưởng cho cả đợt.',
      en: 'Emergency with the card shown late but before the episode ends: benefit for the whole stay.',
    },
    citations: ['NĐ 188/2025 Đ37 k5', 'NĐ 188/2025 Đ38 k1'],
    certainty: 'certain',
  },
  {
    id: 'N17',
    when: null,
    desk: {
      vi: 'Người bệnh chứng minh thuộc nhóm hưởng cao hơn: vẫn theo thẻ hiện tại, mức mới tính từ ngày thẻ mới có hiệu lực.',
      en: 'A patient proves a better group at the desk: the card’s rate still counts, the new one from the day the new card takes effect.',
    },
    citations: ['Luật BHYT Đ22 k2', 'NĐ 188/2025 Đ21 k2'],
    certainty: 'certain',
  },
  {
    id: 'N18',
    when: { paidInParts: true, exemptFromCopay: false },
    desk: {
      vi: 'Mức hưởng đổi giữa đợt: tách chi phí theo ngày và kiểm tra lại thẻ trước khi ra viện.',
      en: 'The rate changes during the stay: split the costs by date, and check the card again before discharge.',
    },
    citations: ['NĐ 188/2025 Đ21 k2'],
    certainty: 'certain',
  },
  {
    id: 'N19',
    when: { exemptFromCopay: true },
    desk: {
      vi: 'Đủ 5 năm và vượt 6 tháng lương cơ sở: không cùng chi trả từ thời điểm vượt đến hết 31/12.',
      en: 'Five years and beyond six months of base salary: no co-payment from that moment until 31 December.',
    },
    citations: ['NĐ 188/2025 Đ18 k2'],
    certainty: 'certain',
  },
  {
    id: 'N20',
    when: { exemptFromCopay: true, overNewYear: true },
    desk: {
      vi: 'Đợt điều trị qua năm mới: miễn cùng chi trả đến hết 31/12, từ 01/01 tính lại từ đầu.',
      en: 'A stay over New Year: exempt until 31 December, from 1 January counted anew.',
    },
    citations: ['NĐ 188/2025 Đ18 k2', 'NĐ 188/2025 Đ50 k5'],
    certainty: 'certain',
  },
  {
    id: 'N22',
    when: null,
    desk: {
      vi: 'Người bệnh không cho sao chụp giấy tờ: vẫn tiếp tục, chỉ sao chụp khi được đồng ý và cơ sở tự trả phí.',
      en: 'The patient refuses photocopies: go on; copies need consent and are at the facility’s cost.',
    },
    citations: ['NĐ 188/2025 Đ38 k3'],
    certainty: 'certain',
  },
  {
    id: 'N23',
    when: { isEligible: true, presence: ['vneid-verified'] },
    desk: {
      vi: 'Đã xuất trình VNeID: không được đòi thẻ giấy.',
      en: 'VNeID was shown: the paper card may not be demanded.',
    },
    citations: ['NĐ 188/2025 Đ37 k1 a', 'TT 09/2026/TT-BTC'],
    certainty: 'certain',
  },
  {
    id: 'N24',
    when: null,
    desk: {
      vi: 'Thẻ của người khác: tạm giữ theo luật, không cho hưởng, báo cơ quan BHXH.',
      en: 'Somebody else’s card: hold it as the law says, grant no benefit, report to BHXH.',
    },
    citations: ['Luật BHYT Đ20 k2', 'NĐ 188/2025 Đ12 k4', 'NĐ 90/2026 Đ84'],
    certainty: 'certain',
  },
  {
    id: 'N25',
    when: { isEligible: true, servicePersonAway: true },
    desk: {
      vi: 'Quân nhân, công an có giấy công tác hoặc nghỉ phép: như tại nơi đăng ký ban đầu.',
      en: 'Army or police with travel or leave paper: as at the registered facility.',
    },
    citations: ['NĐ 70/2015 Đ13 k3', 'NĐ 70/2015 Đ15 k2'],
    certainty: 'probable',
  },
  {
    id: 'N26',
    when: { reason: ['card-expired'], childTurnedSix: true },
    desk: {
      vi: 'Trẻ đã đủ 72 tháng: thẻ TE dùng đến 30/9 nếu chưa đến kỳ nhập học; hỏi thẻ học sinh hoặc thẻ hộ gia đình.',
      en: 'The child has turned 72 months: the TE card lasts to 30 September if school had not begun; ask for a pupil’s or household card.',
    },
    citations: ['Luật BHYT Đ16 k3 d'],
    certainty: 'probable',
  },
  {
    id: 'N27',
    when: { oldFormOfSlip: true },
    desk: {
      vi: 'Phiếu chuyển mẫu cũ ghi “đến 31/12”: không dùng sau 31/12/2025; hướng dẫn xin phiếu mới.',
      en: 'An old transfer slip “valid to 31/12”: not usable after 31/12/2025; ask for a new one.',
    },
    citations: ['TT 01/2025 Đ15 k5 đ'],
    certainty: 'certain',
  },
];
