import type { Client } from './facility-issuer.ts';
import type { SyntheticPerson } from './people/people.ts';
import { cardSubject, chipSubject, citizenQr, vneidClaims } from './people/scans.ts';
import type { VneidIssuer } from './vneid-issuer.ts';

/** The person at the sandbox's desk, registered with the simulator for every facility. */
export const sandboxOperator = { fullName: 'Tạ Văn Quầy', personalId: '000200000025' };

/** `GET /sandbox`: everything a program needs to find its way through the local run. */
export async function describeSandbox(options: {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly clients: readonly Client[];
  readonly vneid: VneidIssuer;
  readonly registry: { readonly url: string; readonly controlUrl: string | null };
  readonly people: readonly SyntheticPerson[];
}): Promise<unknown> {
  const { baseUrl, tokenUrl, clients, vneid, registry, people } = options;
  return {
    tokenUrl,
    clients,
    vneid: {
      mintUrl: `${baseUrl}${vneid.mintPath}`,
      issuer: vneid.issuer,
      audience: vneid.audience,
      jwksUrl: `${baseUrl}${vneid.jwksPath}`,
    },
    registry,
    operator: sandboxOperator,
    people: await Promise.all(people.map((person) => describePerson(person, vneid))),
  };
}

/** Subjects are complete: each can be sent as it stands. VNeID tokens are minted anew at every look. */
async function describePerson(person: SyntheticPerson, vneid: VneidIssuer): Promise<unknown> {
  const claims = vneidClaims(person);
  return {
    id: person.id,
    note: person.note,
    fullName: person.fullName,
    dateOfBirth: person.dateOfBirth,
    sex: person.sex,
    personalId: person.personalId,
    subjects: {
      chip: chipSubject(person),
      'citizen-qr': { kind: 'citizen-qr', payload: citizenQr(person) },
      vneid: { kind: 'vneid', token: await vneid.mint({ ...claims }) },
      card: cardSubject(person),
    },
    vneidClaims: claims,
    expected: { verdict: person.expected.verdict, reason: person.expected.reason },
  };
}
