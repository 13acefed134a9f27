import { describe, expect, it } from 'vitest';

import {
  createAddRecheck,
  openRecheck,
  orElse,
  type Post,
  readRecheck,
  type RecheckMessage,
} from '../../../../functions/adapters/queue/rechecks.ts';
import { testKeyring } from '../../../support/keyring.ts';
import { open } from '../../../support/recheck-world.ts';
import { operator, person } from '../../../support/samples.ts';

const keyring = testKeyring();

/** What was posted, and in how many seconds it is due. */
function recordingPost(): { post: Post; posted: (readonly [RecheckMessage, number])[] } {
  const posted: (readonly [RecheckMessage, number])[] = [];
  return { posted, post: (...given) => Promise.resolve(void posted.push(given)) };
}

const away: Post = () => Promise.reject(new Error('away'));

async function messageOf(lookup = open()): Promise<RecheckMessage> {
  const { post, posted } = recordingPost();
  await createAddRecheck({ keyring, post })(lookup, 30);
  const [[message] = []] = posted;
  if (message === undefined) throw new Error('Nothing was posted');
  return message;
}

describe('a message', () => {
  it('has the whole lookup, as it was', async () => {
    const { post, posted } = recordingPost();
    await createAddRecheck({ keyring, post })(open(), 30);
    const [[message, delaySeconds] = []] = posted;
    expect(delaySeconds).toBe(30);
    const read = readRecheck(JSON.stringify(message));
    expect(await openRecheck(keyring, read)).toEqual(open());
  });

  it('tells whoever reads the queue no more than facility and lookup', async () => {
    const text = JSON.stringify(await messageOf());
    expect(Object.keys(await messageOf()).toSorted()).toEqual(['facility', 'lookup', 'lookupId']);
    for (const secret of [person.number, person.fullName, person.dateOfBirth, operator.personalId]) {
      expect(text).not.toContain(secret);
    }
  });

  it('opens for no other lookup, and no other facility', async () => {
    const message = await messageOf();
    await expect(openRecheck(keyring, { ...message, lookupId: 'another' })).rejects.toThrow();
    await expect(openRecheck(keyring, { ...message, facility: '99002' })).rejects.toThrow();
  });

  it.each(['', 'no JSON', '{}', '{"facility":"99001","lookupId":"1","lookup":{}}'])(
    'that is none of ours is refused: %s',
    (body) => {
      expect(() => readRecheck(body)).toThrow();
    },
  );
});

describe('posting', () => {
  it('goes to the second only where the first takes nothing', async () => {
    const message = await messageOf();
    const [first, second] = [recordingPost(), recordingPost()];
    await orElse(first.post, second.post)(message, 1);
    await orElse(away, second.post)(message, 2);
    expect([first.posted, second.posted]).toEqual([[[message, 1]], [[message, 2]]]);
  });

  it('throws where neither takes it', async () => {
    await expect(createAddRecheck({ keyring, post: orElse(away, away) })(open(), 1)).rejects.toThrow('away');
  });
});
