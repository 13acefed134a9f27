import { describe, expect, it } from 'vitest';

import { askRegistry } from '../../../../functions/core/eligibility/ask.ts';
import type { InquiryStore } from '../../../../functions/core/eligibility/ports.ts';
import { createClock } from '../../../support/clock.ts';
import { createMemoryInquiries } from '../../../support/memory-stores.ts';
import { answered, facility, operator, person, unreachable } from '../../../support/samples.ts';

const request = { facility, person, operator, askId: 'ask-1' };

async function underWay(): Promise<{ inquiries: InquiryStore; now: () => Date }> {
  const { now } = createClock();
  const inquiries = createMemoryInquiries();
  const seen = await inquiries.read(request);
  const leaseUntil = new Date(now().getTime() + 45_000);
  await inquiries.begin(request, seen, { id: request.askId, at: now(), leaseUntil });
  return { inquiries, now };
}

describe('asking the registry', () => {
  it('ends the inquiry with the answer, and returns it', async () => {
    const ports = await underWay();
    const registry = { check: () => Promise.resolve(answered('000')) };
    expect(await askRegistry({ ...ports, registry }, request)).toStrictEqual(answered('000'));
    const { ended } = await ports.inquiries.read(request);
    expect(ended).toStrictEqual({ outcome: answered('000'), at: ports.now() });
  });

  it.each([
    ['given up by now', 45_000, 'ask-1'],
    ['taken over by another', 0, 'ask-0'],
  ])('does not happen any more for one that was %s', async (_fate, waitedMs, askId) => {
    const { inquiries, now } = await underWay();
    const later = (): Date => new Date(now().getTime() + waitedMs);
    const registry = { check: () => Promise.reject(new Error('was asked')) };
    const outcome = await askRegistry({ inquiries, now: later, registry }, { ...request, askId });
    expect(outcome).toStrictEqual(unreachable);
    expect((await inquiries.read(request)).ended).toBeNull();
  });

  it('ends the inquiry also when it breaks down, so that nobody waits out the lease', async () => {
    const ports = await underWay();
    const defect = new Error('a defect of ours');
    const registry = { check: () => Promise.reject(defect) };
    await expect(askRegistry({ ...ports, registry }, request)).rejects.toBe(defect);
    expect((await ports.inquiries.read(request)).ended?.outcome).toStrictEqual(unreachable);
  });
});
