import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { problems } from '../../functions/http/problem-catalogue.ts';
import type { StageTemplate } from '../../lib/app.ts';
import { addStage, templateSchema } from '../../lib/app.ts';
import { routes } from '../../lib/routes.ts';
import { maxBodyBytes } from '../../lib/waf.ts';
import { anything, ofType, pointsTo, reference, templates, testApp } from './templates.ts';

const resource = z.looseObject({ PathPart: z.string(), ParentId: z.unknown().optional() });
const method = z.looseObject({
  HttpMethod: z.string(),
  ResourceId: reference,
  AuthorizationType: z.string(),
  Integration: z.looseObject({ Type: z.string(), Uri: z.unknown().optional() }),
});

/** What the gateway serves: "POST /v1/eligibility" -> the entry of the function, or of the one behind the alias. */
function served(template: StageTemplate): Map<string, unknown> {
  const parts = new Map(
    ofType(template, 'AWS::ApiGateway::Resource', resource).map(({ id, properties }) => [id, properties]),
  );
  const pathOf = (id: string): string => {
    const part = parts.get(id);
    return part === undefined ? '' : `${pathOf(pointsTo(part.ParentId)[0] ?? '')}/${part.PathPart}`;
  };
  const entryOf = (id: string): unknown => {
    const target = template.Resources[id];
    return target?.Type === 'AWS::Lambda::Alias'
      ? entryOf(pointsTo(target.Properties['FunctionName'])[0] ?? '')
      : target?.Metadata['tiep-don:entry'];
  };
  return new Map(
    ofType(template, 'AWS::ApiGateway::Method', method).map(({ properties }) => [
      `${properties.HttpMethod} ${pathOf(properties.ResourceId.Ref)}`,
      entryOf(pointsTo(properties.Integration.Uri)[0] ?? ''),
    ]),
  );
}

const expectedRoutes = routes.map(
  ({ method, path, handler }) => [`${method} ${path}`, `functions/${handler}/handler.ts`] as const,
);

