import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseStrictObject } from '../../../../functions/adapters/tokens/strict-json.ts';

const shallow = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { noNullPrototype: true });

describe('an object of JSON', () => {
  it('is read as the language reads it', () => {
    fc.assert(
      fc.property(shallow, (object) => {
        const text = JSON.stringify(object);
        expect(parseStrictObject(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is refused when any of its members stands twice, however it is written', () => {
    fc.assert(
      fc.property(shallow, fc.string(), fc.boolean(), (object, name, deep) => {
        const units = Array.from({ length: name.length }, (_, at) => name.charCodeAt(at));
        const spelt = `"${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}"`;
        const twice = `{${JSON.stringify(name)}:${JSON.stringify(object)},${spelt}:1}`;
        expect(parseStrictObject(deep ? `{"a":[0,${twice}]}` : twice)).toBeNull();
      }),
    );
  });

  it.each([
    ['names like text within values', '{"a":"{\\"b\\":1,\\"b\\":2}","b":1}', { a: '{"b":1,"b":2}', b: 1 }],
    ['the same name at two depths', '{"a":{"a":[{"a":1},{"a":2}]}}', { a: { a: [{ a: 1 }, { a: 2 }] } }],
    ['the same text as name and value', '{"a":"a","b":["a","a"]}', { a: 'a', b: ['a', 'a'] }],
  ])('may have %s', (_what, text, object) => {
    expect(parseStrictObject(text)).toEqual(object);
  });

  it.each([
    '',
    'null',
    '[]',
    '1',
    '{"a":1',
    '{"a":1}{}',
    '{"a":1,}',
    "{'a':1}",
    `{"a":${'['.repeat(9)}${']'.repeat(9)}}`,
  ])('is not %s', (text) => {
    expect(parseStrictObject(text)).toBeNull();
  });
});
