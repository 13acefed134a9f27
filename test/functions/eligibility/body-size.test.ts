import { describe, expect, it } from 'vitest';

import { MAX_BODY_BYTES, refuseOversize } from '../../../functions/eligibility/body-size.ts';
import { maxBodyBytes } from '../../../lib/waf.ts';

const KB = 1024;
const chip = (bytes: number, more: object = {}) => {
  const half = 'A'.repeat(Math.floor(bytes / 6) * 4);
  const rest = Buffer.alloc(bytes - Math.floor(bytes / 6) * 3).toString('base64');
  return { kind: 'chip', chip: { sod: half, dataGroups: { 13: rest } }, ...more };
};
const taken = (body: unknown) => () => {
  refuseOversize(typeof body === 'string' ? body : JSON.stringify(body));
};
const tooLarge: unknown = expect.objectContaining({ code: 'body-too-large' });

describe('the size of a request', () => {
  it('may be 16 kB whatever it is', () => {
    expect(taken('x'.repeat(16 * KB))).not.toThrow();
    expect(taken({ subject: { kind: 'card' }, visit: 'x'.repeat(10 * KB) })).not.toThrow();
  });

  it('may be more with chip data up to 64 kB', () => {
    expect(taken({ subject: chip(64 * KB) })).not.toThrow();
    expect(taken({ subject: chip(64 * KB + 1) })).toThrow(tooLarge);
  });

  it.each<[string, unknown]>([
    ['no JSON', 'x'.repeat(16 * KB + 1)],
    ['another kind', { subject: { ...chip(20 * KB), kind: 'card' } }],
    ['chip data elsewhere', { chip: chip(20 * KB).chip, subject: { kind: 'chip' } }],
    ['no chip data', { subject: { kind: 'chip', fullName: 'x'.repeat(17 * KB) } }],
    ['chip data of another form', { subject: { kind: 'chip', chip: ['x'.repeat(17 * KB)] } }],
    [
      'chip data of numbers',
      { subject: { kind: 'chip', chip: { sod: 1, dataGroups: {} }, more: 'x'.repeat(17 * KB) } },
    ],
    ['nothing but brackets', '['.repeat(17 * KB)],
  ])('may not with %s', (_what, body) => {
    expect(taken(body)).toThrow(tooLarge);
  });

  it('ends where the web ACL ends it as well', () => {
    expect(MAX_BODY_BYTES).toBe(maxBodyBytes);
  });
});
