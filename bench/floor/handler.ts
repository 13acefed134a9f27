import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { createRemoteJWKSet, jwtVerify } from 'jose';

/**
 * The floor that lookups are measured against: the least a handler can do that knows its caller and one stored fact.
 * It checks one ES256 token and reads one item, with the same libraries, and nothing else.
 */

const environment = (name: string): string => process.env[name] ?? '';

const dynamoDb = new DynamoDBClient();
const keys = createRemoteJWKSet(new URL(environment('OIDC_JWKS_URL')));

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const token = event.headers['Authorization']?.slice('Bearer '.length) ?? '';
  const { payload } = await jwtVerify(token, keys, {
    issuer: environment('OIDC_ISSUER'),
    audience: environment('OIDC_AUDIENCE'),
    algorithms: ['ES256'],
  });
  const { Item } = await dynamoDb.send(
    new GetItemCommand({
      TableName: environment('DIRECTORY_TABLE'),
      Key: { pk: { S: `client#${String(payload['client_id'])}` }, sk: { S: 'facility' } },
    }),
  );
  return { statusCode: 200, body: JSON.stringify({ facility: Item?.['facility']?.S }) };
}
