import { generateKeyPair, SignJWT } from 'jose';

import { createChipVerifier } from '../../functions/adapters/chip/verifier.ts';
import { readTrust } from '../../functions/adapters/chip/trust.ts';
import { readVneidOptions } from '../../functions/adapters/tokens/vneid-options.ts';
import { createVneidVerifier } from '../../functions/adapters/tokens/vneid-token.ts';
import type { ChipData } from '../../functions/core/identity/chip.ts';
import { personFromChip, personFromScan } from '../../functions/core/identity/person.ts';
import type { Result } from '../../functions/core/result.ts';
import { createChipSandbox, signerNames } from '../../local/chips/chips.ts';
import { cardQr, chipSubject, citizenQr, vneidClaims } from '../../local/people/scans.ts';
import { costOf } from '../cost.ts';
import { patients } from '../desk.ts';
import { startHost } from '../processes/host.ts';
import { type Finding, progress } from '../report.ts';
import type { Scale } from '../scale.ts';
import type { World } from '../world.ts';
import { cachedEvents } from './seeding.ts';

/** One way to say who the patient is; every run must succeed. */
interface Way {
  readonly name: string;
  readonly read: () => Promise<Result<unknown, unknown>> | Result<unknown, unknown>;
}

/** What each kind of identity costs in processor time, and what share of a cached lookup that is. */
export async function identityCost(world: World, scale: Scale): Promise<Finding> {
  const lookupMs = await cachedLookupMs(world, scale);
  const rows = [];
  const details: Record<string, number> = {};
  for (const { name, read } of [...scans(), ...(await chips()), await vneid()]) {
    const microseconds = await costOf(() => mustRead(read), scale.blockSize);
    details[name] = microseconds;
    const share = (microseconds / 1000 / lookupMs) * 100;
    rows.push({
      what: `identity: ${name}`,
      value: microseconds,
      unit: 'µs' as const,
      goal: null,
      beside: `${share.toFixed(1)} % of a cached lookup`,
    });
  }
  progress('  identity kinds measured');
  return { rows, details };
}

async function cachedLookupMs(world: World, scale: Scale): Promise<number> {
  const host = await startHost(world.lookup, world.environment);
  try {
    await host.run(cachedEvents(world, scale.warmUps));
    return (await host.run(cachedEvents(world, scale.blockSize))).processorMs;
  } finally {
    await host.close();
  }
}

async function mustRead(read: Way['read']): Promise<void> {
  const result = await read();
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.error)}`);
}

const [person] = patients;
const today = new Date().toISOString().slice(0, 10);
/** As a scanner types it that takes UTF-8 for Windows-1252. */
const garbled = (text: string): string =>
  new TextDecoder('windows-1252').decode(new TextEncoder().encode(text));

function patient(): NonNullable<typeof person> {
  if (person === undefined) throw new Error('There is no patient');
  return person;
}

function scans(): Way[] {
  const [citizen, card] = [citizenQr(patient()), cardQr(patient())];
  const broken = garbled(citizen);
  return [
    { name: 'chip read, asserted', read: () => personFromChip(chipSubject(patient()), today) },
    { name: 'citizen-card QR', read: () => personFromScan(citizen, today) },
    { name: 'citizen-card QR, letters repaired', read: () => personFromScan(broken, today) },
    { name: 'insurance-card QR', read: () => personFromScan(card, today) },
  ];
}

async function chips(): Promise<Way[]> {
  const now = new Date();
  const sandbox = await createChipSandbox(now);
  const trust = readTrust(sandbox.trust);
  const verify = createChipVerifier({ trust: () => Promise.resolve(trust), now: () => now });
  const good = signerNames.filter((name) => name !== 'revoked' && name !== 'expired');
  return good.map((name) => {
    const chip: ChipData = sandbox.read(patient(), sandbox.signers[name]);
    return { name: `chip, passive authentication (${name})`, read: () => verify(chip) };
  });
}

async function vneid(): Promise<Way> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const trusted = {
    issuer: 'https://vneid.example',
    jwksUrl: 'https://vneid.example/jwks',
    audience: 'bench',
    algorithms: ['ES256'],
    options: readVneidOptions(''),
  };
  const token = await new SignJWT({ ...vneidClaims(patient()), jti: 'bench' })
    .setProtectedHeader({ alg: 'ES256', kid: 'bench', typ: 'JWT' })
    .setIssuer(trusted.issuer)
    .setAudience(trusted.audience)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);
  const verify = createVneidVerifier(trusted, {
    keys: () => Promise.resolve(publicKey),
    now: () => new Date(),
    // The store's part is a write like any other; here only the checking is measured.
    useOnce: () => Promise.resolve(true),
    useChallenge: () => Promise.resolve(true),
    decryptionKey: () => Promise.resolve(null),
  });
  return { name: 'VNeID token', read: () => verify(token, '99001') };
}
