import type { Person } from '../identity/person.ts';
import type { AskOutcome, Operator, RegistryAnswer, Unanswered } from '../registry/answer.ts';
import type { CopayOutcome } from '../registry/copay-answer.ts';
import type { Result } from '../result.ts';
import type { Lookup } from './lookup-record.ts';

/** The questions a facility asked the registry about one person: at most one at a time. */
export interface Inquiry {
  /** The asking that began last; null when none ever did. */
  readonly askId: string | null;
  /** How that asking ended, and when; null while it is under way. */
  readonly ended: { readonly outcome: AskOutcome; readonly at: Date } | null;
  /** Until when an asking under way is waited for. */
  readonly leaseUntil: Date;
  /** The last answer about the patient, kept through later faults. */
  readonly kept: { readonly answer: RegistryAnswer; readonly asOf: Date } | null;
  /** How the askings of the last day went, oldest first: the evidence of having tried. */
  readonly attempts: readonly Attempt[];
}

/** One request to the registry. */
export interface RegistryCall {
  readonly step: 'login' | 'question';
  readonly at: Date;
  readonly milliseconds: number;
  /** Null where nothing came back. */
  readonly httpStatus: number | null;
}

/** One asking: what stands in for a screenshot of the failed lookup (NĐ 188/2025 Đ38 k2 b). */
export interface Attempt {
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** The registry's result code, or why there is none. */
  readonly outcome: string;
  readonly calls: readonly RegistryCall[];
}

/** Whose inquiry: never shared between facilities (personal-data law 91/2025 Đ26). */
export interface InquirySubject {
  readonly facility: string;
  readonly person: Pick<Person, 'number' | 'fullName' | 'dateOfBirth'>;
}

export interface InquiryStore {
  read(subject: InquirySubject): Promise<Inquiry>;
  /**
   * Makes this asking the one under way. False when another was under way in `seen`, or has begun since it was
   * read: then that one's end is waited for.
   */
  begin(
    subject: InquirySubject,
    seen: Inquiry,
    ask: { readonly id: string; readonly at: Date; readonly leaseUntil: Date },
  ): Promise<boolean>;
  /** Ends an asking, with all attempts there now are. Does nothing when another has taken over since. */
  end(
    subject: InquirySubject,
    askId: string,
    outcome: AskOutcome,
    at: Date,
    attempts?: readonly Attempt[],
  ): Promise<void>;
}

/** Does something that may not answer, for as long as the request can wait for it. */
export type Attempting = <T>(work: () => Promise<T>) => Promise<Result<T, 'unavailable'>>;

export interface LookupStore {
  put(lookup: Lookup): Promise<void>;
  /** Null where this facility has no such lookup. */
  get(facility: string, id: string): Promise<Lookup | null>;
}

export interface AskRequest extends InquirySubject {
  readonly askId: string;
  readonly operator: Operator;
  /** The store did not answer whoever asks: whose turn it is has still to be decided. */
  readonly isUnclaimed?: boolean | undefined;
}

/** Starts the function that asks the registry, which goes on by itself and ends the inquiry. */
export interface Asker {
  /** The outcome if it comes in time, else that the asking goes on, or that it could not be started. */
  ask(request: AskRequest, until: Date): Promise<AskOutcome | 'under-way' | 'not-started'>;
}

export interface RegistryGateway {
  /** `onCall` hears of every request that is made on the way. */
  check(request: Omit<AskRequest, 'askId'>, onCall?: (call: RegistryCall) => void): Promise<AskOutcome>;
}

/** Why the registry is not asked now, and until when. */
export interface Refusal {
  readonly reason: Unanswered;
  readonly until: Date;
}

/** Keeps a registry that is down, or an account that it refuses, from being asked by the whole fleet. */
export interface Circuit {
  /** Null: ask. While it is open, one caller at a time is let through to probe. Never throws: a store at fault is closed. */
  refusal(request: Pick<AskRequest, 'facility' | 'operator'>): Promise<Refusal | null>;
  /** How an asking ended that the circuit let through. Never throws. */
  record(request: AskRequest, outcome: AskOutcome): Promise<void>;
}

/** Has a lookup rechecked after so many seconds. Throws where nothing has taken that up. */
export type AddRecheck = (lookup: Lookup, delaySeconds: number) => Promise<void>;

/** Tells the facility that a lookup which was left open is settled or given up. At least once. */
export type Announce = (lookup: Lookup) => Promise<void>;

/** Whose co-payment of which year. */
export interface CopaySubject extends InquirySubject {
  readonly year: number;
}

/** The asking for one person's co-payment of one year that began last. */
export interface CopayInquiry {
  /** Null when nobody has asked lately. */
  readonly askId: string | null;
  /** Null while it is under way. */
  readonly ended: { readonly outcome: CopayOutcome; readonly at: Date } | null;
  readonly leaseUntil: Date;
}

/** As `InquiryStore`, for the co-payment. */
export interface CopayInquiryStore {
  read(subject: CopaySubject): Promise<CopayInquiry>;
  begin(
    subject: CopaySubject,
    seen: CopayInquiry,
    ask: { readonly id: string; readonly at: Date; readonly leaseUntil: Date },
  ): Promise<boolean>;
  end(subject: CopaySubject, askId: string, outcome: CopayOutcome, at: Date): Promise<void>;
}

export interface CopayRequest extends CopaySubject {
  readonly askId: string;
}

/** Starts the function that asks for the co-payment, and waits for its start only. */
export interface CopayAsker {
  start(request: CopayRequest, until: Date): Promise<'under-way' | 'not-started'>;
}

export interface CopayGateway {
  /** Of this calendar year: the registry knows no other. */
  copayOf(subject: CopaySubject): Promise<CopayOutcome>;
}

export interface Time {
  readonly now: () => Date;
  readonly pause: (milliseconds: number) => Promise<void>;
}
