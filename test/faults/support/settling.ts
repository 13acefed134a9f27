import { setTimeout as sleep } from 'node:timers/promises';

import { eligibilityResponse } from '../../../functions/http/contract/eligibility-response.ts';
import { type Answer, lookupId } from '../../support/desk.ts';
import type { Experience } from './play.ts';
import type { TroubledService } from './troubled-service.ts';

/** A lookup that the registry has not spoken about yet. */
export interface OpenLookup {
  readonly facility: string;
  readonly id: string;
  /** How it stood when it was last looked at. */
  readonly standing: string;
}

/** Those that the desk was given before the registry had spoken. What no store has kept, nobody can look at again. */
export const openAmong = (experiences: readonly Experience[]): readonly OpenLookup[] =>
  experiences
    .filter(({ answer }) => answer.status === 200 && isOpen(answer) && !isUnkept(answer))
    .map(({ asked, answer }) => ({
      facility: asked.facility,
      id: lookupId(answer),
      standing: standingOf(answer),
    }));

const silent = [
  'registry-pending',
  'registry-unreachable',
  'registry-fault',
  'facility-credentials-rejected',
];

function isOpen({ body }: Answer): boolean {
  const { reason, freshness } = eligibilityResponse.parse(body);
  return freshness.source === 'stale' || silent.includes(reason);
}

const isUnkept = ({ body }: Answer): boolean =>
  eligibilityResponse.parse(body).degraded.includes('store-unavailable');

const standingOf = ({ status, body }: Answer): string =>
  [status, body['reason'], JSON.stringify(body['freshness'])].map(String).join(' ');

/** Beyond the lease of an asking that was lost, and the recheck after it. */
const PATIENCE_MS = 150_000;
const LOOK_AGAIN_MS = 500;

/** Looks at them, and asks nothing, until all are settled; those that never are. */
export async function unsettled(
  service: TroubledService,
  lookups: readonly OpenLookup[],
): Promise<readonly OpenLookup[]> {
  const givingUp = performance.now() + PATIENCE_MS;
  let open = lookups;
  for (;;) {
    open = await stillOpen(service, open);
    if (open.length === 0 || performance.now() > givingUp) return open;
    await sleep(LOOK_AGAIN_MS);
  }
}

async function stillOpen({ desks }: TroubledService, lookups: readonly OpenLookup[]): Promise<OpenLookup[]> {
  const looked = await Promise.all(
    lookups.map(async (lookup) => {
      const answer = await desks.get(lookup.facility)?.get(`/v1/lookups/${lookup.id}`);
      if (answer?.status === 200 && !isOpen(answer)) return [];
      return [{ ...lookup, standing: answer === undefined ? 'no desk' : standingOf(answer) }];
    }),
  );
  return looked.flat();
}
