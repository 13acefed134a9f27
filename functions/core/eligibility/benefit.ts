import { type Decision, decideVisit } from '../benefit/segments.ts';
import type { BenefitCard, Copay } from '../benefit/visit.ts';
import type { CardPeriod } from '../card/timeline.ts';
import { findPlaces, type Places } from '../facility/places.ts';
import type { FindFacility } from '../facility/profile.ts';
import { assessment, type Lookup } from './lookup-record.ts';

/** What the card pays for the visit of a lookup; null unless the verdict is eligible. */
export async function benefitOf(
  lookup: Lookup,
  find: FindFacility,
  copay: Copay | null,
): Promise<Decision | null> {
  const { card, periods } = assessment(lookup);
  if (card === null) return null;
  const { visit, facility, person } = lookup;
  const later = periods.filter(({ validFrom }) => validFrom !== null && validFrom > visit.date);
  const places = await findPlaces(find, {
    here: facility,
    registered: [card, ...later].map(({ registeredFacility }) => registeredFacility?.code ?? null),
    on: visit.date,
  });
  return decideVisit({
    card: cardOf(card, places),
    otherCards: later.map((period) => cardOf(period, places)),
    visit,
    facility: places.here,
    dateOfBirth: person.dateOfBirth,
    copay,
  });
}

function cardOf(period: CardPeriod, places: Places): BenefitCard {
  const registeredFacility = period.registeredFacility?.code ?? null;
  return { ...period, registeredFacility, registeredLevel: places.levelOf(registeredFacility) };
}
