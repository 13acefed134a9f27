import type { Sentence } from '../row.ts';

/** What is said where no row of the table decides. Data only. */

export const unknownBenefit: Sentence = {
  vi: 'Chưa biết mức hưởng của thẻ (ký tự thứ ba): xem thẻ hoặc hỏi BHXH.',
  en: 'The card’s benefit digit (third character) is not known: see the card, or ask BHXH.',
};

export const unknownPlace: Sentence = {
  vi: 'Chưa đủ dữ liệu về cơ sở (cấp, điểm, tuyến trước 2025) hoặc nơi đăng ký ban đầu: cần xác nhận.',
  en: 'Level, score or former tier of the facility, or the registered facility, is not known: to be confirmed.',
};

export const unknownAge: Sentence = {
  vi: 'Chẩn đoán chỉ thuộc danh mục khi dưới 18 tuổi và chưa biết ngày sinh: cần ngày sinh.',
  en: 'The diagnosis is on the list under 18 only, and the birth date is not known: it is needed.',
};

export const unknownDay: Sentence = {
  vi: 'Quy định của ngày khám này chưa có trong dữ liệu: cần BHXH xác nhận.',
  en: 'The rules of this day are not in the data: ask BHXH to confirm.',
};

export const unmatched: Sentence = {
  vi: 'Không quy định nào khớp với trường hợp này: cần BHXH xác nhận.',
  en: 'No rule fits this case: ask BHXH to confirm.',
};

export const cardEnded: Sentence = {
  vi: 'Thẻ BHYT đã hết hạn vào ngày này: quỹ không trả.',
  en: 'The card has ended by this day: not covered.',
};

export const cardNotYetValid: Sentence = {
  vi: 'Thẻ BHYT chưa có giá trị vào ngày này: quỹ không trả.',
  en: 'The card is not valid yet on this day: not covered.',
};

export const cardEndedDuringTreatment: Sentence = {
  vi: 'Thẻ BHYT hết hạn trong khi điều trị, đã quá 15 ngày: quỹ không trả từ ngày này.',
  en: 'The card ended during treatment, more than 15 days before: not covered from this day.',
};
