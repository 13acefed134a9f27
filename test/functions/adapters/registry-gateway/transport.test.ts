import { describe, expect, it } from 'vitest';

import { createTransport, type Reply } from '../../../../functions/adapters/registry-gateway/transport.ts';
import { replying, startRecorder } from '../../../support/recorder.ts';

const recorder = await startRecorder();
const json = { contentType: 'application/json; charset=utf-8', body: '{"hoTen":"Đỗ Thị Mẫu"}' };
const silence = { kind: 'silence' };

const post = (timeoutMs = 5_000, baseUrl = recorder.url): Promise<Reply> => {
  const query = { token: 'a+b/c==', password: 'C23BC335', username: '99001_BV' };
  const request = { path: '/api/egw/X', query, headers: { accessToken: 'a+b/c==' }, ...json };
  return createTransport({ baseUrl, connectTimeoutMs: 1_000 }).post(request, timeoutMs);
};

describe('what goes out', () => {
  it.each(['', '/'])(
    'is one POST of UTF-8 with the session in query or headers, base URL ending in %j',
    async (slash) => {
      recorder.answer = replying(200, 'ok');
      const before = recorder.requests.length;
      await post(5_000, `${recorder.url}${slash}`);
      const sent = recorder.requests.slice(before);
      expect(sent).toMatchObject([{ method: 'POST', path: '/api/egw/X', body: json.body }]);
      expect(sent[0]?.headers).toMatchObject({ 'content-type': json.contentType, accesstoken: 'a+b/c==' });
      expect(Object.fromEntries(sent[0]?.query ?? [])).toStrictEqual({
        token: 'a+b/c==',
        password: 'C23BC335',
        username: '99001_BV',
      });
    },
  );

  it('is nothing when there is no time left', async () => {
    const before = recorder.requests.length;
    expect(await post(0)).toStrictEqual(silence);
    expect(await post(-1)).toStrictEqual(silence);
    expect(recorder.requests).toHaveLength(before);
  });
});

describe('what comes back', () => {
  it.each([
    [200, '{"maKetQua":"000","ghiChu":"Thẻ còn giá trị"}'],
    [401, ''],
    [503, '<html>Service Unavailable</html>'],
    [302, 'elsewhere'],
  ])('is taken as it is, with status %i', async (status, body) => {
    recorder.answer = replying(status, body, { location: `${recorder.url}/elsewhere` });
    const before = recorder.requests.length;
    expect(await post()).toStrictEqual({ kind: 'reply', status, body });
    expect(recorder.requests).toHaveLength(before + 1);
  });

  it('is silence where nobody listens', async () => {
    expect(await post(5_000, 'http://127.0.0.1:1')).toStrictEqual(silence);
  });

  it('is silence where the answer does not come, or does not end', async () => {
    recorder.answer = () => undefined;
    expect(await post(60)).toStrictEqual(silence);
    recorder.answer = (_request, response) => response.writeHead(200).write('{"maKetQua"');
    expect(await post(60)).toStrictEqual(silence);
  });

  it('is silence where the connection breaks', async () => {
    recorder.answer = (_request, response) => response.destroy();
    expect(await post()).toStrictEqual(silence);
    recorder.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"maKetQua"', () => response.destroy());
    };
    expect(await post()).toStrictEqual(silence);
  });

  it('is silence where the answer would fill the memory', async () => {
    recorder.answer = replying(200, ' '.repeat(1_000_001));
    expect((await post()).kind).toBe('silence');
  });
});
