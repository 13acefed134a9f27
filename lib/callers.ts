import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRecovery, FeaturePlan, Mfa, ResourceServerScope, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from './nag.ts';

/** Whose access tokens the functions accept. */
export interface CallerIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  /** Empty where the issuer sets none, as Cognito does in client-credentials tokens. */
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** What the issuer puts in front of our scope names. */
  readonly scopePrefix: string;
}

const resourceServer = 'tiep-don';
const scopes = {
  'eligibility:check': "Ask whether a patient's health insurance can be used",
  'eligibility:history': "See the patient's earlier visits along with the answer",
};

export interface CognitoCallersProps {
  readonly stage: string;
  readonly retainData: boolean;
}

/**
 * The default issuer: facilities' systems sign in with a client each (client credentials), which an operator makes
 * and enters in the directory. No person signs in here.
 */
export class CognitoCallers extends Construct {
  readonly userPool: UserPool;
  readonly issuer: CallerIssuer;
  readonly tokenUrl: string;

  constructor(scope: Construct, id: string, { stage, retainData }: CognitoCallersProps) {
    super(scope, id);
    this.userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      accountRecovery: AccountRecovery.NONE,
      featurePlan: FeaturePlan.ESSENTIALS,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 14,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      deletionProtection: retainData,
      removalPolicy: retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    acknowledge(this.userPool, {
      'AwsSolutions-COG8':
        'The Plus tier protects passwords of people; only machines hold credentials in this pool, by client credentials.',
    });

    this.userPool.addResourceServer('Api', {
      identifier: resourceServer,
      scopes: Object.entries(scopes).map(
        ([scopeName, scopeDescription]) => new ResourceServerScope({ scopeName, scopeDescription }),
      ),
    });
    const { account, region } = Stack.of(this);
    // Domain prefixes are unique per Region over all accounts.
    const domain = this.userPool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `tiep-don-${stage}-${account}` },
    });

    const issuer = `https://cognito-idp.${region}.amazonaws.com/${this.userPool.userPoolId}`;
    this.issuer = {
      issuer,
      jwksUrl: `${issuer}/.well-known/jwks.json`,
      audience: '',
      algorithms: ['RS256'],
      scopePrefix: `${resourceServer}/`,
    };
    this.tokenUrl = `${domain.baseUrl()}/oauth2/token`;
  }
}
