import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { StageTemplate } from '../../lib/app.ts';
import { synthesiseStage } from '../../lib/app.ts';
import { anything, ofType, pointsTo, templates, withEncryptedTokens } from './templates.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const policy = z.looseObject({
  PolicyDocument: z.object({
    Statement: z.array(
      z.looseObject({
        Effect: z.enum(['Allow', 'Deny']),
        Action: oneOrMore,
        Resource: z.unknown().optional(),
        Condition: z.unknown().optional(),
      }),
    ),
  }),
});

const allowed = (template: StageTemplate, of = /.*/) =>
  ofType(template, 'AWS::IAM::Policy', policy)
    .filter(({ id }) => of.test(id))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement)
    .filter(({ Effect }) => Effect === 'Allow');

const actions = (template: StageTemplate, of: RegExp, service: string) =>
  [...new Set(allowed(template, of).flatMap(({ Action }) => Action))]
    .filter((action) => action.startsWith(`${service}:`))
    .toSorted();

describe.each(templates)('permissions in %s', (stage, template) => {
  it('read and write single items of named tables, and no more', () => {
    const statements = allowed(template).filter(({ Action }) =>
      Action.some((action) => action.startsWith('dynamodb:')),
    );
    expect(statements.length).toBeGreaterThan(0);
    const tables = ['StorageCacheEC0123D0', 'StorageDirectoryE7A0B77E'];
    const single = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
    for (const { Action, Resource } of statements.filter(
      ({ Action }) => !Action.includes('dynamodb:Query'),
    )) {
      expect(single).toEqual(expect.arrayContaining(Action));
      expect(tables).toEqual(expect.arrayContaining(pointsTo(Resource)));
      expect(pointsTo(Resource)).not.toEqual([]);
      expect(JSON.stringify(Resource)).not.toContain('*');
    }
  });

  it('list nothing but the outbox, and only the rechecks do, from inside the VPC too', () => {
    const lists = allowed(template).filter(({ Action }) => Action.includes('dynamodb:Query'));
    const outboxOfCache = {
      Action: ['dynamodb:Query'],
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['outbox'] } },
    };
    expect(lists).toEqual([expect.objectContaining(outboxOfCache)]);
    expect(pointsTo(lists.map(({ Resource }) => Resource))).toEqual(['StorageCacheEC0123D0']);
    expect(actions(template, /^ServiceRecheck/, 'dynamodb')).toContain('dynamodb:Query');

    const [endpoint] = ofType(template, 'AWS::EC2::VPCEndpoint', policy);
    const passing = endpoint?.properties.PolicyDocument.Statement ?? [];
    expect(passing.filter(({ Action }) => Action.includes('dynamodb:Query'))).toEqual([
      expect.objectContaining(outboxOfCache),
    ]);
    expect(new Set(passing.flatMap(({ Action }) => Action)).size).toBe(5);
  });

  it('let a queue be read by its consumer alone, and be written to by whom it is for', () => {
    const reaching = (action: string): string[] =>
      allowed(template)
        .filter(({ Action }) => Action.includes(action))
        .flatMap(({ Resource }) => pointsTo(Resource))
        .toSorted();
    const [rechecks, webhooks] = ['ServiceRechecksQueue61780D06', 'ServiceWebhookQueue1D79E0AA'];
    expect(reaching('sqs:ReceiveMessage')).toEqual([rechecks, webhooks]);
    expect(actions(template, /^ServiceRecheck/, 'sqs')).toContain('sqs:ReceiveMessage');
    expect(actions(template, /^ServiceDeliverWebhook/, 'sqs')).toContain('sqs:ReceiveMessage');
    // A lookup to be rechecked: by the desk's function and by the rechecks. What to tell: by the rechecks and by retries.
    expect(reaching('sqs:SendMessage')).toEqual([rechecks, rechecks, webhooks, webhooks]);
    expect(actions(template, /^ServiceEligibility/, 'sqs')).toEqual(['sqs:SendMessage']);
    expect(actions(template, /^Service(?!Eligibility|Recheck|DeliverWebhook)/, 'sqs')).toEqual([]);
  });

  it('write to the directory only what wraps data keys, and where facilities want to be told', () => {
    const writes = allowed(template).filter(
      ({ Action, Resource }) =>
        pointsTo(Resource).includes('StorageDirectoryE7A0B77E') &&
        Action.some((action) => action !== 'dynamodb:GetItem'),
    );
    expect(writes.length).toBeGreaterThan(0);
    const ofKeys = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['keys'] } };
    const ofWebhooks = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['webhook#*'] } };
    const conditions = writes.map(({ Condition }) => Condition);
    expect(conditions).toEqual(expect.arrayContaining([ofKeys, ofWebhooks]));
    expect(new Set(conditions.map((each) => JSON.stringify(each))).size).toBe(2);
    const toKeys = writes.filter(({ Condition }) => JSON.stringify(Condition) === JSON.stringify(ofKeys));
    expect(new Set(toKeys.flatMap(({ Action }) => Action))).toEqual(
      new Set(['dynamodb:GetItem', 'dynamodb:PutItem']),
    );
    const writers = ofType(template, 'AWS::IAM::Policy', policy).filter(({ properties }) =>
      JSON.stringify(properties).includes('webhook#'),
    );
    expect(writers.map(({ id }) => id).toSorted()).toEqual([
      expect.stringMatching(/^ServiceDeliverWebhook/),
      expect.stringMatching(/^ServiceWebhooks/),
    ]);
  });

  it('let who calls hospital systems see registrations and wrapped keys, and nothing else that is stored', () => {
    const stores = allowed(template, /^ServiceDeliverWebhook/).filter(({ Action }) =>
      Action.some((action) => action.startsWith('dynamodb:')),
    );
    expect(stores.length).toBeGreaterThan(0);
    for (const { Condition } of stores) {
      expect(JSON.stringify(Condition)).toMatch(/"dynamodb:LeadingKeys":\["(keys|webhook#\*)"\]/);
    }
    expect(JSON.stringify(allowed(template, /^ServiceDeliverWebhook/))).not.toMatch(
      /StorageCache|secretsmanager|lambda:/,
    );
  });

  it('let nobody but the askers read the credentials, and only those of the stage', () => {
    const readers = ofType(template, 'AWS::IAM::Policy', policy).filter(({ properties }) =>
      JSON.stringify(properties).includes('secretsmanager:'),
    );
    expect(readers.map(({ id }) => id).toSorted()).toEqual([
      expect.stringMatching(/^ServiceAskCopay/),
      expect.stringMatching(/^ServiceAskRegistry/),
      expect.stringMatching(/^ServiceRecheck/),
    ]);
    for (const reader of readers) {
      expect(JSON.stringify(reader)).toContain(`:secret:tiep-don/${stage}/registry/*`);
    }
    for (const asker of [/^ServiceAskRegistry/, /^ServiceAskCopay/, /^ServiceRecheck/]) {
      expect(actions(template, asker, 'secretsmanager')).toEqual(['secretsmanager:GetSecretValue']);
    }
  });

  it('let health look and the reference nothing', () => {
    expect(actions(template, /^ServiceHealth/, 'dynamodb')).toEqual(['dynamodb:GetItem', 'dynamodb:PutItem']);
    expect(actions(template, /^ServiceReference/, 'dynamodb')).toEqual([]);
    expect(actions(template, /^ServiceReference/, 'kms')).toEqual([]);
  });

  it('let the parser of chips read the trusted certificates and nothing else', () => {
    const ofParser = allowed(template, /^ServiceVerifyChip/);
    const reads = ofParser.filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')));
    expect(reads).toEqual([
      expect.objectContaining({
        Action: ['dynamodb:GetItem'],
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['chip-trust'] } },
      }),
    ]);
    const others = ofParser.filter((statement) => !reads.includes(statement));
    for (const { Action, Condition } of others) {
      const isOpeningTables = JSON.stringify(Condition ?? '').includes('kms:ViaService');
      expect(isOpeningTables || Action.every((action) => /^(xray|logs):/.test(action))).toBe(true);
    }
    expect(JSON.stringify(ofParser)).not.toMatch(/StorageCache|secretsmanager|lambda:/);
  });

  it('let eligibility invoke the askers and the parser of chips, and nobody else invoke anything', () => {
    const invoked = pointsTo(
      allowed(template, /^ServiceEligibility/)
        .filter(({ Action }) => Action.includes('lambda:InvokeFunction'))
        .map(({ Resource }) => Resource),
    );
    expect(invoked).toEqual([
      expect.stringMatching(/^ServiceAskCopay/),
      expect.stringMatching(/^ServiceAskRegistry/),
      expect.stringMatching(/^ServiceVerifyChip/),
    ]);
    const rest = allowed(template, /^Service(?!Eligibility)/).flatMap(({ Action }) => Action);
    expect(rest).not.toContain('lambda:InvokeFunction');
  });

  it('name no action by wildcard, and every resource where the service knows resources', () => {
    const knowNoResource = /^(xray|ec2):/;
    const tooWide = allowed(template).filter(
      ({ Action, Resource }) =>
        Action.some((action) => action.includes('*')) ||
        (Resource === '*' && !Action.every((action) => knowNoResource.test(action))),
    );
    expect(tooWide).toEqual([]);
  });

  it('keep the network calls from the code of the asker', () => {
    const denied = ofType(template, 'AWS::IAM::Policy', policy)
      .flatMap(({ properties }) => properties.PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === 'Deny')
      .flatMap(({ Action }) => Action);
    const network = allowed(template).flatMap(({ Action }) =>
      Action.filter((action) => action.startsWith('ec2:')),
    );
    expect(network.length).toBeGreaterThan(0);
    expect(denied).toEqual(network);
  });
});

describe('keys for encrypted tokens', () => {
  const template = synthesiseStage('dev', withEncryptedTokens('dev'));
  const statements = (of: RegExp) =>
    allowed(template, of).filter(({ Action }) =>
      Action.some((action) => action.startsWith('secretsmanager:')),
    );

  it('are read by eligibility, and it reads no other secret', () => {
    const [secret = ''] = ofType(template, 'AWS::SecretsManager::Secret', anything).map(({ id }) => id);
    expect(statements(/^ServiceEligibility/)).toEqual([
      expect.objectContaining({ Action: ['secretsmanager:GetSecretValue'], Resource: { Ref: secret } }),
    ]);
  });

  it('are read by nobody else', () => {
    const others = statements(/^Service(?!Eligibility)/);
    expect(JSON.stringify(others.map(({ Resource }) => Resource))).not.toContain('VneidKeys');
    expect(others).toHaveLength(3);
  });
});
