import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

// Written by hand: the library's grants include Scan, batch calls and stream reads, which nothing here needs.

/** Partition of the directory that holds the wrapped data keys; functions may add to it and to nothing else. */
const keysPartition = 'keys';

export const readTable = (table: TableV2): PolicyStatement =>
  new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: [table.tableArn] });

/** The operator's list of CSCA certificates: all that the function which parses chips may see of the directory. */
const chipTrustPartition = 'chip-trust';

export const readChipTrust = (directory: TableV2): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:GetItem'],
    resources: [directory.tableArn],
    conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [chipTrustPartition] } },
  });

export const addTo = (table: TableV2): PolicyStatement =>
  new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [table.tableArn] });

export const readWriteTable = (table: TableV2): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    resources: [table.tableArn],
  });

/** Messages that the queue did not take: the only partition whose items anybody may list. */
const outboxPartition = 'outbox';

export const drainOutbox = (cache: TableV2): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:Query'],
    resources: [cache.tableArn],
    conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [outboxPartition] } },
  });

export const addDataKeys = (directory: TableV2): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:PutItem'],
    resources: [directory.tableArn],
    conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [keysPartition] } },
  });

/** Where facilities want to be told: the one part of the directory that the API itself writes. */
const webhookPartitions = 'webhook#*';

/** What a function may do to the registrations of webhooks, and to nothing else of the directory. */
export const useWebhooks = (
  directory: TableV2,
  actions: readonly `dynamodb:${'GetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem'}`[],
): PolicyStatement =>
  new PolicyStatement({
    actions: [...actions],
    resources: [directory.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [webhookPartitions] } },
  });

/** Only the wrapped keys themselves, for a function that has no business with anything else there. */
export const readDataKeys = (directory: TableV2): PolicyStatement =>
  new PolicyStatement({
    actions: ['dynamodb:GetItem'],
    resources: [directory.tableArn],
    conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [keysPartition] } },
  });

/** Wrapping and unwrapping data keys; Secrets Manager decrypts facilities' credentials under it as well. */
export const useDataKey = (key: IKey): PolicyStatement =>
  new PolicyStatement({ actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [key.keyArn] });

/** What DynamoDB needs to do with the key in the name of who reads a table encrypted under it. */
export const openTablesWith = (key: IKey): PolicyStatement =>
  new PolicyStatement({
    actions: [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ],
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(key).region}.amazonaws.com` } },
  });

/** Under the data key, which whoever may use it opens with `useDataKey`. */
export const readSecret = (secret: Secret): PolicyStatement =>
  new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] });

export const invoke = (functionArn: string): PolicyStatement =>
  new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] });

export const sendTo = (queue: IQueue, key: IKey): PolicyStatement[] => [
  new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
  openQueueWith(key, ['kms:GenerateDataKey', 'kms:Decrypt']),
];

/** What Lambda does in the name of the function that works a queue off. */
export const consume = (queue: IQueue, key: IKey): PolicyStatement[] => [
  new PolicyStatement({
    actions: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
    ],
    resources: [queue.queueArn],
  }),
  openQueueWith(key, ['kms:Decrypt']),
];

const openQueueWith = (key: IKey, actions: string[]): PolicyStatement =>
  new PolicyStatement({
    actions,
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `sqs.${Stack.of(key).region}.amazonaws.com` } },
  });

/**
 * Lambda attaches the function to the VPC under the function's own role, and these calls cannot be narrowed to a
 * resource. The Deny keeps them from the function's code: only Lambda itself, before any code runs, may use them.
 */
export function vpcAttachment(scope: Construct): PolicyStatement[] {
  const actions = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ];
  const anyFunction = Stack.of(scope).formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return [
    new PolicyStatement({ actions, resources: ['*'] }),
    new PolicyStatement({
      effect: Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': anyFunction } },
    }),
  ];
}
