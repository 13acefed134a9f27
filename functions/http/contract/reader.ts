import * as z from 'zod/mini';

import { chipSubject } from './eligibility-request.ts';

/** What `POST /v1/readers/{model}/normalise` takes: the JSON of the reader, or the events of one card in an array. */
const readerObject = z.record(z.string(), z.unknown());

export const readerRequest = z.union([readerObject, z.array(z.unknown())]).register(z.globalRegistry, {
  description:
    'The JSON of the reader, unchanged but for its images, which are to be left out; 64 kB at most. Where a model sends several messages for one card (hn212: events 2 and 4), all of them in an array.',
});

export const readerResponse = z.object({ subject: chipSubject, warnings: z.array(z.string()) });

export type ReaderResponse = z.infer<typeof readerResponse>;
