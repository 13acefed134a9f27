import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

import type { WebhookStore } from '../adapters/dynamodb/webhooks.ts';
import { newSecret } from '../adapters/webhooks/signature.ts';
import { type CheckTarget, targetFaults } from '../adapters/webhooks/target.ts';
import { localTimestamp } from '../core/calendar.ts';
import type { Authenticate } from '../http/caller.ts';
import { type WebhookCreated, webhookRequest, type WebhookState } from '../http/contract/webhook.ts';
import { json } from '../http/endpoint.ts';
import { ProblemError } from '../http/problem.ts';
import { bodyText, parseBody } from '../http/request.ts';

export interface WebhookPorts {
  readonly authenticate: Authenticate;
  readonly webhooks: WebhookStore;
  readonly checkTarget: CheckTarget;
}

/** `PUT`, `GET` and `DELETE /v1/webhook`: where the facility's system is told of lookups that settle later. */
export const createWebhooks =
  (ports: WebhookPorts) =>
  async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { facility } = await ports.authenticate(event, 'eligibility:check');
    switch (event.httpMethod) {
      case 'PUT':
        return register(ports, facility, event);
      case 'DELETE':
        await ports.webhooks.remove(facility);
        return { statusCode: 204, body: '' };
      default:
        return show(ports, facility);
    }
  };

async function register(
  { webhooks, checkTarget }: WebhookPorts,
  facility: string,
  event: APIGatewayProxyEvent,
): Promise<APIGatewayProxyResult> {
  const { url } = parseBody(bodyText(event), webhookRequest);
  const target = await checkTarget(url);
  if (!target.ok) {
    throw new ProblemError('webhook-refused', {
      errors: [{ pointer: '/url', code: target.error, message: targetFaults[target.error] }],
    });
  }
  const secret = newSecret();
  const { href } = target.value.url;
  const createdAt = await webhooks.replace(facility, href, secret);
  return json(200, { url: href, secret, createdAt: localTimestamp(createdAt) } satisfies WebhookCreated);
}

async function show({ webhooks }: WebhookPorts, facility: string): Promise<APIGatewayProxyResult> {
  const webhook = await webhooks.read(facility);
  if (webhook === null) throw new ProblemError('not-found', { detail: 'No webhook is registered.' });
  const { url, createdAt, lastDelivery } = webhook;
  return json(200, {
    url,
    createdAt: localTimestamp(createdAt),
    lastDelivery: lastDelivery && { ...lastDelivery, at: localTimestamp(lastDelivery.at) },
  } satisfies WebhookState);
}
