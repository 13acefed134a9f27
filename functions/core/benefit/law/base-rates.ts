import type { PlainDate } from '../../calendar.ts';

interface Rate {
  readonly percent: number;
  readonly citations: readonly string[];
}

/** The third character of the card's number, in percent (QĐ 1351/QĐ-BHXH; benefit rules §2.1). Data only. */
export const ratesByDigit: Readonly<Record<string, Rate>> = {
  '1': { percent: 100, citations: ['Luật BHYT Đ22 k1 a'] },
  '2': { percent: 100, citations: ['Luật BHYT Đ22 k1 a'] },
  '3': { percent: 95, citations: ['Luật BHYT Đ22 k1 đ'] },
  '4': { percent: 80, citations: ['Luật BHYT Đ22 k1 e'] },
  '5': { percent: 100, citations: ['Luật BHYT Đ22 k1 a', 'NĐ 188/2025 Đ15 k2', 'NĐ 70/2015 Đ11'] },
};

/** Groups whose rate a later law has raised while the printed digit may still be the old one (B1); oldest first. */
export const raisedGroups: readonly (Rate & { readonly group: string; readonly from: PlainDate })[] = [
  { group: 'CN', from: '2026-01-01', percent: 100, citations: ['NQ 261/2025/QH15 Đ2 k1 a', 'CV 38/BYT-BH'] },
  { group: 'LH', from: '2026-01-01', percent: 100, citations: ['NQ 261/2025/QH15 Đ2 k1 a', 'CV 38/BYT-BH'] },
];

/** A newborn or a child under 6 whose card is still to come is treated as TE1 (NĐ 188/2025 Đ50 k1 a). */
export const childWithoutCard = {
  underAge: 6,
  percent: 100,
  citations: ['Luật BHYT Đ22 k1 a', 'NĐ 188/2025 Đ50 k1'],
} as const;

/** Army, police and cipher: on duty travel or leave as at their registered facility. */
export const serviceGroups: readonly string[] = ['QN', 'CA', 'CY'];

/** The papers that show it. */
export const servicePapers: readonly string[] = ['travel-order', 'leave-document'];
