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
import {
  addDataKeys,
  addTo,
  consume,
  drainOutbox,
  invoke,
  openTablesWith,
  readChipTrust,
  readDataKeys,
  readSecret,
  readTable,
  readWriteTable,
  sendTo,
  useDataKey,
  useWebhooks,
} from './permissions.ts';
import { WorkQueue } from './queues.ts';
import { Rechecks, recheckSeconds } from './rechecks.ts';
import type { StageSettings } from './stage-schema.ts';
import type { Storage } from './storage.ts';
import { callerEnvironment, patientEnvironment } from './token-environment.ts';

export interface ServiceProps {
  readonly stage: string;
  readonly settings: StageSettings;
  readonly storage: Storage;
  readonly network: Network;
  readonly operations: Operations;
  readonly issuer: CallerIssuer;
}

/** A receiver has ten seconds (functions/adapters/webhooks/post.ts); the rest is for names and stores. */
const DELIVERY_SECONDS = 30;

/** The functions, and what each is told and allowed. */
export class Service extends Construct {
  readonly functions: Readonly<Record<FunctionName, ServiceFunction>>;
  /** Each is made with `new WorkQueue`, fed to its consumer with `feed`, and named here for its alarm. */
  readonly queues: readonly WorkQueue[];
  /** Before a facility's code, the name of the secret with its account at the registry. */
  readonly credentialsPrefix: string;

