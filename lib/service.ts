import { ArnFormat, Duration, Stack, Token } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { asInterface } from './as-interface.ts';
import type { CallerIssuer } from './callers.ts';
import type { FunctionName } from './function-names.ts';
import type { ServiceFunctionProps } from './functions.ts';
import { ServiceFunction } from './functions.ts';
import { acknowledge } from './nag.ts';
import type { Network } from './network.ts';
import type { Operations } from './operations.ts';
import { addDataKeys, invoke, openTablesWith, readTable, readWriteTable, useDataKey } from './permissions.ts';
import type { StageSettings } from './stage-schema.ts';
import type { Storage } from './storage.ts';

export interface ServiceProps {
  readonly stage: string;
  readonly settings: StageSettings;
  readonly storage: Storage;
  readonly network: Network;
  readonly operations: Operations;
  readonly issuer: CallerIssuer;
}

/** The functions, and what each is told and allowed. */
export class Service extends Construct {
  readonly functions: Readonly<Record<FunctionName, ServiceFunction>>;
  /** Before a facility's code, the name of the secret with its account at the registry. */
  readonly credentialsPrefix: string;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { settings, storage, network } = props;
    const { cache, directory, dataKey } = storage;
    const { registry } = settings;

    const stores = {
      CACHE_TABLE: cache.tableName,
      DIRECTORY_TABLE: directory.tableName,
      DATA_KEY_ID: dataKey.keyArn,
    };
    const callers = tokenEnvironment('OIDC', props.issuer, { OIDC_SCOPE_PREFIX: props.issuer.scopePrefix });
    const patients = tokenEnvironment('VNEID', settings.vneid);
    const keys = [readTable(directory), addDataKeys(directory), openTablesWith(dataKey), useDataKey(dataKey)];
    this.credentialsPrefix = `tiep-don/${props.stage}/registry/`;

    const make = (
      id: string,
      name: FunctionName,
      rest: Omit<ServiceFunctionProps, 'name' | 'stage' | 'operations' | 'logLevel' | 'memoryMb'>,
    ): ServiceFunction =>
      new ServiceFunction(this, id, {
        name,
        stage: props.stage,
        operations: props.operations,
        logLevel: settings.logLevel,
        memoryMb: settings.memoryMb[name],
        ...rest,
      });

    const askRegistry = make('AskRegistry', 'ask-registry', {
      timeoutSeconds: 40,
      environment: {
        ...stores,
        REGISTRY_URL: registry.url,
        REGISTRY_CONNECT_TIMEOUT_MS: String(registry.connectTimeoutMs),
        REGISTRY_TOTAL_TIMEOUT_MS: String(registry.totalTimeoutMs),
        CREDENTIALS_PREFIX: this.credentialsPrefix,
      },
      permissions: [readWriteTable(cache), ...keys, this.#readCredentials()],
      options: {
        vpc: asInterface<IVpc>(network.vpc),
        securityGroups: [network.registryCaller],
        // As many questions at once as the registry bears, whatever comes in.
        reservedConcurrentExecutions: registry.concurrency,
        // What nobody waits for any more is not asked again: the patient's next lookup asks anew.
        retryAttempts: 0,
        maxEventAge: Duration.minutes(1),
      },
    });
    this.#acknowledgeCredentials(askRegistry);

    this.functions = {
      'ask-registry': askRegistry,
      eligibility: make('Eligibility', 'eligibility', {
        timeoutSeconds: 5,
        environment: {
          ...stores,
          ...callers,
          ...patients,
          ASK_FUNCTION: askRegistry.fn.functionName,
          BUDGET_MS: String(settings.budgetMs),
          FRESH_SECONDS: String(settings.freshSeconds),
        },
        permissions: [readWriteTable(cache), ...keys, invoke(askRegistry.fn.functionArn)],
        provisionedConcurrency: settings.provisionedConcurrency,
      }),
      lookup: make('Lookup', 'lookup', {
        // Holds an answer for up to 20 s of ?wait=; API Gateway gives up at 29.
        timeoutSeconds: 28,
        environment: { ...stores, ...callers },
        permissions: [readWriteTable(cache), ...keys],
      }),
      health: make('Health', 'health', {
        timeoutSeconds: 5,
        environment: stores,
        permissions: [readTable(cache), ...keys],
      }),
      reference: make('Reference', 'reference', {
        timeoutSeconds: 5,
        environment: {},
        permissions: [],
        assets: ['package.json', 'swagger-ui.css', 'swagger-ui-bundle.js'].map(
          (file) => `swagger-ui-dist/${file}`,
        ),
      }),
    };
  }

  /** Operators make one secret per facility, so the stack knows their names only by prefix. */
  #readCredentials(): PolicyStatement {
    return new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: [
        Stack.of(this).formatArn({
          service: 'secretsmanager',
          resource: 'secret',
          resourceName: `${this.credentialsPrefix}*`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    });
  }

  #acknowledgeCredentials(fn: ServiceFunction): void {
    const { account, partition, region } = Stack.of(this);
    const owner = Token.isUnresolved(account) ? '<AWS::AccountId>' : account;
    const secrets = `arn:${partition}:secretsmanager:${region}:${owner}:secret:${this.credentialsPrefix}*`;
    acknowledge(fn, {
      [`AwsSolutions-IAM5[Resource::${secrets}]`]:
        'One secret per facility, made by the operator when a facility joins; the prefix holds nothing else.',
    });
  }
}

type TokenSettings = Pick<CallerIssuer, 'issuer' | 'jwksUrl' | 'audience' | 'algorithms'>;

/** The environment by which a function learns whose tokens to trust; empty values mean none. */
function tokenEnvironment(
  prefix: 'OIDC' | 'VNEID',
  settings: TokenSettings | null,
  more: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    [`${prefix}_ISSUER`]: settings?.issuer ?? '',
    [`${prefix}_JWKS_URL`]: settings?.jwksUrl ?? '',
    [`${prefix}_AUDIENCE`]: settings?.audience ?? '',
    [`${prefix}_ALGORITHMS`]: settings?.algorithms.join(',') ?? '',
    ...more,
  };
}
