/** Whose tokens are trusted, and for what. */
export interface TrustedIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** Null where the issuer puts none into access tokens, as Cognito does not. */
  readonly audience: string | null;
  /** Asymmetric algorithms only. */
  readonly algorithms: readonly string[];
}
