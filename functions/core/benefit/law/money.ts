import type { PlainDate } from '../../calendar.ts';

export interface BaseSalary {
  readonly from: PlainDate;
  readonly dong: number;
  readonly source: string;
}

/** Base salary, and what the law ties to it (benefit rules §2.3). Data only; đồng a month, oldest first. */
export const baseSalaries: readonly BaseSalary[] = [
  { from: '2024-07-01', dong: 2_340_000, source: 'NĐ 73/2024' },
  { from: '2026-07-01', dong: 2_530_000, source: 'NĐ 161/2026 Đ3 k2' },
];

/** A visit that costs less than this part of base salary is paid in full (Luật BHYT Đ22 k1 b; NĐ 188/2025). */
export const cheapVisit = { percentOfSalary: 15, citation: 'Luật BHYT Đ22 k1 b' } as const;

/** Co-payment beyond this many months of base salary in a calendar year, after five years (Luật BHYT Đ22 k1 d). */
export const exemption = {
  months: 6,
  citations: ['Luật BHYT Đ22 k1 d', 'NĐ 188/2025 Đ18 k2'],
} as const;
