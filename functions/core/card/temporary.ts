import type { CardPeriod } from './timeline.ts';

/**
 * A code the portal gave out until there is a card: for a child under 6 (`TE1`) or an organ donor (`HG4`), registered
 * with no facility but the province, `PP000` (TT 30/2020/TT-BYT Đ10; identity §4.1).
 */
export const isTemporary = ({ number, registeredFacility }: CardPeriod): boolean =>
  /^(?:TE1|HG4)\d{12}$/.test(number) && registeredFacility?.code === `${number.slice(3, 5)}000`;
