import * as z from 'zod/mini';

import { ProblemError } from '../http/problem.ts';

/** A lookup without chip data. */
const PLAIN_BODY_BYTES = 16 * 1024;
/** Five digits: what the web ACL can tell from the length that a request declares (lib/waf.ts). */
export const MAX_BODY_BYTES = 99_999;
/** SOD and data groups as bytes; a citizen card's need a tenth of it. */
const CHIP_BYTES = 64 * 1024;

const withChip = z.object({
  subject: z.object({
    kind: z.literal('chip'),
    chip: z.object({ sod: z.string(), dataGroups: z.record(z.string(), z.string()) }),
  }),
});

/** Only chip data may make a body larger than other lookups are, and only up to their own limit. */
export function refuseOversize(body: string): void {
  if (Buffer.byteLength(body) <= PLAIN_BODY_BYTES) return;
  const chip = withChip.safeParse(parsed(body)).data?.subject.chip;
  if (chip === undefined || bytesOf(chip) > CHIP_BYTES) throw new ProblemError('body-too-large');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const bytesOf = ({ sod, dataGroups }: z.infer<typeof withChip>['subject']['chip']): number =>
  [sod, ...Object.values(dataGroups)].reduce((sum, text) => sum + Buffer.byteLength(text, 'base64'), 0);
