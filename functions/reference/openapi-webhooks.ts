import { lookupSettled, webhookCreated, webhookRequest, webhookState } from '../http/contract/webhook.ts';
import {
  answer,
  type Json,
  ofCallers,
  problemResponses,
  requestIdParameter,
  schema,
  security,
} from './openapi-parts.ts';

const tags = ['Webhook'];
const parameters = [requestIdParameter];

export const webhookPaths: Json = {
  '/v1/webhook': {
    put: {
      tags,
      operationId: 'registerWebhook',
      summary: 'Tell this address when a lookup settles after its answer',
      description:
        'One for each facility; it takes the place of the one before. Every call makes a new secret, and the one before signs as well for 24 hours, so that you can change over. ' +
        'Calls of the webhook come from no fixed address: check the signature.',
      security,
      parameters,
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/WebhookRequest' },
            example: { url: 'https://his.example.vn/hooks/tiep-don' },
          },
        },
      },
      responses: {
        200: answer('WebhookCreated', 'Keep the secret: it is shown here and nowhere else.'),
        ...problemResponses([
          'bad-request',
          'malformed-json',
          'body-too-large',
          'unsupported-media-type',
          'webhook-refused',
          ...ofCallers,
        ]),
      },
    },
    get: {
      tags,
      operationId: 'getWebhook',
      summary: 'What is registered, and how its last delivery went',
      security,
      parameters,
      responses: {
        200: answer('Webhook', 'Without the secret.'),
        ...problemResponses(['not-found', ...ofCallers]),
      },
    },
    delete: {
      tags,
      operationId: 'removeWebhook',
      summary: 'Tell nobody any more',
      security,
      parameters,
      responses: {
        204: { description: 'Nothing is registered now, whether or not anything was.' },
        ...problemResponses(ofCallers),
      },
    },
  },
};

const signedHeader = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

/** What we send, by OpenAPI's own section for it. */
export const webhookEvents: Json = {
  lookupSettled: {
    post: {
      tags,
      operationId: 'lookupSettled',
      summary: 'A lookup has settled that was answered as pending, unreachable or from an old answer',
      description:
        'Signed as Standard Webhooks 1.0.0 says (https://www.standardwebhooks.com): any of its libraries verifies it. Holds no personal data: fetch `GET /v1/lookups/{lookupId}`, which is there for a day. ' +
        'Answer 2xx within 10 seconds and work afterwards. Anything else, a redirect too, is tried again, at growing distances for about a day; 410 removes the registration. ' +
        'It may come twice, with the same `webhook-id`, and not in order.',
      parameters: [
        signedHeader('webhook-id', 'The same over all attempts.'),
        signedHeader('webhook-timestamp', 'Of this attempt, in seconds since 1970.'),
        signedHeader(
          'webhook-signature',
          '`v1,` and the base64 HMAC-SHA256 of `{webhook-id}.{webhook-timestamp}.{body}`, under the bytes behind `whsec_` in base64; several where a secret was replaced within 24 hours, separated by spaces. One that fits is enough.',
        ),
      ],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/LookupSettled' },
            example: {
              type: 'lookup.settled',
              timestamp: '2026-11-22T08:15:02+07:00',
              data: {
                lookupId: '01a20021-b52a-7030-8b5f-a58a60c0941e',
                verdict: 'eligible',
                reason: 'card-valid',
              },
            },
          },
        },
      },
      responses: {
        '2XX': { description: 'Taken.' },
        410: { description: 'No longer wanted: the registration is removed.' },
      },
    },
  },
};

export const webhookSchemas: Json = {
  WebhookRequest: schema(webhookRequest, 'input'),
  WebhookCreated: schema(webhookCreated, 'output'),
  Webhook: schema(webhookState, 'output'),
  LookupSettled: schema(lookupSettled, 'output'),
};
