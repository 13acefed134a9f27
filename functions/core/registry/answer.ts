import type { CardPeriod } from '../card/timeline.ts';
import type { Sex } from '../identity/personal-number.ts';

/** What the registry said, in our words. Only `adapters/registry-gateway` knows its own field names. */
export interface RegistryAnswer {
  /** Three characters, leading zeros kept. */
  readonly code: string;
  /** Its sentence for the clerk, shown as it came; never parsed. */
  readonly message: string | null;
  readonly holderSex: Sex | null;
  /** The card asked about first, then, where the registry names one, the newer card. */
  readonly periods: readonly CardPeriod[];
}

/** Reasons an asking can end without an answer about anything. */
export type AskFailure = 'registry-unreachable' | 'registry-fault' | 'facility-credentials-rejected';

/** The same, and the one more for which an asking is not even begun. */
export const unanswered = [
  'registry-unreachable',
  'registry-fault',
  'facility-credentials-rejected',
  'operator-not-registered',
] as const;
export type Unanswered = (typeof unanswered)[number];

/** How asking the registry ended. */
export type AskOutcome =
  | { readonly kind: 'answered'; readonly answer: RegistryAnswer }
  | { readonly kind: 'failed'; readonly reason: Unanswered };

/** The person at the desk: the registry refuses a lookup that names none (protocol §0.5). */
export interface Operator {
  readonly fullName: string;
  readonly personalId: string;
}
