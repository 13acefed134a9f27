import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createCheckTarget, type TargetPolicy } from '../../../../functions/adapters/webhooks/target.ts';

const hosts = new Map([
  ['his.example.vn', ['203.162.4.190', '2405:4800::1']],
  ['half.example.vn', ['203.162.4.190', '10.0.0.1']],
  ['inside.example.vn', ['192.168.1.10']],
  ['metadata.example.vn', ['169.254.169.254']],
]);
const check = (url: string, policy: TargetPolicy = 'public') =>
  createCheckTarget(policy, (host) => Promise.resolve(hosts.get(host) ?? []))(url);

const faultOf = async (url: string, policy?: TargetPolicy): Promise<string | null> => {
  const target = await check(url, policy);
  return target.ok ? null : target.error;
};

describe('the address of a webhook', () => {
  it('is good over https on the public Internet, and comes with the addresses to call', async () => {
    expect(await check('https://HIS.example.vn:443/hooks?of=a')).toEqual({
      ok: true,
      value: {
        url: new URL('https://his.example.vn/hooks?of=a'),
        addresses: ['203.162.4.190', '2405:4800::1'],
      },
    });
    expect(await faultOf('https://203.162.4.190/')).toBeNull();
  });

  it.each([
    ['not-a-url', 'his.example.vn/hooks'],
    ['not-a-url', 'https://'],
    ['not-a-url', 'https://1.2.3.999/'],
    ['not-https', 'http://his.example.vn/hooks'],
    ['not-https', 'ftp://his.example.vn/'],
    ['not-https', 'file:///etc/passwd'],
    ['not-https', 'http://127.0.0.1:3000/'],
    ['port', 'https://his.example.vn:8443/'],
    ['port', 'https://his.example.vn:22/'],
    ['credentials', 'https://user@his.example.vn/'],
    ['credentials', 'https://:secret@his.example.vn/'],
    ['unresolvable', 'https://nobody.example.vn/'],
    ['private-address', 'https://inside.example.vn/'],
    ['private-address', 'https://metadata.example.vn/latest/meta-data'],
    ['private-address', 'https://half.example.vn/'],
    ['private-address', 'https://169.254.169.254/'],
    ['private-address', 'https://[::1]/'],
    ['private-address', 'https://[::ffff:7f00:1]/'],
    ['private-address', 'https://[fd00:ec2::254]/'],
    ['private-address', 'https://127.1/'],
    ['private-address', 'https://0x7f.1/'],
    ['private-address', 'https://017700000001/'],
    ['private-address', 'https://2130706433/'],
    ['private-address', 'https://１２７.0.0.1/'],
  ])('is refused as %s: %s', async (fault, url) => {
    expect(await faultOf(url)).toBe(fault);
  });

  it('is refused however a private address is spelt', async () => {
    const octet = fc.integer({ min: 0, max: 255 });
    await fc.assert(
      fc.asyncProperty(octet, octet, octet, async (b, c, d) => {
        const number = ((10 * 256 + b) * 256 + c) * 256 + d;
        const spellings = [
          `10.${b}.${c}.${d}`,
          String(number),
          `0x${number.toString(16)}`,
          `0${number.toString(8)}`,
          `10.${b}.${c * 256 + d}`,
          `012.${b}.${c}.${d}`,
          `[::ffff:10.${b}.${c}.${d}]`,
        ];
        for (const host of spellings) expect(await faultOf(`https://${host}/`)).toBe('private-address');
      }),
    );
  });
});

describe('in the local run', () => {
  it('this machine may be called, in clear and on any port, and nothing else beside the Internet', async () => {
    expect(await check('http://127.0.0.1:8080/hooks', 'loopback')).toMatchObject({
      ok: true,
      value: { addresses: ['127.0.0.1'] },
    });
    expect(await faultOf('https://his.example.vn/', 'loopback')).toBeNull();
    expect(await faultOf('http://his.example.vn/', 'loopback')).toBe('not-https');
    expect(await faultOf('http://10.0.0.1/', 'loopback')).toBe('not-https');
    expect(await faultOf('https://127.0.0.1/', 'loopback')).toBe('private-address');
  });
});
