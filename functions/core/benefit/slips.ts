import { addYears, type PlainDate } from '../calendar.ts';
import { isListedByCode } from './diagnosis.ts';
import { serviceGroups, servicePapers } from './law/base-rates.ts';
import { appointmentValidity, referralValidity, temporaryStayRule } from './law/validity.ts';
import type { Certainty, Sentence } from './row.ts';
import type { Case } from './visit.ts';
import { workingDayAfter } from './working-days.ts';

/** What a slip or paper that came with the patient is worth, and why. */
export interface SlipJudgement {
  readonly slip: 'referral' | 'appointment' | 'temporary-stay';
  readonly accepted: boolean;
  readonly reason: Sentence;
  readonly citation: string;
  /** The last day on which it counts. */
  readonly validUntil: PlainDate | null;
  /** What made it count is the facility's own word, not a list. */
  readonly attested: boolean;
  /** Counting of working days follows the Civil Code, which the circular does not say (A11). */
  readonly certainty: Certainty;
}

/** Every slip of the visit, in a fixed order. */
export const judgeSlips = (given: Case): readonly SlipJudgement[] =>
  [judgeReferral(given), judgeAppointment(given), judgeTemporaryStay(given)].filter((slip) => slip !== null);

type Kind = Omit<SlipJudgement, 'accepted' | 'reason'>;

const accepted = (kind: Kind, vi: string, en: string): SlipJudgement => ({
  ...kind,
  accepted: true,
  reason: { vi, en },
});

const refused = (kind: Kind, vi: string, en: string): SlipJudgement => ({
  ...kind,
  accepted: false,
  reason: {
    vi: `${vi} Không có căn cứ khác thì xét như tự đến.`,
    en: `${en} Without another ground, the patient counts as a walk-in.`,
  },
});

/** Transfer slip: ten working days from signing, one year for diseases of Appendix III (TT 01/2025 Đ12). */
function judgeReferral(given: Case): SlipJudgement | null {
  const { visit, facility } = given;
  const { referral } = visit;
  if (referral === undefined) return null;
  const isListed = isListedByCode(given, 'III');
  const isOneYear = isListed || referral.oneYear === true;
  const validUntil = isOneYear
    ? addYears(referral.signedOn, referralValidity.oneYear.years)
    : workingDayAfter(referral.signedOn, referralValidity.workingDays);
  const slip: Kind = {
    slip: 'referral',
    validUntil,
    citation: isOneYear ? referralValidity.oneYear.citation : referralValidity.citation,
    attested: isOneYear && !isListed,
    certainty: isOneYear ? 'certain' : 'probable',
  };
  if (referral.from === facility.code) {
    return refused(
      slip,
      'Phiếu chuyển do chính cơ sở này cấp: không phải phiếu chuyển đến đây.',
      'The transfer slip was issued by this facility itself: it is no transfer to it.',
    );
  }
  if (referral.signedOn > visit.date) {
    return refused(
      slip,
      `Phiếu chuyển ký ngày ${vietnamese(referral.signedOn)}, sau ngày khám.`,
      `The transfer slip was signed on ${referral.signedOn}, after the visit.`,
    );
  }
  if (visit.date > validUntil) {
    return refused(
      slip,
      `Phiếu chuyển hết hiệu lực từ sau ngày ${vietnamese(validUntil)}.`,
      `The transfer slip was good until ${validUntil}.`,
    );
  }
  return accepted(
    slip,
    `Phiếu chuyển còn hiệu lực đến ${vietnamese(validUntil)}.`,
    `The transfer slip is good until ${validUntil}.`,
  );
}

