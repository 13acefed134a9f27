import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import { decideVisit } from '../core/benefit/segments.ts';
import type { BenefitCard, Case, Copay } from '../core/benefit/visit.ts';
import { localDate, parseIsoDate, type PlainDate } from '../core/calendar.ts';
import { findPlaces, type Places } from '../core/facility/places.ts';
import type { FindFacility } from '../core/facility/profile.ts';
import type { Authenticate } from '../http/caller.ts';
import { type BenefitRequest, benefitRequest } from '../http/contract/benefit.ts';
import { refuseContradictions } from '../http/contradictions.ts';
import { json } from '../http/endpoint.ts';
import { presentDecision } from '../http/present-benefit.ts';
import { ProblemError } from '../http/problem.ts';
import { bodyText, parseBody } from '../http/request.ts';

export interface BenefitPorts {
  readonly now: () => Date;
  readonly authenticate: Authenticate;
  readonly findFacility: FindFacility;
}

/** `POST /v1/benefit`: the decision alone, for the caller's own facility. Asks nobody, keeps nothing. */
export const createBenefit =
  (ports: BenefitPorts) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { facility } = await ports.authenticate(event, 'eligibility:check');
    const request = parseBody(bodyText(event), benefitRequest);
    const date = request.visit?.date ?? localDate(ports.now());
    const places = await findPlaces(ports.findFacility, {
      here: facility,
      registered: cardsOf(request).map(({ registeredFacility = null }) => registeredFacility),
      on: date,
    });
    const given = caseOf(request, date, places);
    refuseContradictions(given.visit, given.dateOfBirth);
    return json(200, presentDecision(decideVisit(given)));
  };

const cardsOf = ({ card, otherCards = [] }: BenefitRequest): readonly BenefitRequest['card'][] => [
  card,
  ...otherCards,
];

const caseOf = (request: BenefitRequest, date: PlainDate, places: Places): Case => ({
  card: cardOf(request.card, places),
  otherCards: (request.otherCards ?? []).map((card) => cardOf(card, places)),
  visit: { ...request.visit, date },
  facility: places.here,
  dateOfBirth: birthDateOf(request, date),
  copay: copayOf(request),
});

function cardOf(card: BenefitRequest['card'], places: Places): BenefitCard {
  const {
    registeredFacility = null,
    area = null,
    validFrom = null,
    validTo = null,
    fiveYearsFrom = null,
  } = card;
  if (validFrom !== null && validTo !== null && validTo < validFrom) {
    throw invalid('/card/validTo', 'must not lie before validFrom');
  }
  const { group, benefitDigit } = card;
  const registeredLevel = places.levelOf(registeredFacility);
  return {
    group,
    benefitDigit,
    registeredFacility,
    registeredLevel,
    area,
    validFrom,
    validTo,
    fiveYearsFrom,
  };
}

function birthDateOf({ person }: BenefitRequest, date: PlainDate): string | null {
  if (person?.dateOfBirth === undefined) return null;
  const born = parseIsoDate(person.dateOfBirth);
  if (born === null) {
    throw invalid('/person/dateOfBirth', 'must be a date that exists, as YYYY-MM-DD, YYYY-MM or YYYY');
  }
  if (born > date) throw invalid('/person/dateOfBirth', 'must not lie after the visit');
  return born;
}

function copayOf({ copay }: BenefitRequest): Copay | null {
  if (copay === undefined || copay === null) return null;
  const { cumulative, beforeJuly2026 = null, exceededOn } = copay;
  if (beforeJuly2026 !== null && beforeJuly2026 > cumulative) {
    throw invalid('/copay/beforeJuly2026', 'is a part of cumulative and must not exceed it');
  }
  return { cumulative, beforeJuly2026, exceededOn };
}

const invalid = (pointer: string, message: string): ProblemError =>
  new ProblemError('bad-request', { errors: [{ pointer, message }] });
