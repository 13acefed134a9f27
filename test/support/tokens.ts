import type { VneidClaims } from '../../functions/adapters/tokens/vneid-claims.ts';
import type { VneidFault, VneidVerifier } from '../../functions/adapters/tokens/vneid-token.ts';
import { failed, ok, type Result } from '../../functions/core/result.ts';

/** Presents a token as a desk does whose request has nothing else to refuse: checked, then spent. */
export const presentingTo =
  (verify: VneidVerifier) =>
  async (token: string, facility: string): Promise<Result<VneidClaims, VneidFault>> => {
    const checked = await verify(token, facility);
    if (!checked.ok) return checked;
    const fault = await checked.value.spend();
    return fault === null ? ok(checked.value.holder) : failed(fault);
  };
