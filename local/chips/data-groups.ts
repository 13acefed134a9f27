import type { SyntheticPerson } from '../people/person.ts';
import { mrz } from '../people/scans.ts';
import { application, applicationBytes, encode, integer, octets, oid, sequence, setOf, utf8 } from './der.ts';

/** What the card's chip holds of an invented person (identity §3.2, §3.3). */

/** EF.DG1: the lines of the MRZ in one. */
export const dg1 = (person: SyntheticPerson): Buffer => {
  const lines = Buffer.from(mrz(person).replaceAll('\n', ''));
  return fileOf(0x01, applicationBytes(0x1f, lines));
};

/** EF.DG13. More than the product takes is there, so that it is seen to be left. */
export function dg13(person: SyntheticPerson): Buffer {
  const field = (number: number, text: string) => sequence(integer(number), utf8(text));
  return fileOf(
    0x0d,
    sequence(
      integer(1),
      oid('1.0.10646.1.0.8'),
      setOf(
        field(1, person.personalId),
        field(2, person.fullName),
        field(3, person.dateOfBirth.split('-').reverse().join('/')),
        field(4, person.sex === 'male' ? 'Nam' : 'Nữ'),
        field(5, 'Việt Nam'),
        field(6, 'Kinh'),
        field(9, person.address),
        field(11, '15/01/2026'),
        field(12, '31/12/2035'),
        sequence(integer(13), sequence(utf8('Nguyễn Văn Cha'), utf8('Trần Thị Mẹ'))),
        field(16, '0123456789ABCDEF'),
        // A kind of value that no field is known to have.
        sequence(integer(99), octets(Buffer.from('unknown'))),
      ),
    ),
  );
}

const fileOf = (tag: number, ...parts: Parameters<typeof application>[1][]): Buffer =>
  encode(application(tag, ...parts));
