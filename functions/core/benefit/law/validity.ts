/** How long things are good (benefit rules §3.6, §5). Data only. */

/** The dates for which the tables here hold. A visit outside them is not judged. */
export const lawKnown = { from: '2025-01-01', to: '2027-12-31' } as const;

/** `MA_DOITUONG_KCB` by QĐ 3276/QĐ-BYT, for data of this day and later. */
export const codeListFrom = '2025-07-01';

export const referralValidity = {
  /** The day after signing is day 1 (Civil Code counting, A11). */
  workingDays: 10,
  citation: 'TT 01/2025 Đ12 k1',
  /** Diseases of Appendix III. */
  oneYear: { years: 1, citation: 'TT 01/2025 Đ12 k2' },
} as const;

export const appointmentValidity = { citation: 'TT 01/2025 Đ11 k2' } as const;

export const temporaryStayRule = { citation: 'TT 01/2025 Đ4', ofService: 'NĐ 70/2015 Đ13 k3' } as const;

/** From its first day to its last. */
export const cardRule = { begin: 'Luật BHYT Đ16 k3', end: 'Luật BHYT Đ16 k4' } as const;

/** A card that ends during treatment is paid until discharge, and so many days from its end at most. */
export const afterCardEnds = { days: 15, citation: 'NĐ 188/2025 Đ50 k4' } as const;

/** A child's card without a printed end: 72 months, or 30 September of that year if school has not begun. */
export const childCard = {
  group: 'TE',
  years: 6,
  notBefore: '-09-30',
  citation: 'Luật BHYT Đ16 k3 d',
} as const;

/** From this age on, in years, nobody is being treated right after birth. */
export const newbornUnder = 1;
