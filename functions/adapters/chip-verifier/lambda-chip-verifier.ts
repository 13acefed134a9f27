import * as z from 'zod/mini';

import { chipFaults, type ChipHolder, type VerifyChip } from '../../core/identity/chip.ts';
import { failed, ok } from '../../core/result.ts';
import { answerOf, createInvoke, type InvokeOptions } from '../aws/invoke.ts';

const holder: z.ZodMiniType<ChipHolder> = z.object({
  personalId: z.string(),
  fullName: z.string(),
  dateOfBirth: z.string(),
  sex: z.nullable(z.enum(['male', 'female'])),
});

/** Any other failure, `CHIP_TRUST_UNAVAILABLE` among them, says nothing about the chip. */
const verdict = z.union([
  z.object({ ok: z.literal(true), value: holder }),
  z.object({ ok: z.literal(false), error: z.enum(chipFaults) }),
]);

const unchecked = failed('CHIP_UNCHECKED' as const);

/** Passive authentication by the function that has nothing else within its reach (ADR 0006). */
export function createLambdaChipVerifier(options: InvokeOptions & { readonly now: () => Date }): VerifyChip {
  const invoke = createInvoke(options);
  return async (chip, until) => {
    const waitMs = until.getTime() - options.now().getTime();
    if (waitMs <= 0) return unchecked;
    try {
      return read(await answerOf(await invoke('RequestResponse', chip, waitMs)));
    } catch {
      // Out of time, out of reach, or an answer that breaks off.
      return unchecked;
    }
  };
}

function read(answer: unknown): Awaited<ReturnType<VerifyChip>> {
  const parsed = verdict.safeParse(answer);
  if (!parsed.success) return unchecked;
  return parsed.data.ok ? ok(parsed.data.value) : failed(parsed.data.error);
}
