import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { ProblemCode } from '../functions/http/problem-catalogue.ts';
import { problemBody, problems } from '../functions/http/problem-catalogue.ts';
import type { Operations } from './operations.ts';

/**
 * The largest body of any request but an upload: one with chip data (functions/eligibility/body-size.ts). The web ACL sees the first
 * 64 kB of a body at most and no numbers in headers, so what is longer than that must declare a length of five digits.
 */
export const maxBodyBytes = 99_999;
const inspectedBytes = 64 * 1024;

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
      associationConfig: { requestBody: { API_GATEWAY: { defaultSizeInspectionLimit: 'KB_64' } } },
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
          { name: 'BodySize', statement: bodyTooLarge, ...answer('body-too-large') },
        ],
        {
          name: 'CommonRules',
          statement: managed('AWSManagedRulesCommonRuleSet', [
            // 8 kB; the rule above and the function cap at what a chip's security object and data groups need.
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

const untransformed = [{ priority: 0, type: 'NONE' }];

/** The one address that takes long bodies: API Gateway itself takes 10 MB, and functions/batches counts what unpacks. */
const uploadPath = '^/live/v1/batches$';

const isUpload: CfnWebACL.StatementProperty = {
  andStatement: {
    statements: [
      {
        byteMatchStatement: {
          fieldToMatch: { method: {} },
          positionalConstraint: 'EXACTLY',
          searchString: 'POST',
          textTransformations: untransformed,
        },
      },
      {
        regexMatchStatement: {
          fieldToMatch: { uriPath: {} },
          regexString: uploadPath,
          textTransformations: untransformed,
        },
      },
    ],
  },
};

/** More than WAF sees, and not declared to be within the limit: chunked, or with a length of six digits. */
const bodyTooLarge: CfnWebACL.StatementProperty = {
  andStatement: {
    statements: [
      {
        sizeConstraintStatement: {
          fieldToMatch: { body: { oversizeHandling: 'MATCH' } },
          comparisonOperator: 'GT',
          size: inspectedBytes,
          textTransformations: untransformed,
        },
      },
      {
        notStatement: {
          statement: {
            regexMatchStatement: {
              fieldToMatch: { singleHeader: { Name: 'content-length' } },
              regexString: `^[0-9]{1,${String(maxBodyBytes).length}}$`,
              textTransformations: untransformed,
            },
          },
        },
      },
      { notStatement: { statement: isUpload } },
    ],
  },
};

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
