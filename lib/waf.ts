import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { ProblemCode } from '../functions/http/problem-catalogue.ts';
import { problemBody, problems } from '../functions/http/problem-catalogue.ts';
import type { Operations } from './operations.ts';

/** Also what the web ACL can see of a body on an API stage by default, so nothing gets by unread. */
export const maxBodyBytes = 16 * 1024;

export interface FirewallProps {
  readonly stage: string;
  readonly apiStage: Stage;
  readonly requestsPer5MinPerIp: number;
  readonly operations: Operations;
}

/** The web ACL on the API's stage. Any address of the API passes it, the generated one included. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility('WebAcl'),
      customResponseBodies: Object.fromEntries(
        (['body-too-large', 'too-many-requests'] as const).map((code) => [code, responseBody(code)]),
      ),
      rules: [
        ...[
          {
            name: 'RatePerAddress',
            statement: ratePerAddress(props.requestsPer5MinPerIp),
            ...answer('too-many-requests'),
          },
          { name: 'BodySize', statement: bodyOver(maxBodyBytes), ...answer('body-too-large') },
        ],
        {
          name: 'CommonRules',
          statement: managed('AWSManagedRulesCommonRuleSet', [
            // 8 kB; the rule above caps at what a chip's security object and data groups need.
            'SizeRestrictions_BODY',
            // Hospital systems built on .NET and Delphi send no User-Agent unless told to.
            'NoUserAgent_HEADER',
          ]),
          overrideAction: { none: {} },
        },
        {
          name: 'KnownBadInputs',
          statement: managed('AWSManagedRulesKnownBadInputsRuleSet'),
          overrideAction: { none: {} },
        },
      ].map((rule, priority) => ({ ...rule, priority, visibilityConfig: visibility(rule.name) })),
    });

    new CfnWebACLAssociation(this, 'OnApiStage', {
      webAclArn: acl.attrArn,
      resourceArn: props.apiStage.stageArn,
    });

    // WAF delivers only to log groups of this prefix.
    const logGroup = props.operations.logGroup(this, 'Logs', `aws-waf-logs-tiep-don-${props.stage}`);
    new CfnLoggingConfiguration(this, 'Logging', {
      resourceArn: acl.attrArn,
      // Without the ":*" that the group's own ARN ends in, which WAF refuses.
      logDestinationConfigs: [
        Stack.of(this).formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: logGroup.logGroupName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
      redactedFields: [
        { singleHeader: { Name: 'authorization' } },
        { singleHeader: { Name: 'cookie' } },
        { queryString: {} },
      ],
      loggingFilter: {
        DefaultBehavior: 'DROP',
        Filters: [
          {
            Behavior: 'KEEP',
            Requirement: 'MEETS_ANY',
            Conditions: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((Action) => ({
              ActionCondition: { Action },
            })),
          },
        ],
      },
    });
  }
}

const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  // Samples keep headers of real requests for three hours, tokens among them.
  sampledRequestsEnabled: false,
});

const ratePerAddress = (limit: number): CfnWebACL.StatementProperty => ({
  rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: 300, limit },
});

const bodyOver = (bytes: number): CfnWebACL.StatementProperty => ({
  sizeConstraintStatement: {
    // A body longer than what WAF sees counts as over the limit.
    fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
    comparisonOperator: 'GT',
    size: bytes,
    textTransformations: [{ priority: 0, type: 'NONE' }],
  },
});

const managed = (name: string, countOnly: readonly string[] = []): CfnWebACL.StatementProperty => ({
  managedRuleGroupStatement: {
    vendorName: 'AWS',
    name,
    ruleActionOverrides: countOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
  },
});

/** WAF fixes the media type by its own list, where problem+json is not: only these two answers are plain JSON. */
const responseBody = (code: ProblemCode): CfnWebACL.CustomResponseBodyProperty => ({
  contentType: 'APPLICATION_JSON',
  content: JSON.stringify(problemBody(code)),
});

const answer = (code: ProblemCode): { action: CfnWebACL.RuleActionProperty } => ({
  action: {
    block: {
      customResponse: {
        responseCode: problems[code].status,
        customResponseBodyKey: code,
        ...(code === 'too-many-requests' ? { responseHeaders: [{ name: 'Retry-After', value: '60' }] } : {}),
      },
    },
  },
});
