import * as z from 'zod/mini';

import type { ChipVerifier } from '../adapters/chip/verifier.ts';
import type { ChipData } from '../core/identity/chip.ts';
import { failed } from '../core/result.ts';
import type { Telemetry } from '../http/telemetry.ts';

const chipData: z.ZodMiniType<ChipData> = z.object({
  sod: z.string(),
  dataGroups: z.record(z.string(), z.string()),
});

type Verdict = Awaited<ReturnType<ChipVerifier>>;

/**
 * Proves one chip read. Invoked by `eligibility`. Binary input of anybody is parsed here and nowhere else: this
 * function reaches the trusted certificates, and no key, no table of persons, no credential (ADR 0006).
 */
export const createVerifyChip =
  (verify: ChipVerifier, telemetry: Telemetry, now: () => Date) =>
  async (event: unknown): Promise<Verdict> => {
    const startedAt = now();
    const chip = chipData.safeParse(event);
    const verdict: Verdict = chip.success ? await verify(chip.data) : failed('CHIP_SOD_MALFORMED');
    telemetry.info('verified', {
      outcome: verdict.ok ? 'proven' : verdict.error,
      milliseconds: now().getTime() - startedAt.getTime(),
    });
    telemetry.flush();
    return verdict;
  };
