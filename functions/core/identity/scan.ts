import { failed, ok, type Result } from '../result.ts';
import { trimEnds } from '../text.ts';
import { recogniseNumber } from './bare-number.ts';
import { type CitizenQr, parseCitizenQr } from './citizen-qr.ts';
import type { IdentityFaultCode } from './codes.ts';
import { END_MARK, type InsuranceQr, parseInsuranceQr } from './insurance-qr.ts';
import { looksLikeMrz, parseMrz } from './mrz.ts';
import { openPayload, TERMINATORS } from './scanned-text.ts';

/** What a scan turned out to be. */
export type Scan =
  | { readonly kind: 'citizen-qr'; readonly card: CitizenQr }
  | { readonly kind: 'card-qr'; readonly card: InsuranceQr };

type ScanResult = Result<Scan, IdentityFaultCode>;

/** Whatever a scanner or a hand typed, told apart by its shape (identity §1.5, §2.6). */
export function readScan(payload: string): ScanResult {
  const text = trimEnds(payload, TERMINATORS);
  if (looksLikeMrz(text)) return failed(withoutName(text));
  const qr = readQr(text);
  if (qr.ok || qr.error !== 'QR_NOT_DELIMITED') return qr;
  return failed(recogniseNumber(text) ?? qr.error);
}

/**
 * Machine-readable lines prove number and birth date, and yet no lookup can be made of them: the registry compares
 * names with their diacritics, which the lines do not have, and their name may be cut. Any spelling we made up would
 * ask about somebody else, so the desk is told what was recognised and types the name (identity §3.2).
 */
function withoutName(lines: string): IdentityFaultCode {
  const mrz = parseMrz(lines);
  return mrz.ok ? 'MRZ_NAME_WITHOUT_DIACRITICS' : mrz.error;
}

/** A QR of either card. */
export function readQr(payload: string): ScanResult {
  const opened = openPayload(payload);
  if (!opened.ok) return opened;
  const kind = kindOf(opened.value.parts);
  switch (kind) {
    case 'citizen-qr': {
      const card = parseCitizenQr(opened.value);
      return card.ok ? ok({ kind, card: card.value }) : card;
    }
    case 'card-qr': {
      const card = parseInsuranceQr(opened.value);
      return card.ok ? ok({ kind, card: card.value }) : card;
    }
    default:
      return failed(kind);
  }
}

const INSURANCE_PARTS = 13;

/** By end mark and first part. The retired PC-Covid QR begins as a citizen card and has its birth date elsewhere. */
function kindOf(parts: readonly string[]): Scan['kind'] | 'QR_PC_COVID' | 'QR_UNKNOWN_KIND' {
  const [first = '', , third = ''] = parts;
  if (parts.at(-1) === END_MARK || parts.length >= INSURANCE_PARTS) return 'card-qr';
  if (/^([0-9]{9}|[0-9]{12})$/.test(first) && parts.length === 6 && /^\d{4}-\d{2}-\d{2}/.test(third)) {
    return 'QR_PC_COVID';
  }
  if (/^[0-9]{12}$/.test(first)) return 'citizen-qr';
  return /^([0-9]{10}|[A-Z]{2}[0-9A-Z]{13})$/i.test(first) ? 'card-qr' : 'QR_UNKNOWN_KIND';
}
