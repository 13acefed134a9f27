import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { stages } from '../../lib/stages.ts';
import { synthesiseStage } from '../../lib/app.ts';
import { anything, ofType, pointsTo, templates, withEncryptedTokens } from './templates.ts';

/** Renaming one of these replaces it, and what it holds is gone: change this list only with a plan for the data. */
const stateful = [
  'CallersUserPool7E83A9BD',
  'NetworkRegistryEgressIp97D8A1AB',
  'OperationsKeyD0717C64',
  'StorageDataKeyE15BA43B',
  'StorageDirectoryE7A0B77E',
];
/** What is in these is over within days, and is not worth outliving the stack. */
const passing = [
  'ServiceRechecksDeadLettersE826462C',
  'ServiceRechecksQueue61780D06',
  'ServiceWebhookQueue1D79E0AA',
  'ServiceWebhookQueueDeadLettersFF69F546',
  'StorageCacheEC0123D0',
];
const statefulTypes = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::KMS::Key',
  'AWS::Cognito::UserPool',
  'AWS::EC2::EIP',
  'AWS::SQS::Queue',
];

const table = z.looseObject({
  BillingMode: z.string(),
  TimeToLiveSpecification: z.unknown().optional(),
  SSESpecification: z.unknown().optional(),
  Replicas: z.tuple([
    z.looseObject({
      PointInTimeRecoverySpecification: z.unknown().optional(),
      DeletionProtectionEnabled: z.boolean().optional(),
      SSESpecification: z.unknown().optional(),
    }),
  ]),
});

describe.each(templates)('stores of %s', (stage, template) => {
  const { retainData, logRetentionDays } = stages[stage];
  const tables = new Map(
    ofType(template, 'AWS::DynamoDB::GlobalTable', table).map(({ id, properties }) => [id, properties]),
  );
  const cache = tables.get('StorageCacheEC0123D0');
  const directory = tables.get('StorageDirectoryE7A0B77E');

  it('keep their logical ids', () => {
    const ids = statefulTypes.flatMap((type) => ofType(template, type, anything).map(({ id }) => id));
    expect(ids.toSorted()).toEqual([...stateful, ...passing].toSorted());
  });

  it('are on demand and encrypted under the data key', () => {
    expect(tables.size).toBe(2);
    for (const { BillingMode, SSESpecification, Replicas } of tables.values()) {
      expect(BillingMode).toBe('PAY_PER_REQUEST');
      expect(SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      expect(pointsTo(Replicas[0].SSESpecification)).toEqual(['StorageDataKeyE15BA43B']);
    }
  });

  it('forget the cache by its time to live and back up only the directory', () => {
    expect(cache?.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    expect(cache?.Replicas[0].PointInTimeRecoverySpecification).toBeUndefined();
    expect(directory?.TimeToLiveSpecification).toBeUndefined();
    expect(directory?.Replicas[0].PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: true,
    });
  });

  it('rotate every key', () => {
    const keys = ofType(template, 'AWS::KMS::Key', z.looseObject({ EnableKeyRotation: z.boolean() }));
    expect(keys.filter(({ properties }) => !properties.EnableKeyRotation)).toEqual([]);
  });

  it('outlive the stack exactly where the stage says so', () => {
    const policies = stateful.map((id) => template.Resources[id]?.['DeletionPolicy']);
    expect(new Set(policies)).toEqual(new Set([retainData ? 'Retain' : 'Delete']));
    expect(directory?.Replicas[0].DeletionProtectionEnabled ?? false).toBe(retainData);
  });

  it('leave no log without retention and encryption', () => {
    const group = z.looseObject({ RetentionInDays: z.number(), KmsKeyId: z.unknown().optional() });
    for (const { properties } of ofType(template, 'AWS::Logs::LogGroup', group)) {
      expect(properties.RetentionInDays).toBe(logRetentionDays);
      expect(pointsTo(properties.KmsKeyId)).toEqual(['OperationsKeyD0717C64']);
    }
  });
});

describe('the secret with keys for encrypted tokens', () => {
  const secretsOf = (...of: Parameters<typeof withEncryptedTokens>) =>
    Object.values(synthesiseStage(of[0], withEncryptedTokens(...of)).Resources).filter(
      ({ Type }) => Type === 'AWS::SecretsManager::Secret',
    );

  it('is there where tokens may come encrypted, and only there', () => {
    expect([secretsOf('dev', 'jws'), secretsOf('dev', 'jwe'), secretsOf('dev', 'either')]).toEqual([
      [],
      [expect.anything()],
      [expect.anything()],
    ]);
    for (const [, template] of templates) {
      expect(ofType(template, 'AWS::SecretsManager::Secret', anything)).toEqual([]);
    }
  });

  it('is encrypted under the data key and outlives the stack exactly where the stage says so', () => {
    for (const [stage, policy] of [
      ['dev', 'Delete'],
      ['production', 'Retain'],
    ] as const) {
      const [secret] = secretsOf(stage);
      expect(pointsTo(secret?.Properties['KmsKeyId'])).toEqual(['StorageDataKeyE15BA43B']);
      expect(secret?.['DeletionPolicy']).toBe(policy);
    }
  });
});

describe('production', () => {
  it('keeps its data', () => {
    expect(stages.production.retainData).toBe(true);
  });
});
