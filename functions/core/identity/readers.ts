import type { BirthDate, PlainDate } from '../calendar.ts';
import { failed, ok, type Result } from '../result.ts';
import type { ChipData } from './chip.ts';
import type { IdentityFaultCode, IdentityWarning } from './codes.ts';
import { personFromChip } from './person.ts';
import { parsePersonalNumber } from './personal-number.ts';
import { type DateForm, dateForms, models, type ReaderModel, sexWords } from './reader-models.ts';

export type ReaderModelName = keyof typeof models;
export const readerModels = Object.keys(models);
export const isReaderModel = (name: string): name is ReaderModelName => Object.hasOwn(models, name);

export type ReaderFaultCode =
  | 'READER_NUMBER_AS_JSON_NUMBER'
  | 'READER_FIELD_MISSING'
  | 'READER_FIELD_FORM'
  | 'READER_SEVERAL_CARDS'
  | IdentityFaultCode;

/** `pointer` leads to the field of the reader's own JSON; no value is repeated. */
export interface ReaderFault {
  readonly pointer: string;
  readonly code: ReaderFaultCode;
}

/** What `POST /v1/eligibility` takes as its subject. */
export interface ReaderSubject {
  readonly kind: 'chip';
  readonly personalId: string;
  readonly fullName: string;
  readonly dateOfBirth: BirthDate;
  readonly chip?: ChipData;
}

interface Normalised {
  readonly subject: ReaderSubject;
  readonly warnings: readonly IdentityWarning[];
}

/** The subject in what a reader handed over: one object, or the events of one card in an array. */
export function normaliseReader(
  name: ReaderModelName,
  json: unknown,
  today: PlainDate,
): Result<Normalised, readonly ReaderFault[]> {
  const model: ReaderModel = models[name];
  const events = eventsOf(json);
  const texts = events.filter((event) => find(event, model.personalId) !== undefined);
  if (new Set(texts.map((event) => find(event, model.personalId)?.value)).size > 1) {
    return failed([{ code: 'READER_SEVERAL_CARDS', pointer: '' }]);
  }
  // All of it from one event: a name never comes from another card than the number.
  const text = texts[0] ?? events[0] ?? { json, at: '' };
  const personalId = readText(text, model.personalId, 'READER_NUMBER_AS_JSON_NUMBER');
  const fullName = readText(text, model.fullName);
  const written = readText(text, model.dateOfBirth);
  const dateOfBirth = written.ok ? readDate(written.value, model.dates) : written;
  const chip = readChip(events, model);
  if (!personalId.ok || !fullName.ok || !dateOfBirth.ok || !chip.ok) {
    return failed([personalId, fullName, dateOfBirth, chip].flatMap((read) => (read.ok ? [] : [read.error])));
  }
  const pointers = new Map<string, string>([
    ['personalId', personalId.value.pointer],
    ['fullName', fullName.value.pointer],
    ['dateOfBirth', dateOfBirth.value.pointer],
  ]);
  const stated = {
    personalId: personalId.value.value,
    fullName: fullName.value.value,
    dateOfBirth: dateOfBirth.value.value,
  };
  const person = personFromChip(stated, today);
  if (!person.ok) {
    return failed(person.error.map(({ field, code }) => ({ code, pointer: pointers.get(field) ?? '' })));
  }
  const { number, fullName: tidied, dateOfBirth: born, warnings } = person.value;
  const proof = chip.value === null ? {} : { chip: chip.value };
  return ok({
    subject: { kind: 'chip', personalId: number, fullName: tidied, dateOfBirth: born, ...proof },
    warnings: [...warnings, ...sexWarning(number, readText(text, model.sex))],
  });
}

interface Event {
  readonly json: unknown;
  /** Where it stands in the body. */
  readonly at: string;
}

const eventsOf = (json: unknown): Event[] =>
  Array.isArray(json)
    ? json.map((event: unknown, index) => ({ json: event, at: `/${index}` }))
    : [{ json, at: '' }];

interface Found<T = string> {
  readonly value: T;
  readonly pointer: string;
}

/** What stands at the first of the paths that holds anything; null and empty texts are nothing. */
function find({ json, at }: Event, paths: readonly string[]): Found<unknown> | undefined {
  for (const path of paths) {
    let value = json;
    for (const name of path.split('.')) {
      const holder: unknown = value;
      value =
        typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name)
          ? Reflect.get(holder, name)
          : null;
    }
    if (typeof value === 'string') value = value.trim();
    if (value !== null && value !== '') return { value, pointer: `${at}/${path.replaceAll('.', '/')}` };
  }
  return undefined;
}

function readText(
  event: Event,
  paths: readonly string[],
  ofNumbers: ReaderFaultCode = 'READER_FIELD_FORM',
): Result<Found, ReaderFault> {
  const found = find(event, paths);
  if (found === undefined) {
    const usual = (paths[0] ?? '').replaceAll('.', '/');
    return failed({ code: 'READER_FIELD_MISSING', pointer: `${event.at}/${usual}` });
  }
  const { value, pointer } = found;
  if (typeof value === 'string') return ok({ value, pointer });
  return failed({ code: typeof value === 'number' ? ofNumbers : 'READER_FIELD_FORM', pointer });
}

function readDate(written: Found, forms: readonly DateForm[]): Result<Found, ReaderFault> {
  for (const form of forms) {
    const value = dateForms[form](written.value);
    if (value !== null) return ok({ ...written, value });
  }
  return failed({ code: 'READER_FIELD_FORM', pointer: written.pointer });
}

/** A data group proves something only with its security object, and only data group 13 has the name. */
function readChip(events: readonly Event[], { chip }: ReaderModel): Result<ChipData | null, ReaderFault> {
  const event = events.find((candidate) => chip !== undefined && find(candidate, [chip.sod]) !== undefined);
  if (chip === undefined || event === undefined) return ok(null);
  const sod = readBase64(event, chip.sod);
  if (!sod.ok) return sod;
  const dataGroups: Record<string, string> = {};
  for (const [number, path] of Object.entries(chip.dataGroups)) {
    const group = readBase64(event, path);
    if (!group.ok) return group;
    if (group.value !== null) dataGroups[number] = group.value;
  }
  return ok(sod.value === null || !('13' in dataGroups) ? null : { sod: sod.value, dataGroups });
}

function readBase64(event: Event, path: string): Result<string | null, ReaderFault> {
  const found = find(event, [path]);
  if (found === undefined) return ok(null);
  // Java's MIME encoder breaks lines.
  const text = typeof found.value === 'string' ? found.value.replace(/\s/g, '') : '';
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text)
    ? ok(text)
    : failed({ code: 'READER_FIELD_FORM', pointer: found.pointer });
}

function sexWarning(personalId: string, stated: Result<Found, ReaderFault>): IdentityWarning[] {
  const sex = stated.ok ? sexWords.get(stated.value.value.normalize('NFC').toLowerCase()) : undefined;
  const number = parsePersonalNumber(personalId);
  return sex === undefined || !number.ok || number.value.sex === sex ? [] : ['PID_SEX_MISMATCH'];
}
