import { resolveDate } from '../people/calendar.ts';
import type { SyntheticCopay, SyntheticPerson } from '../people/person.ts';
import { wireDate } from './answer.ts';
import type { WireAnswer } from './answer.ts';
import { identityCode, isBirthDate, numberLengths } from './lookup.ts';
import type { PeopleIndex } from './lookup.ts';
import type { RegistryAccount } from './options.ts';
import type { Fields } from './request.ts';

/** The co-payment function says everything with HTTP 200, but for a refused session (gateway protocol §2.5). */
export interface CopayResult {
  readonly code: string;
  readonly answer: WireAnswer;
}

/** Two sentences under one code: only they tell a restricted account from a fault (§2.5). */
export const copayNotes = {
  restricted: 'Có lỗi xảy ra trong quá trình tra cứu!',
  fault: 'Có lỗi hệ thống xảy ra trong quá trình xử lý!',
} as const;

/** Both blocks null: what comes with every code but 200. */
export function bareCopay(code: string, note: string): CopayResult {
  return { code, answer: { MaKetQua: code, GhiChu: note, DataCCT: null, ThongTinSoThe: null } };
}

/** Always empty, reserved. */
const reserve = { duPhong1: '', duPhong2: '', duPhong3: '', duPhong4: '', duPhong5: '' };

interface Visit {
  readonly leftOn: string;
  readonly amount: number;
}

function visitOf({ leftOn, amount }: SyntheticCopay, today: string): Visit {
  const day = resolveDate(leftOn, today);
  const newYear = `${today.slice(0, 4)}-01-01`;
  return { leftOn: 'days' in leftOn && day < newYear ? newYear : day, amount };
}

/**
 * Newest first, each with the running total of its own year. Former years are listed too: whether the registry does
 * so is not said, and it is the harder case for a client that takes the largest total.
 */
function rowsOf(person: SyntheticPerson, copay: readonly SyntheticCopay[], today: string): WireAnswer[] {
  const visits = copay
    .map((paid) => visitOf(paid, today))
    .filter(({ leftOn }) => leftOn <= today)
    .sort((a, b) => (a.leftOn < b.leftOn ? -1 : 1));
  const totals = new Map<string, number>();
  const rows = visits.map(({ leftOn, amount }, index) => {
    const year = leftOn.slice(0, 4);
    const total = (totals.get(year) ?? 0) + amount;
    totals.set(year, total);
    return {
      Id: index + 1,
      ngayTraCuu: wireDate(today),
      maThe: person.cards.at(-1)?.number ?? person.socialNumber,
      maCskcb: '99006',
      ngayVao: wireDate(leftOn),
      ngayRa: wireDate(leftOn),
      maDoiTuongKCB: '1.1',
      tBNCCTMCCT: amount,
      tBNCCTLuyKe: total,
      ngayNhanCong: wireDate(leftOn),
      ngayNhan: '',
      ...reserve,
    };
  });
  return rows.reverse();
}

/** Up to the end of yesterday: the registry's totals lag. */
const asOf = (today: string): string => `tính đến: ${wireDate(resolveDate({ days: -1 }, today))} 23:30`;

function dataOf(person: SyntheticPerson, rows: readonly WireAnswer[], today: string): CopayResult {
  return {
    code: '200',
    answer: {
      MaKetQua: '200',
      GhiChu: `Số tiền cùng chi trả lũy kế trong năm ${asOf(today)}`,
      DataCCT: rows,
      ThongTinSoThe: {
        hoTen: person.fullName,
        ngaySinh: wireDate(person.dateOfBirth),
        ngayKetThuc: '',
        maBhxh: person.socialNumber,
        ...reserve,
      },
    },
  };
}

/** `TraCuuTienMCCT` for a caller whose session has been accepted. */
export function lookUpCopay(
  fields: Fields,
  account: RegistryAccount,
  people: PeopleIndex,
  today: string,
): CopayResult {
  if (account.mayAskCopay === false) return bareCopay('500', copayNotes.restricted);
  const field = (name: string): string => (fields.get(name) ?? '').trim();
  const question = {
    maThe: field('mathe').replaceAll(/\s/g, ''),
    hoTen: field('hoten'),
    ngaySinh: field('ngaysinh'),
  };
  // The annex's example has the facility's code where its text says account; nobody knows which is refused.
  const isOurs = [account.username, account.username.slice(0, 5)].includes(field('username'));
  const isReadable =
    numberLengths.includes(question.maThe.length) && question.hoTen !== '' && isBirthDate(question.ngaySinh);
  if (!isOurs || !isReadable) return bareCopay('400', 'Dữ liệu đầu vào không hợp lệ');

  const person = people.get(question.maThe);
  const isFound = person !== undefined && identityCode(question, person) === undefined;
  const rows = isFound ? rowsOf(person, person.copay ?? [], today) : [];
  return isFound && rows.length > 0
    ? dataOf(person, rows, today)
    : bareCopay('204', `Không có dữ liệu cùng chi trả ${asOf(today)}`);
}
