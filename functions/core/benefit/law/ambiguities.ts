/**
 * Where the texts disagree or are silent (benefit rules §4.6), and what is done until BHXH confirms. Data only. The answer
 * names both readings wherever one of these decided it.
 */
export const ambiguities = {
  A1: {
    vi: 'Luật trả toàn bộ mức thẻ, thứ tự mã của QĐ 3276 thì chọn mã thấp hơn: tính theo luật, cần BHXH xác nhận.',
    en: 'The statute pays the whole card rate, the order of codes in QĐ 3276 a lower code: statute taken, BHXH to confirm.',
  },
  A3: {
    vi: 'Chi phí dưới 15 % lương cơ sở khi trái tuyến: tính theo nghĩa từ của Đ22 k1 b và k4, cần BHXH xác nhận.',
    en: 'A visit below 15 % of base salary off route: taken literally from Đ22 k1 b and k4, BHXH to confirm.',
  },
  A4: {
    vi: 'Miễn cùng chi trả 5 năm khi tự đến: chỉ tự động áp dụng khi đúng tuyến, cần BHXH xác nhận.',
    en: 'The five-year exemption of a walk-in: applied by itself on correct routes only, BHXH to confirm.',
  },
} as const;

export type Ambiguity = keyof typeof ambiguities;
