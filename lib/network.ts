import { RemovalPolicy, Tags } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  CfnEIP,
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  NatProvider,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { asInterface } from './as-interface.ts';
import type { Operations } from './operations.ts';
import { drainOutbox } from './permissions.ts';

export interface NetworkProps {
  readonly stage: string;
  readonly registryUrl: string;
  readonly retainData: boolean;
  readonly operations: Operations;
  readonly tables: readonly TableV2[];
  /** The table with the outbox, which the recheck function lists. */
  readonly outbox: TableV2;
}

/**
 * The one way out to the registry. Its session is bound to the caller's address, so there is exactly one NAT
 * gateway: two would be two addresses, two sessions, and each would end the other's (ADR 0002).
 */
export class Network extends Construct {
  readonly vpc: Vpc;
  readonly registryCaller: SecurityGroup;
  readonly egressIp: string;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);

    const address = new CfnEIP(this, 'RegistryEgressIp', { domain: 'vpc' });
    Tags.of(address).add('Name', `tiep-don-${props.stage}-registry-egress`);
    // The address is registered with BHXH by letter; losing it means days without the registry.
    address.applyRemovalPolicy(props.retainData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY);
    this.egressIp = address.attrPublicIp;

    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.83.0.0/24'),
      maxAzs: 2,
      natGateways: 1,
      natGatewayProvider: NatProvider.gateway({ eipAllocationIds: [address.attrAllocationId] }),
      restrictDefaultSecurityGroup: true,
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
        { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 26 },
      ],
    });
    this.vpc.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(props.operations.logGroup(this, 'FlowLogGroup')),
    });

    const dynamo = this.vpc.addGatewayEndpoint('DynamoDb', {
      service: GatewayVpcEndpointAwsService.DYNAMODB,
      subnets: [{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }],
    });
    dynamo.addToPolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
        resources: props.tables.map((table) => table.tableArn),
      }),
    );
    dynamo.addToPolicy(toAnybody(drainOutbox(props.outbox)));

    this.registryCaller = new SecurityGroup(this, 'RegistryCaller', {
      vpc: asInterface<IVpc>(this.vpc),
      description: 'ask-registry: out to the registry and AWS over TLS, nothing in',
      allowAllOutbound: false,
    });
    for (const port of new Set([443, Number(new URL(props.registryUrl).port || 443)])) {
      this.registryCaller.addEgressRule(Peer.anyIpv4(), Port.tcp(port), 'TLS');
    }
  }
}

/** A statement of a role as one of an endpoint's policy: what passes is for the roles to say. */
function toAnybody(statement: PolicyStatement): PolicyStatement {
  statement.addPrincipals(new AnyPrincipal());
  return statement;
}