/** Follow-up slip: of this facility, on its day, once. The text gives no day of grace (TT 01/2025 Đ11; A6). */
function judgeAppointment({ visit, facility }: Case): SlipJudgement | null {
  const { appointment } = visit;
  if (appointment === undefined) return null;
  const slip: Kind = {
    slip: 'appointment',
    validUntil: appointment.on,
    citation: appointmentValidity.citation,
    attested: false,
    certainty: 'certain',
  };
  if (appointment.issuedBy !== facility.code) {
    return refused(
      slip,
      'Phiếu hẹn của cơ sở khác: chỉ dùng tại cơ sở đã hẹn.',
      'The follow-up slip is of another facility: it counts only there.',
    );
  }
  if (appointment.used === true) {
    return refused(
      slip,
      'Phiếu hẹn đã dùng: mỗi phiếu chỉ dùng một lần.',
      'The follow-up slip was used before: each counts once.',
    );
  }
  if (appointment.on !== visit.date) {
    return refused(
      slip,
      `Phiếu hẹn ngày ${vietnamese(appointment.on)}: liên hệ bác sĩ hoặc cơ sở để hẹn lại.`,
      `The follow-up slip is for ${appointment.on}: ask the doctor or facility for a new one.`,
    );
  }
  return accepted(slip, 'Phiếu hẹn đúng ngày, chưa dùng.', 'The follow-up slip is for today and unused.');
}

/** Away from home: declared, with one of the listed papers, at a basic facility (Luật BHYT Đ22 k3; TT 01/2025 Đ4). */
function judgeTemporaryStay(given: Case): SlipJudgement | null {
  const { visit, facility, card } = given;
  const stay = visit.temporaryStay;
  if (stay === undefined) return null;
  const slip: Kind = {
    slip: 'temporary-stay',
    validUntil: null,
    citation: temporaryStayRule.citation,
    attested: false,
    certainty: 'certain',
  };
  if (isServicePersonAway(given)) {
    return accepted(
      { ...slip, citation: temporaryStayRule.ofService, certainty: 'probable' },
      'Đi công tác hoặc nghỉ phép, có giấy tờ: như tại nơi đăng ký ban đầu.',
      'On duty travel or leave, with its paper: as at the registered facility.',
    );
  }
  if (!stay.declared) {
    return refused(slip, 'Chưa khai báo tạm trú hoặc lưu trú.', 'The stay was not declared.');
  }
  if (stay.paper === undefined) {
    return refused(
      slip,
      'Thiếu giấy tờ chứng minh lý do tạm trú, lưu trú.',
      'The paper that shows why the patient stays here is missing.',
    );
  }
  if (facility.profile !== null && facility.profile.level !== 'basic') {
    return refused(
      slip,
      'Quyền tạm trú chỉ áp dụng tại cơ sở cấp cơ bản.',
      'A temporary stay counts at basic-level facilities only.',
    );
  }
  if (card.registeredLevel === 'primary') {
    return refused(
      slip,
      'Thẻ đăng ký tại cấp ban đầu: khám tại bất kỳ cơ sở cấp ban đầu nào.',
      'The card is registered at the primary level: any primary facility will do.',
    );
  }
  if (card.registeredLevel === 'none') {
    return refused(
      slip,
      'Thẻ chưa có nơi đăng ký ban đầu ở cấp cơ bản hoặc chuyên sâu.',
      'The card names no registered facility of the basic or specialised level.',
    );
  }
  if (card.registeredLevel === 'unknown') {
    return accepted(
      { ...slip, certainty: 'probable' },
      'Tạm trú, lưu trú có giấy tờ; áp dụng khi thẻ đăng ký tại cấp cơ bản hoặc chuyên sâu.',
      'Temporary stay, with its paper; counts if the card is registered at the basic or specialised level.',
    );
  }
  return accepted(slip, 'Tạm trú, lưu trú có giấy tờ.', 'Temporary stay, with its paper.');
}

/** Army, police or cipher on duty travel or leave, with the paper for it (NĐ 70/2015 Đ13 k3). */
export const isServicePersonAway = ({ card, visit: { temporaryStay } }: Case): boolean =>
  serviceGroups.includes(card.group ?? '') && servicePapers.includes(temporaryStay?.paper ?? '');

const vietnamese = (date: PlainDate): string => date.split('-').reverse().join('/');
