import { randomUUID } from 'node:crypto';

import type { Message, MessageStore } from './message-store.ts';
import type { QueueBlueprint } from './template-queues.ts';

/** One queue of SQS: hands a message out until somebody says that it is done, or sets it aside after so many tries. */
export interface LocalQueue {
  readonly id: string;
  send(body: string, delayMs: number): Promise<string>;
  /** Takes over a message of another queue, as it is. */
  adopt(message: Message): Promise<void>;
  /** Up to so many that nobody has in hand. They are visible again once the visibility timeout is over. */
  receive(most: number): Promise<readonly Message[]>;
  /** Done: it is handed out no more. */
  acknowledge(id: string): Promise<void>;
  /** When the next one can be received, in milliseconds since 1970; null while there is none. */
  nextAt(): number | null;
  /** What it holds, in hand or not. */
  messages(): readonly Message[];
  /** Told whenever something may have become receivable. */
  onChange: () => void;
}

interface Held {
  readonly message: Message;
  readonly visibleAt: number;
}

export async function openQueue(
  { id, visibilityMs, redrive }: QueueBlueprint,
  store: MessageStore,
  deadLetters: LocalQueue | null,
): Promise<LocalQueue> {
  // Whoever had one of these in hand ended with the run before this one.
  const held = new Map<string, Held>(
    (await store.load()).map((message) => [message.id, { message, visibleAt: message.notBefore }]),
  );
  const inOrder = (): readonly Held[] => [...held.values()].toSorted((a, b) => a.visibleAt - b.visibleAt);

  const keep = async (message: Message): Promise<void> => {
    await store.put(message);
    held.set(message.id, { message, visibleAt: message.notBefore });
    queue.onChange();
  };
  const drop = async (messageId: string): Promise<void> => {
    held.delete(messageId);
    await store.remove(messageId);
  };
  const isSpent = ({ receives }: Message): boolean => redrive !== null && receives >= redrive.tries;

  /** Takes it in hand. Null: it has been handed out often enough, and is set aside. */
  async function take({ message }: Held, now: number): Promise<Message | null> {
    const taken = { ...message, receives: message.receives + 1 };
    held.set(message.id, { message: taken, visibleAt: now + visibilityMs });
    if (deadLetters !== null && isSpent(message)) {
      // There before it is gone from here: twice is better than never.
      await deadLetters.adopt(message);
      await drop(message.id);
      return null;
    }
    await store.put(taken);
    return taken;
  }

  const queue: LocalQueue = {
    id,
    onChange: () => undefined,
    async send(body, delayMs) {
      const now = Date.now();
      const message = { id: randomUUID(), body, sentAt: now, notBefore: now + delayMs, receives: 0 };
      await keep(message);
      return message.id;
    },
    adopt: keep,
    async receive(most) {
      const now = Date.now();
      const ready = inOrder().filter(({ visibleAt }) => visibleAt <= now);
      const taken = await Promise.all(ready.slice(0, most).map((each) => take(each, now)));
      return taken.filter((message) => message !== null);
    },
    acknowledge: drop,
    nextAt: () => inOrder()[0]?.visibleAt ?? null,
    messages: () => [...held.values()].map(({ message }) => message),
  };
  return queue;
}
