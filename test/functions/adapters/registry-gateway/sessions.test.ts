import { describe, expect, it } from 'vitest';

import { login } from '../../../../functions/adapters/registry-gateway/sessions.ts';
import { createTransport } from '../../../../functions/adapters/registry-gateway/transport.ts';
import { failed } from '../../../../functions/core/result.ts';
import { replying, startRecorder } from '../../../support/recorder.ts';
import { credentialsOf, password } from '../../../support/registry.ts';

const recorder = await startRecorder();
const transport = createTransport({ baseUrl: recorder.url, connectTimeoutMs: 1_000 });
const logIn = (): ReturnType<typeof login> => login(transport, credentialsOf('99001'), 5_000);

const issued = JSON.stringify({
  maKetQua: '200',
  APIKey: { access_token: 'abc=', id_token: 'session-1', expires_in: '2026-11-21T01:25:00.0000000Z' },
});

describe('a login', () => {
  it('sends account and MD5 of the password as a form, and nothing in the URL', async () => {
    recorder.answer = replying(200, issued);
    expect(await logIn()).toStrictEqual({
      ok: true,
      value: { accessToken: 'abc=', idToken: 'session-1', expiresAt: new Date('2026-11-21T01:25:00Z') },
    });
    const [sent] = recorder.requests;
    expect(sent).toMatchObject({ method: 'POST', path: '/api/token/take' });
    expect(sent?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect([...(sent?.query ?? [])]).toStrictEqual([]);
    const form = Object.fromEntries(new URLSearchParams(sent?.body));
    expect(form).toStrictEqual({ username: '99001_BV', password: credentialsOf('99001').passwordMd5 });
    expect(form['password']).toMatch(/^[0-9A-F]{32}$/);
    expect(decodeURIComponent(JSON.stringify(sent))).not.toContain(password);
  });

  it.each([
    ['facility-credentials-rejected', 'no such account', 200, '{"maKetQua":"401","APIKey":null}'],
    ['facility-credentials-rejected', 'a wrong facility code', 200, '{"maKetQua":"402"}'],
    ['facility-credentials-rejected', 'a locked account', 200, '{"maKetQua":403,"APIKey":null}'],
    ['facility-credentials-rejected', 'a bare 401', 401, ''],
    ['facility-credentials-rejected', 'a 403 page', 403, '<html></html>'],
    ['registry-fault', 'a system error', 200, '{"maKetQua":"500","APIKey":null}'],
    ['registry-fault', 'a success without a session', 200, '{"maKetQua":"200","APIKey":null}'],
    ['registry-fault', 'an error page', 503, '<html>Service Unavailable</html>'],
    ['registry-fault', 'an empty body', 200, ''],
    ['registry-fault', 'cut-off JSON', 200, issued.slice(0, 60)],
    ['registry-fault', 'other JSON', 200, '["APIKey"]'],
  ] as const)('fails with %s for %s', async (reason, _what, status, body) => {
    recorder.answer = replying(status, body);
    expect(await logIn()).toStrictEqual(failed(reason));
  });

  it('fails as unreachable where the connection breaks', async () => {
    recorder.answer = (_request, response) => response.destroy();
    expect(await logIn()).toStrictEqual(failed('registry-unreachable'));
  });
});
