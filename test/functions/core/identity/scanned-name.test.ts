import { describe, expect, it } from 'vitest';

import { isIntactName, isIntactText, isNameText } from '../../../../functions/core/identity/scanned-name.ts';
import { people } from '../../../../local/people/people.ts';

describe('a scanned name', () => {
  it.each(people)('may be that of $id, in either case', ({ fullName }) => {
    expect(isIntactName(fullName)).toBe(true);
    expect(isIntactName(fullName.toUpperCase())).toBe(true);
    expect(isIntactName(fullName.toLowerCase())).toBe(true);
  });

  it.each([
    "H'Thỉm Ê-ban",
    'Y. Thử',
    'K’Mẫu',
    'Rơ Châm Mẫu',
    'Kpă Mẫu',
    'H Yŏk Čil',
    'Ê\u0306ban Thử',
    'Wòng Dzũng Jang',
    'Nguyễn Thị A',
    'ĐỖ thị MẪU',
    'Nguyễn thị Mẫu',
    'Nguyễn Ngọc Bích Thuật Diệp',
  ])('may be %s', (name) => {
    expect(isIntactName(name)).toBe(true);
  });

  it.each([
    ['accents dropped', 'Nguyn Vn Th'],
    ['question marks', 'Nguy?n V?n Th?'],
    ['mojibake', 'Tráº§n Thá»‹ Máº«u'],
    ['ễ cut to eight bits', 'NguyÅn Mẫu'],
    ['ỉ cut to eight bits', 'Nguyễn ThÉm'],
    ['ự cut to eight bits', 'Nguyễn Cñu'],
    ['Ố cut to eight bits', 'QU\u00D0C'],
    ['Ọ cut to eight bits', 'NGUYỄN NGÌC'],
    ['Ũ cut to eight bits', 'TRhNG'],
    ['ạ cut to eight bits', 'Ph¡m Mẫu'],
    ['Ạ cut to eight bits', 'TH\u00A0CH'],
    ['Đ swallowed', 'Nguyễn ào'],
    ['a blank lost', 'NguyễnVăn Thử'],
    ['digits', 'Nguyễn Văn 2'],
    ['a foreign letter', 'Nguyễn Müller'],
    ['a Greek letter', 'Nguyễn Αn'],
    ['joints only', "-'."],
    ['nothing', ''],
    ['blanks', '  '],
    ['more than fits the claim file', 'a'.repeat(256)],
  ])('is not intact with %s', (_damage, name) => {
    expect(isIntactName(name)).toBe(false);
  });
});

describe('a name out of hex digits', () => {
  it.each(['Nguyễn thị Mẫu', 'NguyễnVăn Thử', 'Đỗ THị', 'Ng. V'])('may be printed as %s', (name) => {
    expect(isNameText(name)).toBe(true);
  });

  it.each(['', ' ', '12', 'Đỗ2', 'Đỗ\u0000', 'Tráº§n', '阮文試', 'a'.repeat(256)])('is not %j', (name) => {
    expect(isNameText(name)).toBe(false);
  });
});

describe('a text beside the name', () => {
  it.each(people)('may be the address of $id', ({ address }) => {
    expect(isIntactText(address)).toBe(true);
    expect(isIntactText(address.toUpperCase())).toBe(true);
  });

  it.each([
    '',
    'Tổ 5, KP.2, P. Ví Dụ (cũ: số 2/1A) – TP ĐắkLắk',
    'KĐT Thử; lô #3',
    'Buôn Ea H’Mẫu',
    '001090000017',
  ])('may be %j', (text) => {
    expect(isIntactText(text)).toBe(true);
  });

  it.each(['T?nh Th?', 'Phý°ng', 'TÉnh', 'ph\u00D1', 'Th\u00A0nh', 'Qu­n', 'Tá»‰nh', 'x\u0010'])(
    'is not %j',
    (text) => {
      expect(isIntactText(text)).toBe(false);
    },
  );
});
