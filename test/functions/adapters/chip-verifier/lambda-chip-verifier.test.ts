import { afterAll, describe, expect, it } from 'vitest';

import { createLambdaChipVerifier } from '../../../../functions/adapters/chip-verifier/lambda-chip-verifier.ts';
import type { VerifyChip } from '../../../../functions/core/identity/chip.ts';
import { startLocalAws } from '../../../../local/aws.ts';
import { FunctionFailedError, type Lambda, ThrottledError } from '../../../../local/functions.ts';
import { createClock } from '../../../support/clock.ts';
import { startRecorder } from '../../../support/recorder.ts';

const aws = await startLocalAws(new Map());
afterAll(() => aws.close());
const recorder = await startRecorder();

const { now } = createClock();
const inMs = (milliseconds: number): Date => new Date(now().getTime() + milliseconds);
const chip = { sod: 'c29k', dataGroups: { 13: 'ZGcxMw==' } };
const holder = {
  personalId: '001190000017',
  fullName: 'Đỗ Thị Mẫu',
  dateOfBirth: '1990-02-17',
  sex: 'female',
};

const verifierAt = (endpoint: string): VerifyChip =>
  createLambdaChipVerifier({
    functionName: 'proving',
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    endpoint,
    now,
  });

function attach(invoke: Lambda['invoke']): unknown[] {
  const invoked: unknown[] = [];
  aws.attach({
    invoke: (id, event) => {
      invoked.push([id, event]);
      return invoke(id, event);
    },
    queue: () => undefined,
    close: () => Promise.resolve(),
  });
  return invoked;
}

const unchecked = { ok: false, error: 'CHIP_UNCHECKED' };

describe('proving through the function', () => {
  it.each([
    ['the holder', { ok: true, value: holder }],
    ['the holder of no stated sex', { ok: true, value: { ...holder, sex: null } }],
    ['what is wrong with the chip', { ok: false, error: 'CHIP_DG_HASH' }],
  ])('returns %s', async (_what, verdict) => {
    const invoked = attach(() => Promise.resolve(verdict));
    expect(await verifierAt(aws.url)(chip, inMs(10_000))).toStrictEqual(verdict);
    expect(invoked).toStrictEqual([['proving', chip]]);
  });

  it.each<[string, Lambda['invoke']]>([
    ['trusts nobody yet', () => Promise.resolve({ ok: false, error: 'CHIP_TRUST_UNAVAILABLE' })],
    ['is of a later release', () => Promise.resolve({ ok: false, error: 'CHIP_NEW_FAULT' })],
    [
      'proves a person without a name',
      () => Promise.resolve({ ok: true, value: { ...holder, fullName: null } }),
    ],
    ['answers nonsense', () => Promise.resolve('yes')],
    ['answers nothing', () => Promise.resolve(null)],
    ['failed', () => Promise.reject(new FunctionFailedError('Error'))],
    ['is busy', () => Promise.reject(new ThrottledError())],
  ])('leaves the chip unchecked where the function %s', async (_what, invoke) => {
    attach(invoke);
    expect(await verifierAt(aws.url)(chip, inMs(10_000))).toStrictEqual(unchecked);
  });

  it('leaves the chip unchecked when there is no time, and sends nothing when there is none left', async () => {
    const gate = Promise.withResolvers<unknown>();
    const invoked = attach(() => gate.promise);
    expect(await verifierAt(aws.url)(chip, inMs(300))).toStrictEqual(unchecked);
    expect(invoked).toHaveLength(1);
    expect(await verifierAt(aws.url)(chip, inMs(0))).toStrictEqual(unchecked);
    expect(await verifierAt(aws.url)(chip, inMs(-1))).toStrictEqual(unchecked);
    expect(invoked).toHaveLength(1);
    gate.resolve(null);
  });

  it('leaves the chip unchecked where Lambda cannot be reached, or its answer breaks off', async () => {
    expect(await verifierAt('http://127.0.0.1:1')(chip, inMs(10_000))).toStrictEqual(unchecked);
    recorder.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"ok"', () => response.destroy());
    };
    expect(await verifierAt(recorder.url)(chip, inMs(10_000))).toStrictEqual(unchecked);
  });
});
