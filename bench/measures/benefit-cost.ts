import { decideVisit } from '../../functions/core/benefit/segments.ts';
import type { BenefitCard, BenefitVisit, Case } from '../../functions/core/benefit/visit.ts';
import { sandboxFacilities } from '../../local/facilities.ts';
import { costOf } from '../cost.ts';
import { type Finding, progress } from '../report.ts';
import type { Scale } from '../scale.ts';
import type { World } from '../world.ts';

/** Far from what a desk notices: a tenth of a millisecond. */
const GOAL_US = 100;

/** One is over in microseconds: a block of the usual size would measure the compiler. */
const ROUNDS = 20;

const card: BenefitCard = {
  group: 'GD',
  benefitDigit: '4',
  registeredFacility: '99001',
  registeredLevel: 'primary',
  area: null,
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  fiveYearsFrom: '2025-03-01',
};

const visits: Readonly<Record<string, BenefitVisit>> = {
  'a walk-in': { date: '2026-11-21', mainDiagnosis: 'J45.0' },
  'a visit with every slip': {
    date: '2026-11-21',
    mainDiagnosis: 'C50.9',
    referral: { from: '99003', signedOn: '2026-11-09' },
    appointment: { issuedBy: '99008', on: '2026-11-21', number: '17' },
    temporaryStay: { declared: true, paper: 'student-card' },
    inScopeCost: 379_499,
  },
  'a stay over New Year': { date: '2026-12-28', endsOn: '2027-01-04', setting: 'inpatient' },
};

/** What one decision costs, at a facility of every kind. */
export async function benefitCost(_world: World, scale: Scale): Promise<Finding> {
  const rows = [];
  const details: Record<string, number> = {};
  for (const [name, visit] of Object.entries(visits)) {
    const cases = sandboxFacilities.map((profile): Case => {
      const facility = { code: profile.code, profile };
      const copay = { cumulative: 14_610_001, beforeJuly2026: 7_020_000 };
      return { card, visit, facility, dateOfBirth: '1986-05-02', copay };
    });
    const everyPlace = (): void => {
      for (const each of cases) decideVisit(each);
    };
    const microseconds = (await costOf(everyPlace, scale.blockSize * ROUNDS)) / cases.length;
    details[name] = microseconds;
    rows.push({ what: `benefit decision: ${name}`, value: microseconds, unit: 'µs' as const, goal: GOAL_US });
  }
  progress('  benefit decisions measured');
  return { rows, details };
}
