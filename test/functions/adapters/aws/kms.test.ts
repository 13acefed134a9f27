import { afterAll, beforeEach, describe, expect, it } from 'vitest';

import { createKms } from '../../../../functions/adapters/aws/kms.ts';
import { startLocalAws } from '../../../../local/aws.ts';
import { replying, startRecorder } from '../../../support/recorder.ts';

const aws = await startLocalAws(new Map());
afterAll(() => aws.close());
const recorder = await startRecorder();

const kmsAt = (endpoint: string) =>
  createKms({
    region: 'ap-southeast-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'of this run' },
    endpoint,
    keyId: 'sandbox',
  });

describe('a data key', () => {
  it('opens under the context it was made for, and under no other', async () => {
    const kms = kmsAt(aws.url);
    const { plain, wrapped } = await kms.generateDataKey({ key: 'one' });
    expect(plain).toHaveLength(32);
    expect(await kms.decrypt(wrapped, { key: 'one' })).toStrictEqual(plain);
    await expect(kms.decrypt(wrapped, { key: 'two' })).rejects.toThrow('KMS answered 400 to Decrypt');
  });
});

describe('a KMS in trouble', () => {
  const key = JSON.stringify({ Plaintext: Buffer.alloc(32, 7).toString('base64') });
  const kms = kmsAt(recorder.url);
  const open = () => kms.decrypt(new Uint8Array([1]), { key: 'one' });
  beforeEach(() => {
    recorder.requests.length = 0;
  });

  it.each([
    ['is at fault', 500, '{}'],
    ['is asked too often', 400, '{"__type":"ThrottlingException"}'],
  ])('that %s is asked once more, and no more than that', async (_trouble, status, body) => {
    const fail = replying(status, body);
    recorder.answer = (request, response) => {
      (recorder.requests.length === 1 ? fail : replying(200, key))(request, response);
    };
    expect(await open()).toStrictEqual(Buffer.alloc(32, 7));
    recorder.answer = fail;
    recorder.requests.length = 0;
    await expect(open()).rejects.toThrow(`KMS answered ${status}`);
    expect(recorder.requests).toHaveLength(2);
  });

  it('that refuses is not asked again', async () => {
    recorder.answer = replying(400, '{"__type":"AccessDeniedException"}');
    await expect(open()).rejects.toThrow('KMS answered 400');
    expect(recorder.requests).toHaveLength(1);
  });

  it('that hangs up is asked once more', async () => {
    recorder.answer = (_request, response) => response.destroy();
    await expect(open()).rejects.toThrow('KMS answered 503');
    expect(recorder.requests).toHaveLength(2);
  });

  it.each(['{}', '{"Plaintext":""}', '{"Plaintext":7}'])(
    'that answers without a key is a failure, not an empty key: %s',
    async (body) => {
      recorder.answer = replying(200, body);
      await expect(open()).rejects.toThrow();
    },
  );
});
