import type { AskFailure } from './answer.ts';

/** Accumulated co-payment of one calendar year, whole đồng, as the registry has added it up so far. */
export interface CopayTotals {
  /**
   * 0 also where the registry does not find the card: it answers that, and a year without any co-payment, with one
   * and the same code (protocol §2.5, 204).
   */
  readonly cumulative: number;
  /** The part of visits that ended before base salary changed on 1 July 2026. */
  readonly beforeJuly2026: number;
  /** The registry's own words on the day and hour its totals go up to; they lag. */
  readonly asOf: string | null;
}

/** `restricted-account`: the facility's account is on the registry's list of those that may not look this up. */
export type CopayFailure = AskFailure | 'restricted-account';

/** How asking for the co-payment ended. */
export type CopayOutcome =
  | { readonly kind: 'answered'; readonly totals: CopayTotals }
  | { readonly kind: 'failed'; readonly reason: CopayFailure };
