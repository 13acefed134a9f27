import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readVneidOptions } from '../../functions/adapters/tokens/vneid-options.ts';
import { synthesiseStage } from '../../lib/app.ts';
import { functionNames } from '../../lib/function-names.ts';
import { parseStages } from '../../lib/stage-schema.ts';
import { stages } from '../../lib/stages.ts';
import { anything, attribute, ofType, reference, templates, withEncryptedTokens } from './templates.ts';

const root = resolve(import.meta.dirname, '../..');

/** The library's own helper that closes the VPC's default security group while the stack is deployed. */
const notOurs = 'CustomVpcRestrictDefaultSG';

const lambda = z.looseObject({
  Runtime: z.string(),
  Architectures: z.array(z.string()).default([]),
  LoggingConfig: z.looseObject({ LogFormat: z.string(), LogGroup: reference }).optional(),
  TracingConfig: z.looseObject({ Mode: z.string() }).optional(),
  VpcConfig: z.unknown().optional(),
  ReservedConcurrentExecutions: z.number().optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
});

const functionsOf = (template: (typeof templates)[number][1]) =>
  ofType(template, 'AWS::Lambda::Function', lambda).filter(({ id }) => !id.startsWith(notOurs));

const environmentOf = (template: (typeof templates)[number][1], name: string) =>
  functionsOf(template)
    .map(({ properties }) => properties.Environment?.Variables ?? {})
    .find((variables) => variables['POWERTOOLS_SERVICE_NAME'] === name);

describe.each(templates)('functions of %s', (stage, template) => {
  it('are those of the house and one helper of the library', () => {
    const services = functionsOf(template).map(
      ({ properties }) => properties.Environment?.Variables['POWERTOOLS_SERVICE_NAME'],
    );
    expect(services.toSorted()).toEqual([...functionNames].toSorted());
    expect(ofType(template, 'AWS::Lambda::Function', anything)).toHaveLength(functionNames.length + 1);
  });

  it('run on Node 24 and arm64, log JSON to a group that expires and is encrypted, and trace', () => {
    const groups = new Map(
      ofType(
        template,
        'AWS::Logs::LogGroup',
        z.looseObject({ RetentionInDays: z.number(), KmsKeyId: attribute }),
      ).map((group) => [group.id, group.properties]),
    );
    for (const { properties } of functionsOf(template)) {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON' },
        TracingConfig: { Mode: 'Active' },
      });
      expect(groups.get(properties.LoggingConfig?.LogGroup.Ref ?? '')?.RetentionInDays).toBeGreaterThan(0);
    }
  });

  it('say where they start, and it is there', () => {
    const entries = functionsOf(template).map(({ metadata }) => metadata['tiep-don:entry']);
    expect(entries.toSorted()).toEqual(
      functionNames.map((name) => `functions/${name}/handler.ts`).toSorted(),
    );
    expect(entries.filter((entry) => !existsSync(resolve(root, String(entry))))).toEqual([]);
  });

  it('stay outside the VPC, except those that ask the registry, capped at what the registry bears', () => {
    const inside = functionsOf(template).filter(({ properties }) => properties.VpcConfig !== undefined);
    const caps = inside.map(({ metadata, properties }) => [
      metadata['tiep-don:entry'],
      properties.ReservedConcurrentExecutions,
    ]);
    expect(Object.fromEntries(caps)).toEqual({
      'functions/ask-registry/handler.ts': stages[stage].registry.concurrency,
      'functions/ask-copay/handler.ts': stages[stage].registry.copayConcurrency,
      'functions/recheck/handler.ts': stages[stage].registry.recheckConcurrency,
    });
  });

  it('set no variable that Lambda reserves', () => {
    const names = functionsOf(template).flatMap(({ properties }) =>
      Object.keys(properties.Environment?.Variables ?? {}),
    );
    expect(names.filter((name) => /^(AWS_|_|LAMBDA_)/.test(name))).toEqual([]);
  });

  it('leave the schedule of rechecks a place beside the queue', () => {
    const ofRechecks = ofType(template, 'AWS::Lambda::EventSourceMapping', anything).find(({ properties }) =>
      JSON.stringify(properties).includes('ServiceRechecksQueue'),
    );
    expect(ofRechecks?.properties).toMatchObject({
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: stages[stage].registry.recheckConcurrency - 1 },
    });
    expect(ofType(template, 'AWS::Events::Rule', anything).map(({ properties }) => properties)).toEqual([
      expect.objectContaining({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' }),
    ]);
  });

  it('find the registry and the credentials of their own stage', () => {
    expect(environmentOf(template, 'ask-registry')).toMatchObject({
      STAGE: stage,
      REGISTRY_URL: stages[stage].registry.url,
      CREDENTIALS_PREFIX: `tiep-don/${stage}/registry/`,
      POWERTOOLS_METRICS_NAMESPACE: `TiepDon/${stage}`,
    });
  });
});

