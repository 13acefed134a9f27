/**
 * Groups of insured people (characters 1–2 of the 15-character card) with the benefit digit a card of that group
 * usually carries. An open list: an unknown group or an unusual digit warns and never refuses, because a person in
 * several groups holds the highest entitlement and the list is amended by letters that are not all public.
 */
export const cardGroups = {
  source: 'QĐ 1351/QĐ-BHXH (2015), amended by QĐ 1697/2023 and QĐ 1018/2024; CN and LH by NQ 261/2025/QH15',
  effectiveFrom: '2026-01-01',
  usualDigits: new Map<string, string>([
    ...digits('1', 'CC TE'),
    ...digits('2', 'CK CB KC HN DT DK XD BT TS AK CN LH'),
    ...digits('3', 'HT TC DS HK'),
    ...digits(
      '4',
      'DN HX CH NN TK HC XK TB NO XB TN CS XN MS HD TQ TA TY HG LS HS SV GB GD ND TH TV TD TU BA',
    ),
    ...digits('5', 'QN CA CY'),
    // Sources disagree on the digit (QĐ 1351 against a 2026 rule set): known groups, no usual digit.
    ...digits('', 'CT PV TG KT'),
  ]),
};

function digits(digit: string, groups: string): [string, string][] {
  return groups.split(' ').map((group) => [group, digit]);
}