  constructor(scope: Construct, id: string, props: ServiceProps) {
    super(scope, id);
    const { settings, storage, network } = props;
    const { cache, directory, dataKey, vneidKeys } = storage;
    const { registry } = settings;

    const stores = {
      CACHE_TABLE: cache.tableName,
      DIRECTORY_TABLE: directory.tableName,
      DATA_KEY_ID: dataKey.keyArn,
    };
    const callers = callerEnvironment(props.issuer);
    const usable = {
      USABLE_ELIGIBLE_MINUTES: String(settings.usableMinutes.eligible),
      USABLE_NOT_ELIGIBLE_MINUTES: String(settings.usableMinutes.notEligible),
      USABLE_WITHDRAWN_MINUTES: String(settings.usableMinutes.withdrawn),
    };
    const ofWebhooks = {
      DIRECTORY_TABLE: directory.tableName,
      DATA_KEY_ID: dataKey.keyArn,
      WEBHOOK_TARGETS: 'public',
    };
    const webhookQueue = new WorkQueue(this, 'WebhookQueue', {
      name: 'webhooks',
      dataKey,
      consumerSeconds: DELIVERY_SECONDS,
    });
    const patients = patientEnvironment(settings.vneid, vneidKeys);
    const keys = [readTable(directory), addDataKeys(directory), openTablesWith(dataKey), useDataKey(dataKey)];
    const rechecks = new Rechecks(this, 'Rechecks', dataKey, settings.recheck);
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

    const asker = (
      id: string,
      name: FunctionName,
      bounds: { timeoutSeconds: number; totalTimeoutMs: number; concurrency: number },
      more: Pick<ServiceFunctionProps, 'environment' | 'permissions'> = { environment: {}, permissions: [] },
    ): ServiceFunction => {
      const fn = make(id, name, {
        timeoutSeconds: bounds.timeoutSeconds,
        environment: {
          ...stores,
          REGISTRY_URL: registry.url,
          REGISTRY_CONNECT_TIMEOUT_MS: String(registry.connectTimeoutMs),
          REGISTRY_TOTAL_TIMEOUT_MS: String(bounds.totalTimeoutMs),
          CREDENTIALS_PREFIX: this.credentialsPrefix,
          ...more.environment,
        },
        permissions: [readWriteTable(cache), ...keys, this.#readCredentials(), ...more.permissions],
        options: {
          vpc: asInterface<IVpc>(network.vpc),
          securityGroups: [network.registryCaller],
          // As many questions at once as the registry bears, whatever comes in.
          reservedConcurrentExecutions: bounds.concurrency,
          // What nobody waits for any more is not asked again: the patient's next lookup asks anew.
          retryAttempts: 0,
          maxEventAge: Duration.minutes(1),
        },
      });
      this.#acknowledgeCredentials(fn);
      return fn;
    };
    const askRegistry = asker('AskRegistry', 'ask-registry', {
      timeoutSeconds: 40,
      totalTimeoutMs: registry.totalTimeoutMs,
      concurrency: registry.concurrency,
    });
    // The registry takes up to a minute for this (protocol §4.1); the lease of an asking is a minute in the queue longer.
    const askCopay = asker('AskCopay', 'ask-copay', {
      timeoutSeconds: 75,
      totalTimeoutMs: 70_000,
      concurrency: registry.copayConcurrency,
    });

    // A lane of its own: what waits for the registry to come back must not take the desk's place when it does (ADR 12).
    const recheck = asker(
      'Recheck',
      'recheck',
      {
        timeoutSeconds: recheckSeconds,
        totalTimeoutMs: registry.totalTimeoutMs,
        concurrency: registry.recheckConcurrency,
      },
      {
        environment: {
          ...rechecks.environment,
          WEBHOOK_QUEUE_URL: webhookQueue.queue.queueUrl,
          RECHECKS_PER_MINUTE: String(settings.recheck.perFacilityPerMinute),
        },
        permissions: [
          ...consume(rechecks.queue, dataKey),
          ...sendTo(rechecks.queue, dataKey),
          ...sendTo(webhookQueue.queue, dataKey),
          drainOutbox(cache),
        ],
      },
    );
    rechecks.workOff(recheck, registry.recheckConcurrency);

    // Parses what anybody may send, so it reaches nothing worth having: no key, no person, no credential (ADR 0006).
    const verifyChip = make('VerifyChip', 'verify-chip', {
      timeoutSeconds: 3,
      environment: { DIRECTORY_TABLE: directory.tableName },
      permissions: [readChipTrust(directory), openTablesWith(dataKey)],
    });

    this.functions = {
      'ask-registry': askRegistry,
      'ask-copay': askCopay,
      recheck,
      'verify-chip': verifyChip,
      eligibility: make('Eligibility', 'eligibility', {
        timeoutSeconds: 5,
        environment: {
          ...stores,
          ...callers,
          ...patients,
          ASK_FUNCTION: askRegistry.fn.functionName,
          COPAY_FUNCTION: askCopay.fn.functionName,
          VERIFY_CHIP_FUNCTION: verifyChip.fn.functionName,
          BUDGET_MS: String(settings.budgetMs),
          FRESH_SECONDS: String(settings.freshSeconds),
          ...usable,
          ...rechecks.environment,
        },
        permissions: [
          readWriteTable(cache),
          ...keys,
          ...sendTo(rechecks.queue, dataKey),
          invoke(askRegistry.fn.functionArn),
          invoke(askCopay.fn.functionArn),
          invoke(verifyChip.fn.functionArn),
          ...(vneidKeys === null ? [] : [readSecret(vneidKeys)]),
        ],
        provisionedConcurrency: settings.provisionedConcurrency,
      }),
      lookup: make('Lookup', 'lookup', {
        // Holds an answer for up to 20 s of ?wait=; API Gateway gives up at 29.
        timeoutSeconds: 28,
        environment: { ...stores, ...callers, ...usable },
        permissions: [readWriteTable(cache), ...keys],
      }),
      // Decides from what it is sent and the facility's profile: it holds no key that opens a patient's data.
      benefit: make('Benefit', 'benefit', {
        timeoutSeconds: 5,
        environment: { DIRECTORY_TABLE: directory.tableName, ...callers },
        permissions: [readTable(directory), openTablesWith(dataKey)],
      }),
      // Keeps nothing: it reads which facility a client belongs to, and holds no key that opens a patient's data.
      readers: make('Readers', 'readers', {
        timeoutSeconds: 5,
        environment: { DIRECTORY_TABLE: directory.tableName, ...callers },
        permissions: [readTable(directory), openTablesWith(dataKey)],
      }),
      webhooks: make('Webhooks', 'webhooks', {
        // Long enough to resolve the name of an address on a slow day.
        timeoutSeconds: 10,
        environment: { ...ofWebhooks, ...callers },
        permissions: [
          ...keys,
          useWebhooks(directory, ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem']),
        ],
      }),
      // Calls whatever address a hospital gave, so it stands outside the VPC and sees no patient's data.
      'deliver-webhook': make('DeliverWebhook', 'deliver-webhook', {
        timeoutSeconds: DELIVERY_SECONDS,
        environment: { ...ofWebhooks, WEBHOOK_QUEUE_URL: webhookQueue.queue.queueUrl },
        permissions: [
          readDataKeys(directory),
          addDataKeys(directory),
          openTablesWith(dataKey),
          useDataKey(dataKey),
          useWebhooks(directory, ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem']),
          ...consume(webhookQueue.queue, dataKey),
          ...sendTo(webhookQueue.queue, dataKey),
        ],
      }),
      challenges: make('Challenges', 'challenges', {
        timeoutSeconds: 5,
        environment: { ...stores, ...callers },
        permissions: [addTo(cache), ...keys],
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
    webhookQueue.feed(this.functions['deliver-webhook'], { batchSize: 5, atOnce: 10 });
    this.queues = [rechecks, webhookQueue];
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
