import { createHash } from 'node:crypto';

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

import { getItem, type ItemKey, keyOf, putItem, type Table } from './items.ts';

/**
 * Whom chips are believed from: one item of the directory, which the operator replaces without a deploy
 * (`npm run chip-trust`). Certificates are public; nothing in it is sealed.
 */
const place: ItemKey = { pk: 'chip-trust', sk: 'current' };

/** An item of DynamoDB ends at 400 kB. */
export const MOST_TRUST_BYTES = 300_000;

interface StoredTrust {
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

export interface VersionedTrust extends StoredTrust {
  /** Changes with the content, and with nothing else. */
  readonly version: string;
}

/** Null where nothing was ever loaded. */
export async function readChipTrust(table: Table, now: Date): Promise<VersionedTrust | null> {
  const item = await getItem(table, place, now);
  if (item === null) return null;
  return {
    certificates: bytesOf(item['certificates']),
    crls: bytesOf(item['crls']),
    version: item['version']?.S ?? '',
  };
}

/** False when somebody else has replaced what was `seen`, or has loaded the first set meanwhile. */
export async function replaceChipTrust(
  table: Table,
  seen: VersionedTrust | null,
  next: StoredTrust,
): Promise<boolean> {
  const list = (parts: readonly Uint8Array[]): AttributeValue => ({ L: parts.map((B) => ({ B })) });
  return putItem(
    table,
    {
      ...keyOf(place),
      certificates: list(next.certificates),
      crls: list(next.crls),
      version: { S: versionOf(next) },
    },
    seen === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#version = :seen',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':seen': { S: seen.version } },
        },
  );
}

const bytesOf = (attribute: AttributeValue | undefined): Uint8Array[] =>
  (attribute?.L ?? []).flatMap(({ B }) => B ?? []);

function versionOf({ certificates, crls }: StoredTrust): string {
  const digest = createHash('sha256');
  for (const part of [...certificates, Buffer.from('lists'), ...crls])
    digest.update(`${part.length}:`).update(part);
  return digest.digest('base64url');
}
