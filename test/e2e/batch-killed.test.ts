import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it, onTestFinished } from 'vitest';

import { people } from '../../local/people/people.ts';
import { chipSubject } from '../../local/people/scans.ts';
import { startRegistrySimulator } from '../../local/registry-simulator/index.ts';
import { sandboxOperator as operator } from '../../local/sandbox.ts';
import { follow, upload } from '../support/batches.ts';
import { signIn } from '../support/desk.ts';
import { startProcess } from '../support/process.ts';
import { temporaryFolder } from '../support/queues.ts';

const spokenOf = people
  .filter(({ expected: { reason } }) => !/^registry-fault|credentials|operator/.test(reason))
  .slice(0, 60);

/** The registry outlives the process, and counts. */
async function startRegistry() {
  const account = { username: '99003_BV', password: 'sandbox-99003', operators: [operator] };
  const registry = await startRegistrySimulator({ people, accounts: [account] });
  onTestFinished(() => registry.close());
  return registry;
}

it(
  'a batch whose process is killed is whole after the next start, and nobody who was answered is asked about twice',
  {
    timeout: 240_000,
  },
  async () => {
    const registry = await startRegistry();
    const environment = { DATA_DIR: await temporaryFolder(), REGISTRY_URL: registry.url };
    const before = await startProcess(environment);
    const { id, answer } = await upload(
      await signIn(before, '99003'),
      JSON.stringify({ operator, items: spokenOf.map((person) => ({ subject: chipSubject(person) })) }),
    );
    expect(answer.body).toMatchObject({ accepted: 60, ratePerSecond: 5 });
    while (registry.stats().lookupsAnswered < 20) await sleep(50);
    await before.kill();
    const answered = registry.stats().lookupsAnswered;
    expect(answered).toBeLessThan(60);

    const desk = await signIn(await startProcess(environment), '99003');
    const batch = follow(desk, await desk.get(`/v1/batches/${id}`));
    expect((await batch.end()).body).toMatchObject({ state: 'done', done: 60 });
    const results = await batch.results();
    expect(results.map(({ line, reason }) => [line, reason])).toEqual(
      spokenOf.map(({ expected: { reason } }, index) => [index + 1, reason]),
    );
    // What was under way in the moment of the kill was answered to nobody.
    expect(registry.stats().lookupsAnswered).toBeLessThanOrEqual(60 + registry.stats().maxConcurrentLookups);
  },
);
