import { describe, expect, it, vi } from 'vitest';

import { personById } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import { lookupId, send, signIn } from '../support/desk.ts';
import { startProcess } from '../support/process.ts';
import { temporaryFolder } from '../support/queues.ts';

const quick = new URL('../support/start-quick.ts', import.meta.url);

describe('a process with DATA_DIR that is killed', { timeout: 120_000 }, () => {
  it('has its lookups and answers again when it is started anew', async () => {
    const DATA_DIR = await temporaryFolder();
    const before = await startProcess({ DATA_DIR });
    const desk = await signIn(before, '99003');
    const first = await desk.settle(chipSubject(personById('valid-employee')));
    expect(first.body).toMatchObject({ reason: 'card-valid', freshness: { source: 'registry' } });
    await before.kill();

    const after = await startProcess({ DATA_DIR });
    const again = await signIn(after, '99003');
    const { body } = await again.get(`/v1/lookups/${lookupId(first)}`);
    expect(body).toMatchObject({ reason: 'card-valid', card: first.body['card'] });
    const second = await again.settle(chipSubject(personById('valid-employee')));
    expect(second.body).toMatchObject({ reason: 'card-valid', freshness: { source: 'cache' } });
  });

  it('has the verdict of a lookup that was open, when the registry is back, though nobody asks again', async () => {
    const DATA_DIR = await temporaryFolder();
    const before = await startProcess({ DATA_DIR }, quick);
    const fault = { kind: 'drop', scope: 'lookup', times: null };
    await send(before.controlUrl, { method: 'POST', body: JSON.stringify({ fault }) });
    const desk = await signIn(before, '99003');
    const first = await desk.settle(chipSubject(personById('valid-employee')));
    expect(first.body).toMatchObject({ reason: 'registry-unreachable', recheck: { attempts: 0 } });
    await before.kill();

    const after = await startProcess({ DATA_DIR }, quick);
    const again = await signIn(after, '99003');
    const settled = await vi.waitFor(
      async () => {
        const { body } = await again.get(`/v1/lookups/${lookupId(first)}`);
        expect(body).toMatchObject({ verdict: 'eligible', freshness: { source: 'registry' } });
        return body;
      },
      { timeout: 60_000, interval: 500 },
    );
    expect(settled).toMatchObject({ recheck: { nextAt: null } });
  });

  it('says so where another process has the folder', async () => {
    const DATA_DIR = await temporaryFolder();
    await startProcess({ DATA_DIR });
    await expect(startProcess({ DATA_DIR })).rejects.toThrow(
      /^Cannot start: The embedded DynamoDB cannot use .*; perhaps another process does$/m,
    );
  });
});
