import type { FacilityProfile } from '../facility/profile.ts';
import { listingOf } from './diagnosis.ts';
import type { Facts } from './row.ts';
import { isServicePersonAway, type SlipJudgement } from './slips.ts';
import type { Case } from './visit.ts';

/** What the rows of the decision table ask, answered for one case. */
export function factsOf(given: Case, slips: readonly SlipJudgement[]): Facts {
  const { card, visit, facility } = given;
  return {
    ...placeFacts(facility.profile),
    setting: visit.setting ?? 'outpatient',
    emergency: visit.emergency === true,
    registeredHere: card.registeredFacility === facility.code,
    registeredLevel: card.registeredLevel,
    referral: standing(slips, 'referral'),
    appointment: standing(slips, 'appointment'),
    temporaryStay: standing(slips, 'temporary-stay'),
    newborn: visit.newborn === true,
    organDonor: visit.organDonor === true,
    appendixI: isListed(given, 'I'),
    appendixII: isListed(given, 'II'),
    difficultArea: card.area !== null && ['K1', 'K2', 'K3'].includes(card.area),
    servicePersonAway: isServicePersonAway(given),
  };
}

type PlaceFacts = Pick<Facts, 'contract' | 'level' | 'listedPrimary' | 'tier' | 'standing'>;

function placeFacts(profile: FacilityProfile | null): PlaceFacts {
  if (profile === null) {
    // It asks the registry with an account of its own: it has a contract.
    return {
      contract: true,
      level: 'unknown',
      listedPrimary: 'unknown',
      tier: 'unknown',
      standing: 'unknown',
    };
  }
  return {
    contract: profile.contract,
    level: profile.level,
    listedPrimary: profile.listedPrimary,
    tier: profile.tierBefore2025 ?? 'none',
    standing: profile.provisional ? 'provisional' : byScore(profile.score),
  };
}

function byScore(score: number | null): Facts['standing'] {
  if (score === null) return 'score-missing';
  if (score < 50) return 'below-50';
  return score < 70 ? '50-to-70' : '70-and-up';
}

const standing = (slips: readonly SlipJudgement[], slip: SlipJudgement['slip']): Facts['referral'] => {
  const judged = slips.find((candidate) => candidate.slip === slip);
  if (judged === undefined) return 'none';
  return judged.accepted ? 'valid' : 'refused';
};

/** By its code, or on the facility's own word: some rows carry a clinical condition that no code tells. */
const isListed = (given: Case, appendix: 'I' | 'II'): boolean | 'unknown' =>
  given.visit.listedDisease === appendix ? true : listingOf(given, appendix);
