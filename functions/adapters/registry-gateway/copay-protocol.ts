import * as z from 'zod/mini';

import { parseSlashedDate, type PlainDate, toSlashedDate } from '../../core/calendar.ts';
import type { InquirySubject } from '../../core/eligibility/ports.ts';
import type { CopayTotals } from '../../core/registry/copay-answer.ts';

/** The registry's own field names of the co-payment function live in this file and nowhere else (protocol §2.5). */

/** `dd/MM/yyyy`, a day that exists; empty becomes null, as the end of a stay that goes on. */
const day = z.pipe(
  z.optional(z.nullable(z.string().check(z.regex(/^\s*$|^\s*\d{2}\/\d{2}\/\d{4}\s*$/)))),
  z.transform((written, context) => {
    const tidy = written?.trim() ?? '';
    const date = parseSlashedDate(tidy);
    if (date === null && tidy !== '') context.issues.push({ code: 'custom', input: written });
    return date;
  }),
);
const dong = z.number().check(z.nonnegative(), z.lte(Number.MAX_SAFE_INTEGER));

const visit = z
  .object({ ngayVao: day, ngayRa: day, tBNCCTLuyKe: dong })
  // Of no date it belongs to no year.
  .check(z.refine(({ ngayVao, ngayRa }) => ngayVao !== null || ngayRa !== null));

const copayAnswer = z.object({
  MaKetQua: z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((code) => String(code).trim()),
  ),
  GhiChu: z.optional(z.nullable(z.string())),
  DataCCT: z.optional(z.unknown()),
});

/** Which account, whose money. The annex's example has the bare facility code, its text and clients the account. */
export const copayBody = ({ person }: InquirySubject, username: string): string =>
  JSON.stringify({
    username,
    maThe: person.number,
    hoTen: person.fullName,
    ngaySinh: toSlashedDate(person.dateOfBirth),
  });

type CopayAnswer =
  | { readonly kind: 'totals'; readonly totals: CopayTotals }
  | { readonly kind: 'session-refused' | 'restricted' | 'fault' };

/** `fault`: also whatever is not of the shape of the document: a wrong sum would take money from somebody. */
export function readCopayAnswer(json: unknown, year: number): CopayAnswer {
  const parsed = copayAnswer.safeParse(json);
  if (!parsed.success) return { kind: 'fault' };
  const { MaKetQua: code, DataCCT: visits } = parsed.data;
  const note = (parsed.data.GhiChu ?? '').normalize('NFC');
  if (code === '200') return readTotals(visits, year, note);
  if (code === '204') return { kind: 'totals', totals: totalsOf([], year, note) };
  if (code === '401' || code === '403') return { kind: 'session-refused' };
  return { kind: code === '500' && RESTRICTED.test(note) ? 'restricted' : 'fault' };
}

/** The sentence of an account on the restricted list; a fault of the system has another, under the same code. */
const RESTRICTED = /lỗi xảy ra trong quá trình tra cứu/i;

function readTotals(visits: unknown, year: number, note: string): CopayAnswer {
  const parsed = z.array(visit).safeParse(visits);
  if (!parsed.success) return { kind: 'fault' };
  const paid = parsed.data.map(({ ngayVao, ngayRa, tBNCCTLuyKe }) => ({
    endedOn: ngayRa,
    year: Number((ngayRa ?? ngayVao)?.slice(0, 4)),
    runningTotal: Math.round(tBNCCTLuyKe),
  }));
  return { kind: 'totals', totals: totalsOf(paid, year, note) };
}

interface Paid {
  readonly endedOn: PlainDate | null;
  readonly year: number;
  /** Of the year, up to and with this visit: the newest is the largest, and to add them up would count twice. */
  readonly runningTotal: number;
}

function totalsOf(paid: readonly Paid[], year: number, note: string): CopayTotals {
  const thisYear = paid.filter((visit) => visit.year === year);
  const early = thisYear.filter(({ endedOn }) => endedOn !== null && endedOn < '2026-07-01');
  return {
    cumulative: largest(thisYear),
    beforeJuly2026: largest(early),
    asOf: AS_OF.exec(note)?.[1] ?? null,
  };
}

const largest = (paid: readonly Paid[]): number => Math.max(0, ...paid.map((visit) => visit.runningTotal));

/** "… tính đến: 20/11/2026 23:30": how far the totals go, as the registry writes it. */
const AS_OF = /tính đến:?\s*(\d{2}\/\d{2}\/\d{4}(?:\s+\d{2}:\d{2})?)/i;
