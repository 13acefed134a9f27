import { copayThreshold } from '../core/benefit/base-rate.ts';
import type { Benefit } from '../core/benefit/decide.ts';
import type { Decision } from '../core/benefit/segments.ts';
import { endOfDay, localDate, localTimestamp } from '../core/calendar.ts';
import { isTemporary } from '../core/card/temporary.ts';
import type { CardPeriod } from '../core/card/timeline.ts';
import type { CopayState } from '../core/eligibility/copay.ts';
import { isUnsettled } from '../core/eligibility/freshness.ts';
import { assessment, type Lookup } from '../core/eligibility/lookup-record.ts';
import type { Attempt } from '../core/eligibility/ports.ts';
import { proceduresFor } from '../core/eligibility/procedures.ts';
import { benefitGuidance, deskRule } from '../core/eligibility/reasons.ts';
import type { Presence } from '../core/identity/person.ts';
import { maskPersonalNumber } from '../core/identity/personal-number.ts';
import { maySee } from '../core/identity/presence.ts';
import { resultCodes } from '../core/registry/result-codes.ts';
import type { EligibilityResponse } from './contract/eligibility-response.ts';
import type { Bilingual } from './problem-catalogue.ts';
import { presentDecision } from './present-benefit.ts';

/** What a lookup is shown with. */
export interface Beside {
  /** Null unless eligible. */
  readonly decision: Decision | null;
  /** Null where it was not asked for. */
  readonly copay: CopayState | null;
  /** What was tried with the registry; null unless it is needed as evidence. */
  readonly attempts: readonly Attempt[] | null;
}

/** A lookup as the contract shows it. */
export function presentLookup(
  lookup: Lookup,
  { decision, copay, attempts }: Beside,
  now: Date,
): EligibilityResponse {
  const { verdict, reason, mayAdmit, card, periods } = assessment(lookup);
  const isMismatch = reason === 'identity-mismatch';
  const { presence } = lookup.person;
  const { guidance: ofReason, legalBasis } = deskRule(reason, lookup.visit);
  const guidance = withBenefit(ofReason, decision);
  return {
    lookupId: lookup.id,
    verdict,
    reason,
    mayAdmit,
    identity: presentIdentity(lookup, card, isMismatch),
    card: card === null ? null : presentCard(card, presence),
    cards: periods.map((period) => ({ ...presentCard(period, presence), applies: period === card })),
    benefit: null,
    segments: null,
    ...(decision !== null && presentDecision(decision)),
    copay: copay === null ? null : presentCopay(copay, lookup),
    freshness: presentFreshness(lookup, now),
    recheck: presentRecheck(lookup),
    registry: presentRegistry(lookup, isMismatch),
    guidance: lookup.basis?.source === 'stale' ? ofOldAnswer(guidance, lookup.basis.asOf) : guidance,
    legalBasis: [...legalBasis],
    procedures: proceduresFor(lookup, decision, localDate(now)).map(({ id, desk, citations }) => ({
      id,
      desk,
      citations: [...citations],
    })),
    evidence: attempts === null ? null : presentEvidence(lookup, attempts, now),
    degraded: lookup.isWithoutStore === true ? ['store-unavailable'] : [],
    receipt: null,
  };
}

/** In place of the screenshot that the law wants. Signed with the receipts, once there are any. */
const presentEvidence = (
  { facility, id, visit, requestedAt }: Lookup,
  attempts: readonly Attempt[],
  now: Date,
): EligibilityResponse['evidence'] => ({
  facility,
  lookupId: id,
  visitId: visit.id,
  requestedAt: localTimestamp(requestedAt),
  preparedAt: localTimestamp(now),
  legalBasis: ['NĐ 188/2025 Đ38 k2 b'],
  attempts: attempts.map(({ startedAt, endedAt, outcome, calls }) => ({
    startedAt: localTimestamp(startedAt),
    endedAt: localTimestamp(endedAt),
    outcome,
    calls: calls.map(({ step, at, milliseconds, httpStatus }) => ({
      step,
      at: localTimestamp(at),
      milliseconds,
      httpStatus,
    })),
  })),
});

function withBenefit(guidance: Bilingual, decision: Decision | null): Bilingual {
  const more = decision === null ? null : besideCard(decision.benefit);
  if (more === null) return guidance;
  return { vi: `${guidance.vi} ${more.vi}`, en: `${guidance.en} ${more.en}` };
}

