import { setTimeout as sleep } from 'node:timers/promises';

import * as z from 'zod';

import type { Answer, Desk } from './desk.ts';

const page = z.object({ results: z.array(z.record(z.string(), z.unknown())), next: z.string().nullable() });

export const ndjson = { 'content-type': 'application/x-ndjson' };

/** A batch that was sent. */
export interface Uploaded {
  readonly answer: Answer;
  readonly id: string;
  /** Waits until nothing more comes of it. */
  end(): Promise<Answer>;
  /** All there are so far, page by page. */
  results(): Promise<z.infer<typeof page>['results']>;
}

export async function upload(
  desk: Desk,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<Uploaded> {
  const answer = await desk.send('/v1/batches', body, headers);
  return follow(desk, answer);
}

export function follow(desk: Desk, answer: Answer): Uploaded {
  const id = z.string().catch('').parse(answer.body['batchId']);
  return {
    answer,
    id,
    async end() {
      for (;;) {
        const now = await desk.get(`/v1/batches/${id}`);
        if (now.body['state'] === 'done' || now.body['state'] === 'cancelled') return now;
        await sleep(100);
      }
    },
    async results() {
      const all: z.infer<typeof page>['results'] = [];
      for (let cursor: string | null = '0'; cursor !== null;) {
        const { body } = await desk.get(`/v1/batches/${id}/results?cursor=${cursor}`);
        const { results, next } = page.parse(body);
        all.push(...results);
        cursor = next;
      }
      return all;
    },
  };
}
