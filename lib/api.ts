import { RemovalPolicy } from 'aws-cdk-lib';
import type { Method } from 'aws-cdk-lib/aws-apigateway';
import {
  AccessLogField,
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { answerInProblems } from './gateway-responses.ts';
import { acknowledge } from './nag.ts';
import type { Operations } from './operations.ts';
import type { Route } from './routes.ts';
import type { StageSettings } from './stage-schema.ts';

export interface ApiProps {
  readonly stage: string;
  readonly throttling: StageSettings['throttling'];
  readonly operations: Operations;
}

/** Neither addresses nor headers: a path parameter names a lookup, and a header may carry a token. */
const accessLog = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    resourcePath: AccessLogField.contextResourcePath(),
    method: AccessLogField.contextHttpMethod(),
    status: AccessLogField.contextStatus(),
    latency: AccessLogField.contextResponseLatency(),
    wafStatus: AccessLogField.contextWafStatus(),
  }),
);

/** The one door. A REST API because a web ACL attaches to its stage itself, so no address leads around it (ADR 0002). */
export class Api extends Construct {
  readonly rest: RestApi;

  constructor(scope: Construct, id: string, { stage, throttling, operations }: ApiProps) {
    super(scope, id);
    this.rest = new RestApi(this, 'Rest', {
      // Metrics carry the name and not the id: stages sharing an account must differ in it.
      restApiName: `tiep-don-${stage}`,
      endpointTypes: [EndpointType.REGIONAL],
      // Else a gzipped body would be taken for text, and its bytes changed. Functions get bodies of these types in base64.
      binaryMediaTypes: ['application/json', 'application/x-ndjson'],
      cloudWatchRole: true,
      // One per account and Region, so other stages write their logs by it too.
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: 'live',
        accessLogDestination: new LogGroupLogDestination(operations.logGroup(this, 'AccessLogs')),
        accessLogFormat: accessLog,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        metricsEnabled: true,
        tracingEnabled: true,
        throttlingRateLimit: throttling.ratePerSecond,
        throttlingBurstLimit: throttling.burst,
      },
    });
    // The stack names its own outputs.
    this.rest.node.tryRemoveChild('Endpoint');
    answerInProblems(this.rest);
    acknowledge(this.rest, {
      'AwsSolutions-APIG2':
        'Bodies are checked once, by the schemas the API reference is generated from, which name each wrong field; the size is capped by the web ACL.',
      'AwsSolutions-APIG4':
        'Access tokens are checked in the functions, the same for every issuer and in the local run (ADR 0002); health and reference are public.',
      'AwsSolutions-COG4':
        'Cognito is one of the issuers a stage may be given, so the functions check tokens against its key set (ADR 0002).',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'The role is of the account, not of this API, and API Gateway accepts it only with the permissions this policy lists.',
    });
  }

  /** Serves a method and path by a function; the path is made along the way. */
  addRoute({ method, path }: Pick<Route, 'method' | 'path'>, handler: IFunction): Method {
    return this.rest.root
      .resourceForPath(path)
      .addMethod(method, new LambdaIntegration(handler, { proxy: true, allowTestInvoke: false }));
  }

  /** The method behind a route, for its metrics. */
  methodOf(path: Route['path']): Method {
    const method = this.rest.methods.find(({ resource }) => resource.path === path);
    if (method === undefined) throw new Error(`No route leads to ${path}`);
    return method;
  }
}
