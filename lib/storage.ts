import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './nag.ts';
import type { StageSettings } from './stage-schema.ts';

export type StorageProps = Pick<StageSettings, 'retainData' | 'vneid'>;

/**
 * What is remembered, and the key under which. Answers are encrypted by the service itself before DynamoDB sees
 * them; the same key wraps those data keys, the tables, the facilities' registry credentials and our keys for tokens.
 */
export class Storage extends Construct {
  readonly dataKey: Key;
  readonly cache: TableV2;
  readonly directory: TableV2;
  /** With our private keys for VNeID tokens; null where no token comes encrypted. */
  readonly vneidKeys: Secret | null;

  constructor(scope: Construct, id: string, { retainData, vneid }: StorageProps) {
    super(scope, id);
    const removalPolicy = retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    this.dataKey = new Key(this, 'DataKey', {
      description: 'Tiep Don: tables, wrapped data keys and registry credentials',
      enableKeyRotation: true,
      removalPolicy,
    });

    const table = {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(this.dataKey),
    };

    this.cache = new TableV2(this, 'Cache', {
      ...table,
      timeToLiveAttribute: 'expiresAt',
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.cache, {
      'AwsSolutions-DDB3':
        'Everything in the cache lives a day at most and is rebuilt by asking the registry again; a backup would only keep personal data longer than needed.',
    });

    this.directory = new TableV2(this, 'Directory', {
      ...table,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: retainData,
      removalPolicy,
    });

    this.vneidKeys = vneid === null || vneid.envelope === 'jws' ? null : this.#vneidKeys(removalPolicy);
  }

  /** Made without keys in it: until the operator puts some there, encrypted tokens are answered with 503. */
  #vneidKeys(removalPolicy: RemovalPolicy): Secret {
    const secret = new Secret(this, 'VneidKeys', {
      description: 'Tiep Don: private keys for encrypted VNeID tokens, {"keys":[JWK, ...]}',
      encryptionKey: this.dataKey,
      removalPolicy,
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'A new key is of use only after its public half was registered with the issuer, which no schedule can do.',
    });
    return secret;
  }
}
