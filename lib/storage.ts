import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge } from './nag.ts';

export interface StorageProps {
  readonly retainData: boolean;
}

/**
 * What is remembered, and the key under which. Answers are encrypted by the service itself before DynamoDB sees
 * them; the same key wraps those data keys, the tables and the facilities' registry credentials.
 */
export class Storage extends Construct {
  readonly dataKey: Key;
  readonly cache: TableV2;
  readonly directory: TableV2;

  constructor(scope: Construct, id: string, { retainData }: StorageProps) {
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
  }
}
