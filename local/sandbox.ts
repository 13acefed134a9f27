import { audienceFor } from '../functions/adapters/tokens/audience.ts';
import type { ChipSandbox } from './chips/chips.ts';
import type { Client } from './facility-issuer.ts';
import type { SyntheticPerson } from './people/people.ts';
import { cardQr, cardSubject, chipSubject, citizenQr, vneidClaims } from './people/scans.ts';
import type { VneidIssuer } from './vneid-issuer.ts';

/** The person at the sandbox's desk, registered with the simulator for every facility. */
export const sandboxOperator = { fullName: 'Tạ Văn Quầy', personalId: '000200000025' };

/** `GET /sandbox`: everything a program needs to find its way through the local run. */
export async function describeSandbox(options: {
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly clients: readonly Client[];
  readonly vneid: VneidIssuer;
  readonly chips: ChipSandbox;
  readonly registry: { readonly url: string; readonly controlUrl: string | null };
  readonly people: readonly SyntheticPerson[];
  readonly dynamoDb: { readonly endpoint: string; readonly tables: readonly string[] };
}): Promise<unknown> {
  const { baseUrl, tokenUrl, clients, vneid, chips, registry, people, dynamoDb } = options;
  return {
    tokenUrl,
    clients: clients.map((client) => ({
      ...client,
      vneidAudience: audienceFor(vneid.audience, client.facility),
    })),
    vneid: {
      mintUrl: `${baseUrl}${vneid.mintPath}`,
      issuer: vneid.issuer,
      audience: vneid.audience,
      jwksUrl: `${baseUrl}${vneid.jwksPath}`,
      encryptTo: vneid.encryptTo,
    },
    registry,
    // For the operator's tools: AWS_ENDPOINT_URL_DYNAMODB and DIRECTORY_TABLE.
    dynamoDb,
    operator: sandboxOperator,
    people: await Promise.all(
      people.map((person, index) => describePerson(person, vneid, readProven(chips, person, index))),
    ),
  };
}

/** Chip data are long: enough people for every kind of signature are given them. */
const CHIPS_SHOWN = 5;
const shownSigners = ['rsa', 'rsa-pss', 'p256', 'brainpool'] as const;

function readProven(chips: ChipSandbox, person: SyntheticPerson, index: number): object {
  const signer = shownSigners[index % shownSigners.length];
  if (index >= CHIPS_SHOWN || signer === undefined) return {};
  return { 'chip-proven': { ...chipSubject(person), chip: chips.read(person, chips.signers[signer]) } };
}

/** Subjects are complete: each can be sent as it stands. VNeID tokens are minted anew at every look. */
async function describePerson(person: SyntheticPerson, vneid: VneidIssuer, proven: object): Promise<unknown> {
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
      ...proven,
      'citizen-qr': { kind: 'citizen-qr', payload: citizenQr(person) },
      vneid: { kind: 'vneid', token: await vneid.mint({ ...claims }) },
      card: cardSubject(person),
      'card-qr': { kind: 'card-qr', payload: cardQr(person) },
      // As a wedge scanner types it where another keyboard layout is set: the separator changed, Enter behind.
      scan: { kind: 'scan', payload: `${citizenQr(person).replaceAll('|', '~')}\r` },
    },
    vneidClaims: claims,
    expected: { verdict: person.expected.verdict, reason: person.expected.reason },
  };
}
