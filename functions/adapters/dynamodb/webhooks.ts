import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';

import type { Keyring } from '../keys/keyring.ts';
import {
  type Condition,
  dateIn,
  getItem,
  type Item,
  type ItemKey,
  keyOf,
  millis,
  openAttribute,
  putItem,
  sealedAttribute,
  type Table,
  unlessConditionFails,
} from './items.ts';

/** How the last attempt ended. */
export interface WebhookDelivery {
  readonly at: Date;
  /** Null where the receiver gave no answer. */
  readonly httpStatus: number | null;
  readonly ok: boolean;
}

/** Where a facility wants to be told. */
export interface Webhook {
  readonly url: string;
  /** All that sign now, the newest first. */
  readonly secrets: readonly string[];
  readonly createdAt: Date;
  readonly lastDelivery: WebhookDelivery | null;
}

/** At most one for each facility. */
export interface WebhookStore {
  read(facility: string): Promise<Webhook | null>;
  /** In place of the one before, whose secret goes on signing for a day. */
  replace(facility: string, url: string, secret: string): Promise<Date>;
  remove(facility: string): Promise<void>;
  /** Removes the one that was `read`, unless another has taken its place. */
  removeGone(facility: string, read: Webhook): Promise<void>;
  /** Of the one that was `read`; nothing where it has gone since. */
  noteDelivery(facility: string, read: Webhook, delivery: WebhookDelivery): Promise<void>;
}

interface Options {
  readonly table: Table;
  readonly keyring: Keyring;
  readonly now: () => Date;
}

const OVERLAP_MS = 86_400_000;
const SECRETS_AT_MOST = 2;
const ATTEMPTS = 3;

/** An address may hold a secret of the hospital's own, so it is sealed like ours. */
const registration = z.object({
  url: z.string(),
  /** Until when each signs, in milliseconds; null: until it is replaced. */
  secrets: z.array(z.object({ secret: z.string(), until: z.nullable(z.number()) })),
});
type Registration = z.infer<typeof registration>;

export function createWebhookStore({ table, keyring, now }: Options): WebhookStore {
  const open = async (key: ItemKey, item: Item): Promise<Registration> =>
    registration.parse(await openAttribute(keyring, key, 'registration', item));

  const signing = ({ secrets }: Registration): Registration['secrets'] =>
    secrets.filter(({ until }) => until === null || until > now().getTime());

  /** Null where somebody else has replaced it meanwhile. */
  async function tryReplace(key: ItemKey, url: string, secret: string): Promise<Date | null> {
    const seen = await getItem(table, key, now());
    const createdAt = now();
    const before = seen === null ? [] : signing(await open(key, seen));
    const secrets = [
      { secret, until: null },
      ...before.map((old) => ({ ...old, until: old.until ?? createdAt.getTime() + OVERLAP_MS })),
    ].slice(0, SECRETS_AT_MOST);
    const item = {
      ...keyOf(key),
      createdAt: millis(createdAt),
      registration: await sealedAttribute(keyring, key, 'registration', { url, secrets }),
    };
    return (await putItem(table, item, stillAs(seen))) ? createdAt : null;
  }

  return {
    async read(facility) {
      const key = placeOf(facility);
      const item = await getItem(table, key, now());
      if (item === null) return null;
      const opened = await open(key, item);
      return {
        url: opened.url,
        secrets: signing(opened).map(({ secret }) => secret),
        createdAt: dateIn(item, 'createdAt') ?? new Date(0),
        lastDelivery: deliveryIn(item),
      };
    },
    async replace(facility, url, secret) {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const createdAt = await tryReplace(placeOf(facility), url, secret);
        if (createdAt !== null) return createdAt;
      }
      throw new Error('The webhook is replaced faster than it can be read');
    },
    async remove(facility) {
      await table.dynamoDb.send(
        new DeleteItemCommand({ TableName: table.name, Key: keyOf(placeOf(facility)) }),
      );
    },
    async removeGone(facility, { createdAt }) {
      await unlessConditionFails(
        table.dynamoDb.send(
          new DeleteItemCommand({
            TableName: table.name,
            Key: keyOf(placeOf(facility)),
            ...madeAt(createdAt),
          }),
        ),
      );
    },
    async noteDelivery(facility, { createdAt }, { at, httpStatus, ok }) {
      const made = madeAt(createdAt);
      await unlessConditionFails(
        table.dynamoDb.send(
          new UpdateItemCommand({
            TableName: table.name,
            Key: keyOf(placeOf(facility)),
            UpdateExpression: 'SET lastDelivery = :delivery',
            ConditionExpression: made.ConditionExpression,
            ExpressionAttributeValues: {
              ...made.ExpressionAttributeValues,
              ':delivery': {
                M: {
                  at: millis(at),
                  httpStatus: httpStatus === null ? { NULL: true } : { N: String(httpStatus) },
                  ok: { BOOL: ok },
                },
              },
            },
          }),
        ),
      );
    },
  };
}

const placeOf = (facility: string): ItemKey => ({ pk: `webhook#${facility}`, sk: 'current' });

/** It says when it was made: that is also how one is told from the next. */
const madeAt = (createdAt: Date): Condition => ({
  ConditionExpression: 'createdAt = :seen',
  ExpressionAttributeValues: { ':seen': millis(createdAt) },
});

function stillAs(seen: Item | null): Condition {
  const createdAt = seen === null ? null : dateIn(seen, 'createdAt');
  return createdAt === null ? { ConditionExpression: 'attribute_not_exists(createdAt)' } : madeAt(createdAt);
}

function deliveryIn(item: Item): WebhookDelivery | null {
  const stored = item['lastDelivery']?.M;
  const at = stored === undefined ? null : dateIn(stored, 'at');
  if (stored === undefined || at === null) return null;
  const status = stored['httpStatus']?.N;
  return { at, httpStatus: status === undefined ? null : Number(status), ok: stored['ok']?.BOOL === true };
}
