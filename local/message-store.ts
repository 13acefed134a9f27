import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import * as z from 'zod';

const message = z.object({
  id: z.string(),
  body: z.string(),
  sentAt: z.number(),
  /** Handed out to nobody before then. */
  notBefore: z.number(),
  receives: z.number(),
});

export type Message = Readonly<z.infer<typeof message>>;

/** What one queue holds. A message that was put is there until it is removed, whatever becomes of the process. */
export interface MessageStore {
  /** What an earlier run has left. */
  load(): Promise<readonly Message[]>;
  put(message: Message): Promise<void>;
  remove(id: string): Promise<void>;
}

/** For a run that keeps nothing. */
export const forgetful: MessageStore = {
  load: () => Promise.resolve([]),
  put: () => Promise.resolve(),
  remove: () => Promise.resolve(),
};

const SUFFIX = '.json';

/** One file a message, put in place by renaming: a process that is killed leaves it as it was, or as it should be. */
export async function createFileStore(folder: string): Promise<MessageStore> {
  await mkdir(folder, { recursive: true });
  const fileOf = (id: string): string => join(folder, `${id}${SUFFIX}`);
  let writes = 0;
  return {
    async load() {
      const files = (await readdir(folder)).filter((file) => file.endsWith(SUFFIX));
      return Promise.all(
        files.map(async (file) => message.parse(JSON.parse(await readFile(join(folder, file), 'utf8')))),
      );
    },
    async put(given) {
      const draft = `${fileOf(given.id)}.${writes++}`;
      await writeFile(draft, JSON.stringify(given));
      await rename(draft, fileOf(given.id));
    },
    remove: (id) => rm(fileOf(id), { force: true }),
  };
}
