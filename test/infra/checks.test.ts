import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Validations } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { addStage } from '../../lib/app.ts';
import { enforceChecks } from '../../lib/checks.ts';
import { stageNames } from '../../lib/stage-schema.ts';
import { stages } from '../../lib/stages.ts';
import { testApp, withEncryptedTokens } from './templates.ts';

const named = { ...stages.production, account: '111122223333', alarmEmails: ['on-call@example.vn'] };

describe('cdk-nag and the rules of CloudFormation', { timeout: 60_000 }, () => {
  it('find nothing unacknowledged in any stage', () => {
    const app = testApp(true);
    enforceChecks(app);
    for (const stage of stageNames) addStage(app, stage);
    expect(() => app.synth()).not.toThrow();
  });

  it('find nothing, and look nothing up, where the account is named', () => {
    const app = testApp(true);
    enforceChecks(app);
    addStage(app, 'production', named);
    expect(app.synth().manifest.missing ?? []).toEqual([]);
  });

  it('find nothing where tokens come encrypted', () => {
    const app = testApp(true);
    enforceChecks(app);
    addStage(app, 'production', withEncryptedTokens('production'));
    expect(() => app.synth()).not.toThrow();
  });

  it('do fail the synthesis on a finding', () => {
    const app = testApp();
    enforceChecks(app);
    new CfnSecurityGroup(addStage(app, 'dev'), 'WideOpen', {
      groupDescription: 'test',
      securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' }],
    });
    expect(() => app.synth()).toThrow(/validation/i);
  });

  it('are acknowledged only with a reason that says something', () => {
    const app = testApp();
    for (const stage of stageNames) addStage(app, stage, withEncryptedTokens(stage));
    const reasons = app.node
      .findAll()
      .flatMap((construct) => construct.node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(z.record(z.string(), z.string()).parse(data)));
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.filter(([, reason]) => reason.length < 40)).toEqual([]);
  });
});
