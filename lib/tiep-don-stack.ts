import { CfnOutput, Fn, Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { Api } from './api.ts';
import { CognitoCallers } from './callers.ts';
import { Network } from './network.ts';
import { Operations } from './operations.ts';
import { routes } from './routes.ts';
import { Service } from './service.ts';
import type { StageName, StageSettings } from './stage-schema.ts';
import { Storage } from './storage.ts';
import { Firewall } from './waf.ts';

export interface TiepDonStackProps {
  readonly stage: StageName;
  readonly settings: StageSettings;
}

/** One stage of the service, whole. */
export class TiepDonStack extends Stack {
  readonly api: Api;
  readonly service: Service;

  constructor(scope: Construct, id: string, { stage, settings }: TiepDonStackProps) {
    const { region, account, retainData } = settings;
    super(scope, id, {
      description: `Tiep Don (${stage}): can this patient's health insurance be used today?`,
      env: account === undefined ? { region } : { region, account },
      terminationProtection: retainData,
    });

    const operations = new Operations(this, 'Operations', settings);
    const storage = new Storage(this, 'Storage', settings);
    Tags.of(this).add('data-class', 'operational');
    Tags.of(storage).add('data-class', 'personal-health');
    const network = new Network(this, 'Network', {
      stage,
      registryUrl: settings.registry.url,
      retainData,
      operations,
      tables: [storage.cache, storage.directory],
      outbox: storage.cache,
    });
    const callers =
      settings.caller.kind === 'cognito'
        ? new CognitoCallers(this, 'Callers', { stage, retainData })
        : { issuer: settings.caller };
    const { issuer } = callers;

    this.service = new Service(this, 'Service', { stage, settings, storage, network, operations, issuer });
    const { functions, queues } = this.service;

    this.api = new Api(this, 'Api', { stage, throttling: settings.throttling, operations });
    for (const route of routes) this.api.addRoute(route, functions[route.handler].target);
    const apiStage = this.api.rest.deploymentStage;
    new Firewall(this, 'Firewall', {
      stage,
      apiStage,
      requestsPer5MinPerIp: settings.wafRequestsPer5MinPerIp,
      operations,
    });
    new Alarms(this, 'Alarms', {
      stage,
      emails: settings.alarmEmails,
      apiStage,
      eligibility: this.api.methodOf('/v1/eligibility'),
      functions,
      storage,
      queues,
      operations,
    });

    this.#output({
      ApiUrl: [this.api.rest.url, 'Where hospital systems call'],
      RegistryEgressIp: [network.egressIp, 'The address to register with BHXH'],
      CacheTableName: [storage.cache.tableName, 'Answers, sessions and leases'],
      DirectoryTableName: [storage.directory.tableName, 'Facilities: put a profile here to let one in'],
      DataKeyArn: [storage.dataKey.keyArn, 'Encrypt the registry credentials of facilities under this key'],
      CredentialsPrefix: [
        this.service.credentialsPrefix,
        'One secret per facility: this prefix and its code, {"username","password"}',
      ],
      ...(storage.vneidKeys !== null && {
        VneidKeysSecret: [
          storage.vneidKeys.secretArn,
          'Private keys for encrypted VNeID tokens: {"keys":[JWK]}',
        ],
      }),
      ...(callers instanceof CognitoCallers && {
        UserPoolId: [callers.userPool.userPoolId, 'Facilities get a client each here'],
        TokenUrl: [callers.tokenUrl, 'Where hospital systems fetch access tokens'],
      }),
    });
  }

  /** Looked up at deployment, so that synthesis needs no credentials even where the account is named. */
  override get availabilityZones(): string[] {
    return [0, 1].map((zone) => Fn.select(zone, Fn.getAzs()));
  }

  #output(outputs: Readonly<Record<string, readonly [value: string, description: string]>>): void {
    for (const [id, [value, description]] of Object.entries(outputs)) {
      new CfnOutput(this, id, { value, description });
    }
  }
}