describe('an asker', () => {
  it('is invoked once and its question forgotten after a minute', () => {
    for (const [, template] of templates) {
      const onceOnly: unknown = expect.objectContaining({
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      });
      expect(
        ofType(template, 'AWS::Lambda::EventInvokeConfig', anything).map(({ properties }) => properties),
      ).toEqual([onceOnly, onceOnly, onceOnly]);
    }
  });
});

describe('kept-warm environments', () => {
  const aliases = (provisionedConcurrency: number) =>
    ofType(synthesiseStage('dev', { ...stages.dev, provisionedConcurrency }), 'AWS::Lambda::Alias', anything);

  it('are behind the alias live of eligibility', () => {
    expect(aliases(3).map(({ properties }) => properties)).toEqual([
      expect.objectContaining({
        Name: 'live',
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 3 },
      }),
    ]);
  });

  it('are not there at 0', () => {
    expect(aliases(0)).toEqual([]);
  });
});

describe('token issuers', () => {
  const trusted = {
    issuer: 'https://id.example.vn',
    jwksUrl: 'https://id.example.vn/jwks',
    audience: 'tiep-don',
    algorithms: ['ES256' as const, 'RS256' as const],
  };

  it('are Cognito by default', () => {
    const template = synthesiseStage('dev');
    expect(ofType(template, 'AWS::Cognito::UserPool', anything)).toHaveLength(1);
    expect(environmentOf(template, 'lookup')).toMatchObject({
      OIDC_AUDIENCE: '',
      OIDC_ALGORITHMS: 'RS256',
      OIDC_SCOPE_PREFIX: 'tiep-don/',
    });
  });

  it('are any other where a stage says so, and then there is no user pool', () => {
    const template = synthesiseStage('dev', {
      ...stages.dev,
      caller: { kind: 'oidc', ...trusted, scopePrefix: '' },
    });
    expect(ofType(template, 'AWS::Cognito::UserPool', anything)).toEqual([]);
    expect(environmentOf(template, 'eligibility')).toMatchObject({
      OIDC_ISSUER: trusted.issuer,
      OIDC_JWKS_URL: trusted.jwksUrl,
      OIDC_AUDIENCE: 'tiep-don',
      OIDC_ALGORITHMS: 'ES256,RS256',
      OIDC_SCOPE_PREFIX: '',
    });
  });

  it('include VNeID only where it is configured', () => {
    expect(environmentOf(synthesiseStage('dev'), 'eligibility')).toMatchObject({
      VNEID_ISSUER: '',
      VNEID_ALGORITHMS: '',
      VNEID_OPTIONS: '',
      VNEID_DECRYPTION_SECRET: '',
    });
    const { dev } = parseStages({ ...stages, dev: { ...stages.dev, vneid: trusted } });
    const environment = environmentOf(synthesiseStage('dev', dev), 'eligibility');
    expect(environment).toMatchObject({
      VNEID_ISSUER: trusted.issuer,
      VNEID_AUDIENCE: 'tiep-don',
      VNEID_ALGORITHMS: 'ES256,RS256',
      VNEID_DECRYPTION_SECRET: '',
    });
    // What the stage says by default is what the function understands by nothing said.
    expect(readVneidOptions(String(environment?.['VNEID_OPTIONS']))).toEqual(readVneidOptions(''));
  });

  it('may encrypt to us: then eligibility is told so, and where our keys are; and so is the operator', () => {
    const template = synthesiseStage('dev', withEncryptedTokens('dev'));
    const [secret = ''] = ofType(template, 'AWS::SecretsManager::Secret', anything).map(({ id }) => id);
    const environment = environmentOf(template, 'eligibility');
    expect(environment).toMatchObject({ VNEID_DECRYPTION_SECRET: { Ref: secret } });
    expect(readVneidOptions(String(environment?.['VNEID_OPTIONS'])).envelope).toBe('jwe');
    expect(template.Outputs['VneidKeysSecret']).toMatchObject({ Value: { Ref: secret } });
  });
});
