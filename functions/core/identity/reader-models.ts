import { type BirthDate, parseIsoDate, parsePackedDate, parseSlashedDate } from '../calendar.ts';
import type { Sex } from './personal-number.ts';

/**
 * What the middleware of a desk reader hands over, as data (identity §3.5). Only what is named here is looked at:
 * religion, ethnicity, parents, images and the reader's own word that it checked the chip go no further.
 */
export interface ReaderModel {
  /** Where each field stands, the first that is there counts; `a.b` is field b of object a. */
  readonly personalId: readonly string[];
  readonly fullName: readonly string[];
  readonly dateOfBirth: readonly string[];
  readonly sex: readonly string[];
  readonly dates: readonly DateForm[];
  /** Raw parts of the chip, base64, where the model gives them out. */
  readonly chip?: { readonly sod: string; readonly dataGroups: Readonly<Record<string, string>> };
}

export const dateForms = {
  '17/02/1990': parseSlashedDate,
  '17-02-1990': (text) => (text.includes('/') ? null : parseSlashedDate(text.replaceAll('-', '/'))),
  '17021990': parsePackedDate,
  '1990-02-17': parseIsoDate,
  // .NET writes a date as its midnight. Any other hour is a moment, and whose day that is cannot be known.
  '1990-02-17T00:00:00': (text) =>
    parseIsoDate(/^(.{10})T00:00(?::00(?:\.0{1,7})?)?(?:Z|\+07:00)?$/.exec(text)?.[1] ?? ''),
} as const satisfies Record<string, (text: string) => BirthDate | null>;
export type DateForm = keyof typeof dateForms;

const asOnTheChip = ['17/02/1990', '17-02-1990', '17021990', '1990-02-17'] as const;
const asDotNetWrites = ['17/02/1990', '17-02-1990', '1990-02-17', '1990-02-17T00:00:00'] as const;

export const models = {
  /** JTH eID app, over HTTP. */
  jth: {
    personalId: ['id_card'],
    fullName: ['full_name'],
    dateOfBirth: ['date_of_birth'],
    sex: ['gender'],
    dates: asOnTheChip,
  },
  /** HN212 over Socket.IO: event 2 has the text, event 4 the raw data groups. */
  hn212: {
    personalId: ['idCode', 'data.idCode'],
    fullName: ['personName', 'data.personName'],
    dateOfBirth: ['dateOfBirth', 'data.dateOfBirth'],
    sex: ['gender', 'data.gender'],
    dates: asOnTheChip,
    chip: { sod: 'sod', dataGroups: { 1: 'dg1', 13: 'dg13', 14: 'dg14', 15: 'dg15' } },
  },
  /** RAR.IdCard.Sdk, and the record that a service around it makes. */
  rar: {
    personalId: ['CardFullData.Dg13File.DocumentNumber', 'Dg13File.DocumentNumber', 'CardNumber'],
    fullName: ['CardFullData.Dg13File.Name', 'Dg13File.Name', 'FullName'],
    dateOfBirth: ['CardFullData.Dg13File.DateOfBirth', 'Dg13File.DateOfBirth', 'DateOfBirth'],
    sex: ['CardFullData.Dg13File.Sex', 'Dg13File.Sex', 'Sex'],
    dates: asDotNetWrites,
  },
  /** ToolKitCCCD / WcfCCCD host. */
  wcf: {
    personalId: ['Decode.DocumentNumber'],
    fullName: ['Decode.Name'],
    dateOfBirth: ['Decode.DateOfBirth'],
    sex: ['Decode.Sex'],
    dates: asDotNetWrites,
  },
  /** e-KYC readers. What `newIdCard` means is not clear, so it counts only where there is no `idCardNo`. */
  ekyc: {
    personalId: ['idCardNo', 'dg13.idCardNo', 'newIdCard'],
    fullName: ['name', 'dg13.name'],
    dateOfBirth: ['dateOfBirth', 'dg13.dateOfBirth'],
    sex: ['gender', 'dg13.gender'],
    dates: [...asOnTheChip, '1990-02-17T00:00:00'],
  },
} as const satisfies Record<string, ReaderModel>;

export const sexWords = new Map<string, Sex>([
  ...['nam', 'male', 'm'].map((word) => [word, 'male'] as const),
  ...['nữ', 'nu', 'female', 'f'].map((word) => [word, 'female'] as const),
]);
