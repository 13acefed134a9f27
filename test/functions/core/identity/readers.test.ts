import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isReaderModel, normaliseReader, readerModels } from '../../../../functions/core/identity/readers.ts';

const today = '2026-11-21';
const patient = { personalId: '001190000017', fullName: 'Đỗ Thị Mẫu', dateOfBirth: '1990-02-17' };
const subject = { kind: 'chip', ...patient };
const dotNet = {
  DocumentNumber: '001190000017',
  Name: 'Đỗ Thị Mẫu',
  DateOfBirth: '17/02/1990',
  Sex: 'Nữ',
  Nationality: 'Việt Nam',
  Address: 'Xã Ví Dụ',
  IssueDate: '01/02/2022',
  ExpiredDate: '17/02/2030',
};
const jth = {
  id_card: '001190000017',
  full_name: 'Đỗ Thị Mẫu',
  date_of_birth: '17/02/1990',
  gender: 'Nữ',
  race: 'Kinh',
  religion: 'Bí mật',
  father_name: 'Đỗ Văn Cha',
  mother_name: 'Tạ Thị Mẹ',
  old_id_card: '',
  id_img: 'aW1hZ2U=',
};
const hn212 = {
  id: 2,
  idCode: '001190000017',
  personName: 'Đỗ Thị Mẫu',
  dateOfBirth: '17/02/1990',
  gender: 'Nữ',
  religion: 'Bí mật',
  motherName: 'Tạ Thị Mẹ',
};
const raw = { id: 4, img_data: 'aW1n', dg2: 'ZGcy', dg13: 'ZGcxMw==', dg14: 'ZGcxNA==', sod: 'c29k' };
const ekyc = {
  idCardNo: '001190000017',
  name: 'Đỗ Thị Mẫu',
  gender: 'Nữ',
  dateOfBirth: '17/02/1990',
  dateOfExpiry: null,
  dg13: { motherName: 'Tạ Thị Mẹ', chipId: '0011223344556677' },
  validationResult: { aa: true, pa: true, ca: true },
};

describe('each model, as its middleware writes it', () => {
  it.each([
    ['jth', jth],
    ['hn212', hn212],
    ['hn212', { id: 2, data: hn212 }],
    ['hn212', ['/event', hn212]],
    ['rar', { CardFullData: { Dg13File: dotNet, Dg2File: { FaceImage: 'aW1n' } } }],
    ['rar', { Dg13File: { ...dotNet, DateOfBirth: '1990-02-17T00:00:00' } }],
    ['rar', { CardNumber: '001190000017', FullName: 'Đỗ Thị Mẫu', DateOfBirth: '17/02/1990' }],
    ['wcf', { Raw: 'aW1n', Decode: dotNet }],
    ['ekyc', ekyc],
    ['ekyc', { ...ekyc, newIdCard: 1190000017 }],
  ] as const)('%s: the subject to send on, and nothing of the rest', (model, json) => {
    const read = normaliseReader(model, json, today);
    expect(read).toEqual({ ok: true, value: { subject, warnings: [] } });
    expect(JSON.stringify(read)).not.toMatch(/Bí mật|Tạ Thị Mẹ|Đỗ Văn Cha|Kinh|aW1|ZGcy|Xã|"pa"/);
  });

  it('hn212: raw data groups become the proof, without the face', () => {
    const chip = { sod: 'c29k', dataGroups: { '13': 'ZGcxMw==', '14': 'ZGcxNA==' } };
    expect(normaliseReader('hn212', [hn212, raw], today)).toEqual({
      ok: true,
      value: { subject: { ...subject, chip }, warnings: [] },
    });
  });

  it('hn212: line breaks of a MIME encoder are taken out of the data groups', () => {
    const broken = { ...raw, sod: 'c2\r\n9k' };
    expect(normaliseReader('hn212', [hn212, broken], today)).toMatchObject({
      value: { subject: { chip: { sod: 'c29k' } } },
    });
  });

  it.each([
    ['1990', '1990'],
    ['02/1990', '1990-02'],
    ['17-02-1990', '1990-02-17'],
    ['17021990', '1990-02-17'],
    ['00001990', '1990'],
    ['1990-02-17', '1990-02-17'],
  ])('a birth date written %s is %s', (written, dateOfBirth) => {
    const read = normaliseReader('jth', { ...jth, date_of_birth: written }, today);
    expect(read).toMatchObject({ ok: true, value: { subject: { dateOfBirth } } });
  });

  it.each(['1990-02-16T17:00:00Z', '31/02/1990', '02/17/1990', 'never'])('refuses the date %s', (written) => {
    const read = normaliseReader('rar', { Dg13File: { ...dotNet, DateOfBirth: written } }, today);
    expect(read).toEqual({
      ok: false,
      error: [{ code: 'READER_FIELD_FORM', pointer: '/Dg13File/DateOfBirth' }],
    });
  });

  it('a name in decomposed form is composed', () => {
    const read = normaliseReader('jth', { ...jth, full_name: ' Đỗ Thị  Mẫu '.normalize('NFD') }, today);
    expect(read).toMatchObject({ value: { subject } });
  });

  it.each(['Nam', 'nam ', 'M', 'Male'])('a sex the number contradicts is told, not refused: %s', (gender) => {
    expect(normaliseReader('jth', { ...jth, gender }, today)).toMatchObject({
      ok: true,
      value: { warnings: ['PID_SEX_MISMATCH'] },
    });
  });
});

