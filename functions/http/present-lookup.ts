import { endOfDay, localDate, localTimestamp } from '../core/calendar.ts';
import type { CardPeriod } from '../core/card/timeline.ts';
import { assessment, type Basis, type Lookup } from '../core/eligibility/lookup-record.ts';
import { reasons } from '../core/eligibility/reasons.ts';
import { maskPersonalNumber } from '../core/identity/personal-number.ts';
import { resultCodes } from '../core/registry/result-codes.ts';
import type { EligibilityResponse } from './contract/eligibility-response.ts';

/** A lookup as the contract shows it. */
export function presentLookup(lookup: Lookup, now: Date): EligibilityResponse {
  const { verdict, reason, mayAdmit, card, periods } = assessment(lookup);
  const isMismatch = reason === 'identity-mismatch';
  return {
    lookupId: lookup.id,
    verdict,
    reason,
    mayAdmit,
    identity: presentIdentity(lookup, isMismatch),
    card: card === null ? null : presentCard(card),
    cards: periods.map((period) => ({ ...presentCard(period), applies: period === card })),
    benefit: null,
    copay: null,
    freshness: presentFreshness(lookup, now),
    registry: presentRegistry(lookup.basis, isMismatch),
    guidance: reasons[reason].guidance,
    receipt: null,
  };
}

/** What came with a mismatch may describe somebody else: then only what was presented is shown. */
function presentIdentity({ person, basis }: Lookup, isMismatch: boolean): EligibilityResponse['identity'] {
  const registered =
    basis?.outcome.kind === 'answered' && !isMismatch ? basis.outcome.answer.holderSex : null;
  return {
    presence: person.presence,
    personalId: person.personalId === null ? null : maskPersonalNumber(person.personalId),
    fullName: person.fullName,
    dateOfBirth: person.dateOfBirth,
    sex: registered ?? person.sex,
    warnings: [...person.warnings],
  };
}

const presentCard = (period: CardPeriod): NonNullable<EligibilityResponse['card']> => ({
  // A card known by nothing else goes by the personal number, which is not shown whole.
  number: /^\d{12}$/.test(period.number) ? maskPersonalNumber(period.number) : period.number,
  group: period.group,
  benefitDigit: period.benefitDigit,
  validFrom: period.validFrom,
  validTo: period.validTo,
  registeredFacility: period.registeredFacility,
  area: period.area,
  fiveYearsFrom: period.fiveYearsFrom,
});

function presentFreshness({ basis, visit }: Lookup, now: Date): EligibilityResponse['freshness'] {
  const today = localDate(now);
  const recheckBefore = endOfDay(visit.date > today ? visit.date : today);
  if (basis?.outcome.kind !== 'answered') {
    return { source: 'none', asOf: null, ageSeconds: null, recheckBefore };
  }
  const ageMs = Math.max(0, now.getTime() - basis.asOf.getTime());
  return {
    source: basis.source,
    asOf: localTimestamp(basis.asOf),
    ageSeconds: Math.floor(ageMs / 1000),
    recheckBefore,
  };
}

/** Verbatim for the clerk, except on a mismatch. */
function presentRegistry(basis: Basis | null, isMismatch: boolean): EligibilityResponse['registry'] {
  if (basis?.outcome.kind !== 'answered') return null;
  const { code, message } = basis.outcome.answer;
  const published = resultCodes.get(code)?.text ?? null;
  return { code, message: isMismatch ? published : (message ?? published) };
}