describe.each(templates)('the door of %s', (stage, template) => {
  it('serves the routes of the table and nothing else', () => {
    expect(served(template)).toEqual(new Map(expectedRoutes));
  });

  it('has the web ACL on every stage of the API', () => {
    const apiStages = ofType(template, 'AWS::ApiGateway::Stage', anything).map(({ id }) => id);
    const covered = ofType(template, 'AWS::WAFv2::WebACLAssociation', anything).flatMap(({ properties }) =>
      pointsTo(properties['ResourceArn']),
    );
    expect(apiStages).toHaveLength(1);
    expect(covered).toEqual(expect.arrayContaining(apiStages));
  });

  it('blocks bodies and addresses over their limit with the problems of the catalogue', () => {
    const [acl] = ofType(
      template,
      'AWS::WAFv2::WebACL',
      z.looseObject({
        AssociationConfig: z.unknown(),
        CustomResponseBodies: z.record(
          z.string(),
          z.object({ Content: z.string(), ContentType: z.string() }),
        ),
        Rules: z.array(
          z.looseObject({
            Name: z.string(),
            Action: z.unknown().optional(),
            Statement: z.unknown().optional(),
          }),
        ),
      }),
    );
    const rule = (name: string) => acl?.properties.Rules.find(({ Name }) => Name === name);
    expect(rule('BodySize')).toMatchObject({
      Action: { Block: { CustomResponse: { ResponseCode: 413, CustomResponseBodyKey: 'body-too-large' } } },
      Statement: {
        AndStatement: {
          Statements: [
            { SizeConstraintStatement: { Size: 64 * 1024, ComparisonOperator: 'GT' } },
            { NotStatement: { Statement: { RegexMatchStatement: { RegexString: '^[0-9]{1,5}$' } } } },
            // Uploads of batches pass, at their own address alone.
            {
              NotStatement: {
                Statement: {
                  AndStatement: {
                    Statements: [
                      { ByteMatchStatement: { SearchString: 'POST', PositionalConstraint: 'EXACTLY' } },
                      { RegexMatchStatement: { RegexString: '^/live/v1/batches$' } },
                    ],
                  },
                },
              },
            },
          ],
        },
      },
    });
    // The pattern is about digits: it says what the limit says only as long as that is all nines.
    expect(maxBodyBytes).toBe(99_999);
    expect(acl?.properties.AssociationConfig).toEqual({
      RequestBody: { API_GATEWAY: { DefaultSizeInspectionLimit: 'KB_64' } },
    });
    expect(rule('RatePerAddress')).toMatchObject({
      Action: { Block: { CustomResponse: { ResponseCode: 429 } } },
    });
    for (const [code, { Content }] of Object.entries(acl?.properties.CustomResponseBodies ?? {})) {
      expect(JSON.parse(Content)).toMatchObject({ code });
      // The quota of WAF on one body.
      expect(Buffer.byteLength(Content)).toBeLessThanOrEqual(4096);
    }
  });

  it('hands bodies on byte by byte where they may be gzipped', () => {
    const [api] = ofType(template, 'AWS::ApiGateway::RestApi', anything);
    expect(api?.properties['BinaryMediaTypes']).toEqual(['application/json', 'application/x-ndjson']);
  });

  it('logs what the web ACL stopped without tokens', () => {
    const [logging] = ofType(template, 'AWS::WAFv2::LoggingConfiguration', anything);
    const [target] = pointsTo(logging?.properties['LogDestinationConfigs']).filter((id) =>
      id.startsWith('Firewall'),
    );
    expect(template.Resources[target ?? '']?.Properties['LogGroupName']).toBe(
      `aws-waf-logs-tiep-don-${stage}`,
    );
    expect(logging?.properties['RedactedFields']).toContainEqual({ SingleHeader: { Name: 'authorization' } });
  });

  it('logs accesses as JSON without addresses, parameters or headers', () => {
    const [live] = ofType(
      template,
      'AWS::ApiGateway::Stage',
      z.looseObject({
        AccessLogSetting: z.looseObject({ Format: z.string() }),
        MethodSettings: z.array(z.unknown()),
      }),
    );
    const format = z
      .record(z.string(), z.string())
      .parse(JSON.parse(live?.properties.AccessLogSetting.Format ?? ''));
    expect(Object.keys(format)).toEqual([
      'requestId',
      'resourcePath',
      'method',
      'status',
      'latency',
      'wafStatus',
    ]);
    expect(JSON.stringify(format)).not.toMatch(/context\.(path|identity|authorizer)|header|querystring/);
    expect(live?.properties.MethodSettings).toEqual([
      expect.objectContaining({
        DataTraceEnabled: false,
        LoggingLevel: 'ERROR',
        HttpMethod: '*',
        ResourcePath: '/*',
      }),
    ]);
  });

  it('answers by itself in problem documents whose status is the one sent', () => {
    const responses = ofType(
      template,
      'AWS::ApiGateway::GatewayResponse',
      z.looseObject({
        ResponseType: z.string(),
        StatusCode: z.string(),
        ResponseParameters: z.record(z.string(), z.string()),
        ResponseTemplates: z.object({ 'application/json': z.string() }),
      }),
    );
    expect(responses.map(({ properties }) => properties.ResponseType)).toEqual(
      expect.arrayContaining([
        'DEFAULT_4XX',
        'DEFAULT_5XX',
        'WAF_FILTERED',
        'THROTTLED',
        'MISSING_AUTHENTICATION_TOKEN',
      ]),
    );
    for (const { properties } of responses) {
      const body = z
        .looseObject({ code: z.string(), status: z.number(), requestId: z.string() })
        .parse(JSON.parse(properties.ResponseTemplates['application/json']));
      expect(Object.keys(problems)).toContain(body.code);
      expect(String(body.status)).toBe(properties.StatusCode);
      expect(body.requestId).toBe('$context.requestId');
      expect(properties.ResponseParameters['gatewayresponse.header.Content-Type']).toBe(
        "'application/problem+json'",
      );
      expect('gatewayresponse.header.Retry-After' in properties.ResponseParameters).toBe(body.status === 429);
    }
  });

  it('leaves to the registry by one NAT gateway with one fixed address', () => {
    const [nat, ...others] = ofType(template, 'AWS::EC2::NatGateway', anything);
    expect(others).toEqual([]);
    const addresses = ofType(template, 'AWS::EC2::EIP', anything).map(({ id }) => id);
    expect(addresses).toHaveLength(1);
    expect(pointsTo(nat?.properties['AllocationId'])).toEqual(addresses);
    expect(pointsTo(template.Outputs['RegistryEgressIp'])).toEqual(addresses);
  });

  it('closes the default security group and opens nothing inward', () => {
    expect(ofType(template, 'Custom::VpcRestrictDefaultSG', anything)).toHaveLength(1);
    const groups = ofType(template, 'AWS::EC2::SecurityGroup', anything);
    expect(groups.filter(({ properties }) => 'SecurityGroupIngress' in properties)).toEqual([]);
    expect(ofType(template, 'AWS::EC2::SecurityGroupIngress', anything)).toEqual([]);
  });
});

describe('a new route', () => {
  it('shows in the template', () => {
    const stack = addStage(testApp(), 'dev');
    stack.api.addRoute({ method: 'GET', path: '/v1/new/{thing}' }, stack.service.functions.health.target);
    const template = templateSchema.parse(Template.fromStack(stack).toJSON());
    expect(served(template)).toEqual(
      new Map([...expectedRoutes, ['GET /v1/new/{thing}', 'functions/health/handler.ts']]),
    );
  });
});
