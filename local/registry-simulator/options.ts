import type { SyntheticPerson } from '../people/person.ts';

interface Operator {
  readonly fullName: string;
  readonly personalId: string;
}

export interface RegistryAccount {
  /** `<facility code>_BV`. */
  readonly username: string;
  /** In clear; requests carry its MD5 in hex. */
  readonly password: string;
  /** The staff the facility has registered as users (gateway protocol §4.3). */
  readonly operators: readonly Operator[];
  /** A locked account is refused at login with 403 (§1.3). */
  readonly locked?: boolean;
  /** False: the login succeeds and every lookup answers HTTP 403 (§1.3). */
  readonly mayLookUp?: boolean;
  /** False: the account is on the restricted-lookup list of the co-payment function (§2.5). */
  readonly mayAskCopay?: boolean;
}

export interface RegistrySimulatorOptions {
  readonly port?: number;
  readonly host?: string;
  readonly people: readonly SyntheticPerson[];
  readonly accounts: readonly RegistryAccount[];
  readonly latencyMs?: number;
  readonly now?: () => Date;
}
