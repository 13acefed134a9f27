import { join, resolve } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { FunctionOptions, IFunction, IVersion } from 'aws-cdk-lib/aws-lambda';
import { Alias, Architecture, CfnFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Charset, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { asInterface } from './as-interface.ts';
import type { FunctionName } from './function-names.ts';
import { acknowledge } from './nag.ts';
import type { Operations } from './operations.ts';
import { vpcAttachment } from './permissions.ts';

const root = resolve(import.meta.dirname, '..');

/** Where a function starts, from the root of the repository; the local run finds it in the template's metadata. */
export const entryMetadata = 'tiep-don:entry';
const entryOf = (name: FunctionName): string => `functions/${name}/handler.ts`;

export const metricNamespace = (stage: string): string => `TiepDon/${stage}`;

/** Also what the benchmark bundles by. */
export const bundling = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  sourceMap: false,
  // Vietnamese as it is: escaped, each letter would take six bytes instead of two or three.
  charset: Charset.UTF8,
  mainFields: ['module', 'main'],
  externalModules: [],
  // CommonJS leftovers in dependencies still call require().
  banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  // The default chain brings SSO, STS and profiles, none of which exists in Lambda: a third of the import time.
  esbuildArgs: {
    '--alias': '@aws-sdk/credential-provider-node=./functions/adapters/aws/lambda-credentials.ts',
  },
} satisfies BundlingOptions;

export interface ServiceFunctionProps {
  readonly name: FunctionName;
  readonly stage: string;
  readonly operations: Operations;
  readonly logLevel: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly permissions: readonly PolicyStatement[];
  /** Environments kept warm behind the alias `live`. */
  readonly provisionedConcurrency?: number;
  /** Files of dependencies that are served, not imported: paths below node_modules. */
  readonly assets?: readonly string[];
  /** What only some functions need. */
  readonly options?: Pick<
    FunctionOptions,
    'vpc' | 'securityGroups' | 'reservedConcurrentExecutions' | 'retryAttempts' | 'maxEventAge'
  >;
}

/** A Lambda function of this house: same runtime, bundling, logs and tracing everywhere, and a role of its own. */
export class ServiceFunction extends Construct {
  readonly fn: NodejsFunction;
  /** What callers invoke: the function, or the alias whose environments are kept warm. */
  readonly target: IFunction;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    const { name, provisionedConcurrency = 0, options = {} } = props;
    const logGroup = props.operations.logGroup(this, 'Logs');
    const role = this.#role(
      options.vpc === undefined ? props.permissions : [...props.permissions, ...vpcAttachment(this)],
    );
    logGroup.grantWrite(role);

    this.fn = new NodejsFunction(this, 'Function', {
      entry: join(root, entryOf(name)),
      depsLockFilePath: join(root, 'package-lock.json'),
      bundling: { ...bundling, ...copying(props.assets ?? []) },
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: {
        STAGE: props.stage,
        LOG_LEVEL: props.logLevel,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: metricNamespace(props.stage),
        ...props.environment,
      },
      ...options,
    });
    const resource = this.fn.node.defaultChild;
    if (resource instanceof CfnFunction) resource.addMetadata(entryMetadata, entryOf(name));

    this.target = asInterface<IFunction>(
      provisionedConcurrency === 0
        ? this.fn
        : new Alias(this, 'Live', {
            aliasName: 'live',
            version: asInterface<IVersion>(this.fn.currentVersion),
            provisionedConcurrentExecutions: provisionedConcurrency,
          }),
    );
  }

  #role(permissions: readonly PolicyStatement[]): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    for (const statement of permissions) role.addToPolicy(statement);
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]':
        'IAM takes no resource for X-Ray segments, nor for attaching to the VPC, which a Deny keeps from the code itself.',
    });
    return role;
  }
}

/** Copies files of dependencies beside the bundle, to where resolving their package finds them. */
function copying(files: readonly string[]): Pick<BundlingOptions, 'commandHooks'> {
  if (files.length === 0) return {};
  return {
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (from, to) =>
        files.flatMap((file) => {
          const folder = join(to, 'node_modules', file, '..');
          return [`mkdir -p "${folder}"`, `cp "${join(from, 'node_modules', file)}" "${folder}/"`];
        }),
    },
  };
}
