import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, describe, expect, it } from 'vitest';

import {
  createCredentialStore,
  type CredentialStore,
} from '../../../../functions/adapters/registry-gateway/credentials.ts';
import { startLocalAws } from '../../../../local/aws.ts';
import { createClock } from '../../../support/clock.ts';
import { credentialsOf, password } from '../../../support/registry.ts';

const secrets = new Map<string, string>();
const aws = await startLocalAws(secrets);
afterAll(() => aws.close());

const client = new SecretsManagerClient({
  endpoint: aws.url,
  region: 'ap-southeast-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  maxAttempts: 1,
});
const clock = createClock();
const newStore = (): CredentialStore => createCredentialStore(client, 'test/registry/', clock.now);
const secret = (username: string, clear = password): string => JSON.stringify({ username, password: clear });

describe('a facility’s account', () => {
  it('is its name in capitals and the MD5 of its password, never the password', async () => {
    secrets.set('test/registry/99001', secret('99001_bv'));
    const credentials = await newStore().of('99001');
    expect(credentials).toStrictEqual(credentialsOf('99001'));
    expect(JSON.stringify(credentials)).not.toContain(password);
  });

  it('is hashed as UTF-8, in upper-case hex, as the document says', async () => {
    secrets.set('test/registry/99001', secret('99001_BV', 'abc'));
    expect((await newStore().of('99001'))?.passwordMd5).toBe('900150983CD24FB0D6963F7D28E17F72');
  });

  it('is missing where nobody has given one, and found as soon as somebody has', async () => {
    const store = newStore();
    expect(await store.of('99002')).toBeNull();
    secrets.set('test/registry/99002', secret('99002_BV'));
    expect(await store.of('99002')).toStrictEqual(credentialsOf('99002'));
  });

  it('is looked up again after five minutes', async () => {
    const store = newStore();
    secrets.set('test/registry/99003', secret('99003_BV'));
    await store.of('99003');
    secrets.set('test/registry/99003', secret('99003_BV', 'mật khẩu mới'));
    clock.advance(299_999);
    expect(await store.of('99003')).toStrictEqual(credentialsOf('99003'));
    clock.advance(1);
    expect(await store.of('99003')).toStrictEqual(credentialsOf('99003', 'mật khẩu mới'));
  });
});

describe('a secret that is none', () => {
  const errorOf = async (value: string): Promise<string> => {
    secrets.set('test/registry/99004', value);
    return newStore()
      .of('99004')
      .then(
        () => 'no error',
        (error: unknown) => (error instanceof Error ? `${error.message}${error.stack ?? ''}` : 'no Error'),
      );
  };

  it.each([
    ['no account', JSON.stringify({ password })],
    ['an empty password', JSON.stringify({ username: '99004_BV', password: '' })],
    ['a list', JSON.stringify([password])],
  ])('is a defect that does not tell the secret: %s', async (_what, value) => {
    const error = await errorOf(value);
    expect(error).not.toContain('no error');
    expect(error).not.toContain(password);
  });

  it('is a defect that does not tell the secret: the password alone, without JSON', async () => {
    expect(await errorOf('s3cret!')).not.toContain('s3cret!');
  });
});
