import type { PlainDate } from '../../calendar.ts';

/**
 * Public holidays, year by year (Bộ luật Lao động 2019 Đ112), with the days given in place of a weekend day. Data only; a
 * year is added when its days are announced. What yearly policy moves beyond the law's own days is not here (benefit rules
 * §3.6): a slip then ends a day or two early in our count, and the desk sees the date.
 */
export const holidays: Readonly<Record<string, readonly PlainDate[]>> = {
  '2025': [
    '2025-01-01',
    // Tết Ất Tỵ
    '2025-01-27',
    '2025-01-28',
    '2025-01-29',
    '2025-01-30',
    '2025-01-31',
    // Giỗ Tổ Hùng Vương
    '2025-04-07',
    '2025-04-30',
    '2025-05-01',
    '2025-09-01',
    '2025-09-02',
  ],
  '2026': [
    '2026-01-01',
    // Tết Bính Ngọ
    '2026-02-16',
    '2026-02-17',
    '2026-02-18',
    '2026-02-19',
    '2026-02-20',
    // Giỗ Tổ Hùng Vương is Sunday 26 April
    '2026-04-27',
    '2026-04-30',
    '2026-05-01',
    '2026-09-01',
    '2026-09-02',
  ],
  // The law's own days; the order of 2027 is not announced yet.
  '2027': [
    '2027-01-01',
    // Tết Đinh Mùi, 1st day Saturday 6 February: 5 to 9 February, two days in place of the weekend's (Đ111 k3)
    '2027-02-05',
    '2027-02-06',
    '2027-02-07',
    '2027-02-08',
    '2027-02-09',
    '2027-02-10',
    '2027-02-11',
    // Giỗ Tổ Hùng Vương
    '2027-04-16',
    '2027-04-30',
    // 1 May is a Saturday
    '2027-05-03',
    '2027-09-02',
    '2027-09-03',
  ],
};
