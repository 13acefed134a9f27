import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { readChipTrust, replaceChipTrust } from '../functions/adapters/dynamodb/chip-trust.ts';
import { createDirectoryWriter, readFacility } from '../functions/adapters/dynamodb/directory.ts';
import type { FacilityProfile } from '../functions/core/facility/profile.ts';
import type { ChipSandbox } from './chips/chips.ts';
import { localCredentials } from './credentials.ts';
import { ensureTables } from './dynamodb.ts';
import type { Client } from './facility-issuer.ts';
import { type Blueprint, namesOf, resolveValue } from './template.ts';

interface Contents {
  readonly facilities: readonly FacilityProfile[];
  readonly clients: readonly Client[];
  readonly chips: ChipSandbox;
}

/** The tables of the template, and in the directory what an operator would have put there. */
export async function prepareTables(
  endpoint: string,
  blueprint: Blueprint,
  { facilities, clients, chips }: Contents,
): Promise<void> {
  const dynamoDb = new DynamoDBClient({
    endpoint,
    region: localCredentials.AWS_REGION,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await ensureTables(dynamoDb, blueprint.tables);
  const table = { dynamoDb, name: directoryTable(blueprint) };
  const directory = createDirectoryWriter(table);
  for (const [code, versions] of Map.groupBy(facilities, (profile) => profile.code)) {
    await directory.putFacility(await readFacility(table, code, new Date()), versions);
  }
  for (const { clientId, facility } of clients) await directory.putClient(clientId, facility);
  await replaceChipTrust(table, await readChipTrust(table, new Date()), chips.trust);
  dynamoDb.destroy();
}

/** The table that the functions call their directory. */
function directoryTable(blueprint: Blueprint): string {
  const names = namesOf(blueprint);
  for (const { environment } of blueprint.functions) {
    const table = resolveValue(environment['DIRECTORY_TABLE'], names);
    if (table !== null) return table;
  }
  throw new Error('No function of the template has a directory table');
}