function besideCard({ route, needsReview, coveredPermille }: Benefit): Bilingual | null {
  if (route === 'direct') return benefitGuidance.direct;
  if (needsReview) return benefitGuidance.review;
  return coveredPermille === 0 ? benefitGuidance.unpaid : null;
}

function presentCopay(copay: CopayState, { visit }: Lookup): NonNullable<EligibilityResponse['copay']> {
  if (copay.status !== 'ready') return copay;
  const { status, cumulative, beforeJuly2026, asOf } = copay;
  const threshold = copayThreshold(visit.date, beforeJuly2026 ?? 0);
  const exceeded = threshold !== null && cumulative > threshold;
  return { status, cumulative, beforeJuly2026, threshold, exceeded, asOf };
}

/** What came with a mismatch may describe somebody else: then only what was presented is shown. */
function presentIdentity(
  { person, presentedBy, basis }: Lookup,
  card: CardPeriod | null,
  isMismatch: boolean,
): EligibilityResponse['identity'] {
  const registered =
    basis?.outcome.kind === 'answered' && !isMismatch ? basis.outcome.answer.holderSex : null;
  const temporary = card !== null && isTemporary(card) ? (['CARD_TEMPORARY'] as const) : [];
  return {
    presence: person.presence,
    personalId: person.personalId === null ? null : presentNumber(person.personalId, person.presence),
    fullName: person.fullName,
    dateOfBirth: person.dateOfBirth,
    sex: registered ?? person.sex,
    warnings: [...person.warnings, ...temporary],
    // Not the patient of this lookup: never shown whole, however well proven.
    presentedBy: presentedBy && { ...presentedBy, personalId: maskPersonalNumber(presentedBy.personalId) },
  };
}

/** Whole only for a patient who is proven to be here. */
const presentNumber = (personalId: string, presence: Presence): string =>
  maySee(presence, 'full-personal-number') ? personalId : maskPersonalNumber(personalId);

/** Sentences of the registry name people by their numbers. */
const presentMessage = (message: string, presence: Presence): string =>
  message.replace(/(?<![0-9A-Za-z])\d{12}(?![0-9A-Za-z])/g, (number) => presentNumber(number, presence));

const presentCard = (period: CardPeriod, presence: Presence): NonNullable<EligibilityResponse['card']> => ({
  // A card known by nothing else goes by the personal number.
  number: /^\d{12}$/.test(period.number) ? presentNumber(period.number, presence) : period.number,
  group: period.group,
  benefitDigit: period.benefitDigit,
  validFrom: period.validFrom,
  validTo: period.validTo,
  registeredFacility: period.registeredFacility,
  area: period.area,
  fiveYearsFrom: period.fiveYearsFrom,
});

/** The registry did not answer in time, and the desk is told how old the answer is that stands in. */
function ofOldAnswer({ vi, en }: Bilingual, asOf: Date): Bilingual {
  const [date = '', time = ''] = localTimestamp(asOf).slice(0, 16).split('T');
  const day = date.split('-').reverse().join('/');
  return {
    vi: `Cổng BHXH chưa trả lời, theo kết quả lúc ${time} ngày ${day}: ${vi}`,
    en: `The registry has not answered yet; by its answer of ${date} ${time}: ${en}`,
  };
}

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

/** Whoever settled the lookup, it waits for nothing then. */
export function presentRecheck(lookup: Lookup): EligibilityResponse['recheck'] {
  const { recheck } = lookup;
  if (recheck === undefined) return null;
  const nextAt = recheck.nextAt !== null && isUnsettled(lookup) ? localTimestamp(recheck.nextAt) : null;
  return { attempts: recheck.attempts, nextAt };
}

/** As the registry words it, except on a mismatch. */
function presentRegistry({ basis, person }: Lookup, isMismatch: boolean): EligibilityResponse['registry'] {
  if (basis?.outcome.kind !== 'answered' || basis.source === 'stale') return null;
  const { code, message } = basis.outcome.answer;
  const published = resultCodes.get(code)?.text ?? null;
  if (isMismatch || message === null) return { code, message: published };
  return { code, message: presentMessage(message, person.presence) };
}
