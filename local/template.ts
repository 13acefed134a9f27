import * as z from 'zod';

import type { StageTemplate } from '../lib/app.ts';
import { entryMetadata } from '../lib/functions.ts';
import {
  type MappingBlueprint,
  type QueueBlueprint,
  readMapping,
  readQueue,
  readSchedules,
  type ScheduleBlueprint,
} from './template-queues.ts';
import { reference, type Resource } from './template-resource.ts';

/** What the local run takes from the synthesised template, so that local and deployed cannot drift apart. */
export interface Blueprint {
  readonly routes: readonly { readonly method: string; readonly path: string; readonly functionId: string }[];
  readonly functions: readonly FunctionBlueprint[];
  readonly tables: readonly TableBlueprint[];
  readonly queues: readonly QueueBlueprint[];
  readonly mappings: readonly MappingBlueprint[];
  readonly schedules: readonly ScheduleBlueprint[];
  /** Types of bodies that functions get in base64. */
  readonly binaryMediaTypes: readonly string[];
  /** By API Gateway's response type. */
  readonly gatewayResponses: ReadonlyMap<string, GatewayResponse>;
}

export interface FunctionBlueprint {
  readonly id: string;
  readonly entry: string;
  readonly timeoutMs: number;
  /** Null: as many at once as come. */
  readonly concurrency: number | null;
  /** Values as the template has them, references unresolved. */
  readonly environment: Readonly<Record<string, unknown>>;
}

export interface TableBlueprint {
  readonly id: string;
  readonly keySchema: readonly { AttributeName: string; KeyType: 'HASH' | 'RANGE' }[];
  readonly attributes: readonly { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
}

export interface GatewayResponse {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly template: string;
}

export function readBlueprint(template: StageTemplate): Blueprint {
  const resources = Object.entries(template.Resources).map(([id, resource]) => ({ id, ...resource }));
  const ofType = (type: string): Resource[] => resources.filter((resource) => resource.Type === type);
  return {
    routes: readRoutes(
      ofType('AWS::ApiGateway::Resource'),
      ofType('AWS::ApiGateway::Method'),
      ofType('AWS::Lambda::Alias'),
    ),
    functions: ofType('AWS::Lambda::Function').flatMap(readFunction),
    tables: ofType('AWS::DynamoDB::GlobalTable').map(readTable),
    queues: ofType('AWS::SQS::Queue').map(readQueue),
    mappings: ofType('AWS::Lambda::EventSourceMapping').map(readMapping),
    schedules: ofType('AWS::Events::Rule').flatMap(readSchedules),
    binaryMediaTypes: ofType('AWS::ApiGateway::RestApi').flatMap(
      ({ Properties }) => restApi.parse(Properties).BinaryMediaTypes,
    ),
    gatewayResponses: new Map(ofType('AWS::ApiGateway::GatewayResponse').map(readGatewayResponse)),
  };
}

const pathPart = z.object({ PathPart: z.string(), ParentId: z.union([reference, z.unknown()]) });
const method = z.object({
  HttpMethod: z.string(),
  ResourceId: z.unknown(),
  Integration: z.object({ Uri: z.unknown() }),
});
const alias = z.object({ FunctionName: reference });

function readRoutes(folders: Resource[], methods: Resource[], aliases: Resource[]): Blueprint['routes'] {
  const parts = new Map(folders.map(({ id, Properties }) => [id, pathPart.parse(Properties)]));
  const pathOf = (resourceId: unknown): string => {
    const id = reference.safeParse(resourceId).data?.Ref;
    const part = id === undefined ? undefined : parts.get(id);
    return part === undefined ? '' : `${pathOf(part.ParentId)}/${part.PathPart}`;
  };
  const functionOfAlias = new Map(
    aliases.map(({ id, Properties }) => [id, alias.parse(Properties).FunctionName.Ref]),
  );
  return methods.map(({ Properties }) => {
    const { HttpMethod, ResourceId, Integration } = method.parse(Properties);
    const target = integrationTarget(Integration.Uri);
    return {
      method: HttpMethod,
      path: pathOf(ResourceId),
      functionId: functionOfAlias.get(target) ?? target,
    };
  });
}

/** The function, or alias, that an integration's address is built from. */
function integrationTarget(uri: unknown): string {
  const found = /"(?:Fn::GetAtt":\["(\w+)","Arn"|Ref":"(\w*(?:Alias|Live)\w*)")/.exec(JSON.stringify(uri));
  const target = found?.[1] ?? found?.[2];
  if (target === undefined) throw new Error('An integration of the template leads to no function');
  return target;
}

const lambdaFunction = z.object({
  Timeout: z.number().default(3),
  ReservedConcurrentExecutions: z.number().optional(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
});

/** Functions that CDK adds for itself carry no entry of ours. */
function readFunction({ id, Properties, Metadata }: Resource): FunctionBlueprint[] {
  const entry = z.string().safeParse(Metadata[entryMetadata]).data;
  if (entry === undefined) return [];
  const { Timeout, ReservedConcurrentExecutions, Environment } = lambdaFunction.parse(Properties);
  return [
    {
      id,
      entry,
      timeoutMs: Timeout * 1000,
      concurrency: ReservedConcurrentExecutions ?? null,
      environment: Environment?.Variables ?? {},
    },
  ];
}

const table = z.object({
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
});

function readTable({ id, Properties }: Resource): TableBlueprint {
  const { KeySchema, AttributeDefinitions } = table.parse(Properties);
  return { id, keySchema: KeySchema, attributes: AttributeDefinitions };
}

const restApi = z.object({ BinaryMediaTypes: z.array(z.string()).default([]) });

const gatewayResponse = z.object({
  ResponseType: z.string(),
  StatusCode: z.string().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});

function readGatewayResponse({ Properties }: Resource): [string, GatewayResponse] {
  const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } =
    gatewayResponse.parse(Properties);
  const headers = Object.entries(ResponseParameters).map(([name, value]) => [
    name.replace('gatewayresponse.header.', '').toLowerCase(),
    value.replace(/^'|'$/g, ''),
  ]);
  return [
    ResponseType,
    {
      status: StatusCode === undefined ? null : Number(StatusCode),
      headers: z.record(z.string(), z.string()).parse(Object.fromEntries(headers)),
      template: Object.values(ResponseTemplates)[0] ?? '{}',
    },
  ];
}

/** Every resource is called here as it is in the template. */
export const namesOf = ({ tables, functions, queues }: Blueprint): ReadonlyMap<string, string> =>
  new Map([...tables, ...functions, ...queues].map(({ id }) => [id, id]));

/**
 * A value of the template with its references resolved. `names` says what each resource is called here; a value
 * that still leads elsewhere is null.
 */
export function resolveValue(value: unknown, names: ReadonlyMap<string, string>): string | null {
  if (typeof value === 'string') return value;
  const intrinsic = z
    .union([
      z.object({ Ref: z.string() }).transform(({ Ref }) => names.get(Ref) ?? null),
      z
        .object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) })
        .transform((found) => names.get(found['Fn::GetAtt'][0]) ?? null),
      z
        .object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) })
        .transform((found) => join(found['Fn::Join'], names)),
    ])
    .safeParse(value);
  return intrinsic.success ? intrinsic.data : null;
}

function join([separator, parts]: [string, unknown[]], names: ReadonlyMap<string, string>): string | null {
  const resolved = parts.map((part) => resolveValue(part, names));
  return resolved.includes(null) ? null : resolved.join(separator);
}
