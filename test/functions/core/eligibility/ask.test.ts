import { describe, expect, it } from 'vitest';

import { type AskPorts, askRegistry } from '../../../../functions/core/eligibility/ask.ts';
import type { AskOutcome } from '../../../../functions/core/registry/answer.ts';
import { closedCircuit, patiently } from '../../../support/attempts.ts';
import { createClock } from '../../../support/clock.ts';
import { createMemoryInquiries } from '../../../support/memory-stores.ts';
import { answered, facility, operator, person, unreachable } from '../../../support/samples.ts';

const request = { facility, person, operator, askId: 'ask-1' };

const around = { circuit: closedCircuit, attempt: patiently };

async function underWay(): Promise<Omit<AskPorts, 'registry'>> {
  const { now } = createClock();
  const inquiries = createMemoryInquiries();
  const seen = await inquiries.read(request);
  const leaseUntil = new Date(now().getTime() + 45_000);
  await inquiries.begin(request, seen, { id: request.askId, at: now(), leaseUntil });
  return { inquiries, now, ...around };
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
    const outcome = await askRegistry({ ...around, inquiries, now: later, registry }, { ...request, askId });
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

describe('the evidence of having asked', () => {
  it('is added to what was tried before: times, steps, statuses, and how it ended', async () => {
    const ports = await underWay();
    const call = { step: 'question', at: ports.now(), milliseconds: 12, httpStatus: 503 } as const;
    const registry: AskPorts['registry'] = {
      check: (_request, onCall) => {
        onCall?.(call);
        return Promise.resolve({ kind: 'failed', reason: 'registry-fault' });
      },
    };
    await askRegistry({ ...ports, registry }, request);
    await again(ports, 'ask-2');
    await askRegistry({ ...ports, registry }, { ...request, askId: 'ask-2' });
    const { attempts } = await ports.inquiries.read(request);
    const attempt = {
      startedAt: ports.now(),
      endedAt: ports.now(),
      outcome: 'registry-fault',
      calls: [call],
    };
    expect(attempts).toStrictEqual([attempt, attempt]);
  });

  it('names the code where the registry answered, and what broke where we did', async () => {
    const ports = await underWay();
    const registry = { check: () => Promise.resolve(answered('060')) };
    await askRegistry({ ...ports, registry }, request);
    await again(ports, 'ask-2');
    const broken = { check: () => Promise.reject(new Error('a defect of ours')) };
    await askRegistry({ ...ports, registry: broken }, { ...request, askId: 'ask-2' }).catch(() => null);
    const { attempts } = await ports.inquiries.read(request);
    expect(attempts.map(({ outcome }) => outcome)).toStrictEqual(['060', 'internal']);
  });

  async function again({ inquiries, now }: Pick<AskPorts, 'inquiries' | 'now'>, id: string): Promise<void> {
    const leaseUntil = new Date(now().getTime() + 45_000);
    await inquiries.begin(request, await inquiries.read(request), { id, at: now(), leaseUntil });
  }
});

describe('an asking whose turn nobody could take', () => {
  const registry = { check: (): Promise<AskOutcome> => Promise.resolve(answered('000')) };
  const unclaimed = { ...request, askId: 'ask-2', isUnclaimed: true };

  it('takes it itself, unless another asks', async () => {
    const { now } = createClock();
    const free = { ...around, now, registry, inquiries: createMemoryInquiries() };
    expect(await askRegistry(free, unclaimed)).toStrictEqual(answered('000'));
    expect((await free.inquiries.read(request)).askId).toBe('ask-2');
    expect(await askRegistry({ ...(await underWay()), registry }, unclaimed)).toStrictEqual(unreachable);
  });

  it('knows its own turn where it was taken after all', async () => {
    const ports = await underWay();
    const own = { ...request, isUnclaimed: true };
    expect(await askRegistry({ ...ports, registry }, own)).toStrictEqual(answered('000'));
  });

  it('has patience for the store only at a glance, where a desk has waited for it already', async () => {
    const { now } = createClock();
    const inquiries = createMemoryInquiries();
    const ports: AskPorts = {
      ...around,
      now,
      registry,
      inquiries,
      glance: () => Promise.resolve({ ok: false, error: 'unavailable' }),
    };
    expect(await askRegistry(ports, unclaimed)).toStrictEqual(answered('000'));
    expect((await inquiries.read(request)).askId).toBeNull();
  });

  it('asks without one where the store does not answer', async () => {
    const { now } = createClock();
    const ports: AskPorts = {
      ...around,
      now,
      registry,
      inquiries: createMemoryInquiries(),
      attempt: () => Promise.resolve({ ok: false, error: 'unavailable' }),
    };
    expect(await askRegistry(ports, unclaimed)).toStrictEqual(answered('000'));
  });
});
