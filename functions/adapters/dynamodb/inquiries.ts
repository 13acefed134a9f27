import type { Attempt, Inquiry, InquiryStore, InquirySubject } from '../../core/eligibility/ports.ts';
import { isAboutThePatient } from '../../core/registry/result-codes.ts';
import type { Keyring } from '../keys/keyring.ts';
import {
  dateIn,
  getItem,
  type Item,
  type ItemKey,
  openAttribute,
  sealedAttribute,
  type Table,
} from './items.ts';
import { personHash } from './person-hash.ts';
import { askOutcome, registryAnswer, storedAttempts } from './stored.ts';
import { endTurn, readTurn, takeTurn } from './turns.ts';

/** Answers are of use for a day's visit; the window in which they count as fresh is far shorter. */
const KEEP_MS = 24 * 3_600_000;

/** One item per facility and person. */
export function createInquiryStore(options: {
  readonly table: Table;
  readonly keyring: Keyring;
  readonly now: () => Date;
}): InquiryStore {
  const { table, keyring, now } = options;

  const keyFor = async ({ facility, person }: InquirySubject): Promise<ItemKey> => ({
    pk: facility,
    sk: `inquiry#${await personHash(keyring, { facility, person })}`,
  });

  return {
    async read(subject) {
      const key = await keyFor(subject);
      const item = await getItem(table, key, now());
      const turn = readTurn(item);
      const kept = item === null ? null : await openKept(keyring, key, item, now());
      return {
        askId: turn.id,
        leaseUntil: turn.leaseUntil,
        kept,
        attempts: attemptsIn(item),
        ended:
          item === null || turn.endedAt === null
            ? null
            : { at: turn.endedAt, outcome: await openOutcome(keyring, key, item, kept) },
      };
    },

    async begin(subject, seen, ask) {
      const turn = { id: seen.askId, leaseUntil: seen.leaseUntil, endedAt: seen.ended?.at ?? null };
      const next = { ...ask, expiresAt: new Date(ask.at.getTime() + KEEP_MS) };
      return takeTurn(table, await keyFor(subject), turn, next, ['outcome']);
    },

    async end(subject, askId, outcome, at, attempts = []) {
      const key = await keyFor(subject);
      const keeps = outcome.kind === 'answered' && isAboutThePatient(outcome.answer.code);
      const results: Item = keeps
        ? {
            kept: await sealedAttribute(keyring, key, 'kept', outcome.answer),
            keptAsOf: { N: String(at.getTime()) },
          }
        : { outcome: await sealedAttribute(keyring, key, 'outcome', outcome) };
      // Times, steps and statuses: nothing in them is about the patient.
      if (attempts.length > 0) results['attempts'] = { S: JSON.stringify(attempts) };
      await endTurn(table, key, { id: askId, at, expiresAt: new Date(at.getTime() + KEEP_MS) }, results);
    },
  };
}

/** What an earlier release, or nobody, has written is no evidence. */
function attemptsIn(item: Item | null): readonly Attempt[] {
  const text = item?.['attempts']?.S;
  return text === undefined ? [] : (storedAttempts.safeParse(JSON.parse(text)).data ?? []);
}

/** A later asking prolongs the item, not the answer in it. */
async function openKept(keyring: Keyring, key: ItemKey, item: Item, now: Date): Promise<Inquiry['kept']> {
  const asOf = dateIn(item, 'keptAsOf');
  if (asOf === null || now.getTime() - asOf.getTime() >= KEEP_MS) return null;
  const sealed = await openAttribute(keyring, key, 'kept', item);
  return sealed === null ? null : { asOf, answer: registryAnswer.parse(sealed) };
}

/** An ending without an outcome of its own ended with the answer that is kept. */
async function openOutcome(
  keyring: Keyring,
  key: ItemKey,
  item: Item,
  kept: Inquiry['kept'],
): Promise<NonNullable<Inquiry['ended']>['outcome']> {
  const sealed = await openAttribute(keyring, key, 'outcome', item);
  if (sealed !== null) return askOutcome.parse(sealed);
  if (kept === null) return { kind: 'failed', reason: 'registry-fault' };
  return { kind: 'answered', answer: kept.answer };
}