describe('what is refused, and where it stands', () => {
  it.each([
    ['jth', { ...jth, id_card: 1190000017 }, '/id_card'],
    ['hn212', [{ id: 1 }, { ...hn212, idCode: 1190000017 }], '/1/idCode'],
    [
      'rar',
      { CardFullData: { Dg13File: { ...dotNet, DocumentNumber: 0 } } },
      '/CardFullData/Dg13File/DocumentNumber',
    ],
    ['wcf', { Decode: { ...dotNet, DocumentNumber: 79185000000 } }, '/Decode/DocumentNumber'],
    ['ekyc', { ...ekyc, idCardNo: null, newIdCard: 1190000017 }, '/newIdCard'],
  ] as const)('%s: a personal number as JSON number', (model, json, pointer) => {
    expect(normaliseReader(model, json, today)).toEqual({
      ok: false,
      error: [{ code: 'READER_NUMBER_AS_JSON_NUMBER', pointer }],
    });
  });

  it('every missing field, at the address where it usually stands', () => {
    expect(normaliseReader('hn212', [raw], today)).toEqual({
      ok: false,
      error: [
        { code: 'READER_FIELD_MISSING', pointer: '/0/idCode' },
        { code: 'READER_FIELD_MISSING', pointer: '/0/personName' },
        { code: 'READER_FIELD_MISSING', pointer: '/0/dateOfBirth' },
      ],
    });
  });

  it('what no person can have', () => {
    const wrong = { ...jth, id_card: '00119000001', full_name: '12345', date_of_birth: '17/02/2999' };
    expect(normaliseReader('jth', wrong, today)).toEqual({
      ok: false,
      error: [
        { code: 'PID_LENGTH', pointer: '/id_card' },
        { code: 'NAME_INVALID', pointer: '/full_name' },
        { code: 'DOB_FUTURE', pointer: '/date_of_birth' },
      ],
    });
  });

  it('events of two cards', () => {
    expect(normaliseReader('hn212', [hn212, { ...hn212, idCode: '001190000025' }], today)).toEqual({
      ok: false,
      error: [{ code: 'READER_SEVERAL_CARDS', pointer: '' }],
    });
  });

  it('never completes one event with the name of another', () => {
    const nameless = { ...hn212, personName: null };
    const read = normaliseReader('hn212', [nameless, { personName: 'Tạ Văn Khác' }], today);
    expect(read).toEqual({ ok: false, error: [{ code: 'READER_FIELD_MISSING', pointer: '/0/personName' }] });
  });

  it('a data group that is no base64', () => {
    expect(normaliseReader('hn212', [hn212, { ...raw, dg13: '<hex>' }], today)).toEqual({
      ok: false,
      error: [{ code: 'READER_FIELD_FORM', pointer: '/1/dg13' }],
    });
  });
});

it('any JSON is either a subject or refused with pointers, for every model', () => {
  fc.assert(
    fc.property(fc.constantFrom(...readerModels), fc.jsonValue(), (model, json) => {
      if (!isReaderModel(model)) throw new Error('not a model of the list');
      const read = normaliseReader(model, json, today);
      expect(read.ok || read.error.length > 0).toBe(true);
    }),
  );
});

it.each(['', 'toString', '__proto__', 'JTH'])('%j is no model', (name) => {
  expect(isReaderModel(name)).toBe(false);
});
