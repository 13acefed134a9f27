import { describe, expect, it } from 'vitest';

import { csvLine } from '../../../bin/batch/csv.ts';
import { readList } from '../../../bin/batch/list.ts';

const read = (text: string) => readList(new TextEncoder().encode(text));
const an = { number: '001190000017', fullName: 'Đỗ Thị Mẫu', dateOfBirth: '1990-02-17' };
const { number: cardNumber, ...rest } = an;
const subject = { kind: 'card', cardNumber, ...rest };

describe('a list of patients', () => {
  it.each([
    [
      'commas',
      'ref,number,fullName,dateOfBirth,visitDate\nA1,001190000017,Đỗ Thị Mẫu,1990-02-17,2026-11-30\n',
    ],
    [
      'Vietnamese names in another order, semicolons, a byte order mark, dates as on paper',
      '\uFEFFHọ và tên;Ngày sinh;Ngày khám;Số thẻ BHYT;Mã BN\r\nĐỗ Thị Mẫu;17/02/1990;30/11/2026;001190000017;A1\r\n',
    ],
    [
      'tabs and dashes',
      'Số CCCD\tHỌ TÊN\tNgày Sinh\tid\tNgày hẹn\n001190000017\t Đỗ Thị Mẫu \t17-02-1990\tA1\t30.11.2026',
    ],
    [
      'a running number before the code of the patient',
      'STT;Mã BN;Họ tên;Số thẻ;Ngày sinh;Ngày khám\n1;A1;Đỗ Thị Mẫu;001190000017;17/02/1990;30/11/2026\n',
    ],
  ])('is read with %s', (_how, text) => {
    expect(read(text)).toEqual({
      ok: true,
      value: { items: [{ ref: 'A1', subject, visit: { date: '2026-11-30' } }], fileLines: [2] },
    });
  });

  it('keeps what is no date for the service to name, and counts lines as an editor does', () => {
    const list = read('number,fullName,dateOfBirth\n\n1,"Đỗ\nMẫu",hôm qua\n2,B,1990\n');
    expect(list).toMatchObject({
      ok: true,
      value: {
        items: [{ subject: { dateOfBirth: 'hôm qua' } }, { subject: { dateOfBirth: '1990' } }],
        fileLines: [3, 5],
      },
    });
  });

  it.each([
    ['without a column that is needed', 'number,fullName\n1,A', /dateOfBirth/],
    ['without a patient', 'number,fullName,dateOfBirth\n', /no patient/],
    ['that never closes a quote', 'number,fullName,dateOfBirth\n"1,A,1990', /as CSV/],
  ])('%s is refused', (_what, text, said) => {
    const list = read(text);
    expect(list.ok ? '' : list.error).toMatch(said);
  });

  it('that is not UTF-8 is refused', () => {
    expect(readList(Uint8Array.of(0xd0, 0x20)).ok).toBe(false);
  });
});

describe('a line of results', () => {
  it('is quoted where it must be, and runs nothing in a spreadsheet', () => {
    expect(csvLine([1, null, true, 'a,"b"', '=1+1', '@x', '-5', -5])).toBe(
      `1,,true,"a,""b""",'=1+1,'@x,'-5,-5\r\n`,
    );
  });
});
