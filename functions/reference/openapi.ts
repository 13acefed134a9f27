import { procedures } from '../core/eligibility/procedures-table.ts';
import { reasons } from '../core/eligibility/reasons.ts';
import { readerModels } from '../core/identity/readers.ts';
import { benefitRequest, benefitResponse } from '../http/contract/benefit.ts';
import { eligibilityRequest } from '../http/contract/eligibility-request.ts';
import { eligibilityResponse, problemDocument } from '../http/contract/eligibility-response.ts';
import { readerRequest, readerResponse } from '../http/contract/reader.ts';
import { presenceChallenge } from '../http/contract/presence-challenge.ts';
import {
  answer,
  everywhere,
  type Json,
  ofCallers,
  problemResponses,
  requestIdParameter,
  schema,
  security,
} from './openapi-parts.ts';
import { webhookEvents, webhookPaths, webhookSchemas } from './openapi-webhooks.ts';

/** The closed list, as a table for whoever writes the screen of a HIS. */
const reasonTable = [
  '| `reason` | `verdict` | Quầy làm gì | What the desk does |',
  '| --- | --- | --- | --- |',
  ...Object.entries(reasons).map(
    ([reason, { verdict, guidance }]) =>
      `| \`${reason}\` | \`${verdict}\` | ${guidance.vi} | ${guidance.en} |`,
  ),
].join('\n');

/** Also those that no lookup tells: the desk may look them up here. */
const procedureTable = [
  '| `procedures[].id` | Quầy làm gì | What the desk does | |',
  '| --- | --- | --- | --- |',
  ...procedures.map(
    ({ id, desk, citations }) => `| \`${id}\` | ${desk.vi} | ${desk.en} | ${citations.join('; ')} |`,
  ),
].join('\n');

/** OpenAPI 3.1, from the schemas that validate requests and describe answers. */
export const openApi: Json = {
  openapi: '3.1.0',
  info: {
    title: 'Tiếp Đón',
    version: '1.0.0',
    description:
      'Tra cứu thẻ BHYT tại quầy tiếp đón: quét chip căn cước hoặc mã VNeID, nhận ngay kết luận dùng được hay không.\n\n' +
      'Health-insurance lookup for the reception desk: scan the chip of the citizen card or the VNeID code, and know whether the insurance can be used here, today.',
  },
  servers: [{ url: './' }],
  tags: [
    { name: 'Eligibility', description: 'One lookup and its newest state.' },
    { name: 'Benefit', description: 'What the card pays, and why.' },
    { name: 'Presence', description: 'Proof that the patient is here.' },
    { name: 'Readers', description: 'What card readers at the desk hand over.' },
    { name: 'Webhook', description: 'How your system is told of lookups that settle later.' },
    { name: 'Service', description: 'Whether the service can answer.' },
  ],
  paths: {
    '/v1/eligibility': {
      post: {
        tags: ['Eligibility'],
        operationId: 'checkEligibility',
        summary: 'Can this person’s health insurance be used here, on this day?',
        description:
          'Answers within one second, also when the registry does not: 200 whenever the question was understood. ' +
          'A first answer is often `undetermined` / `registry-pending`; the answer then appears at `GET /v1/lookups/{lookupId}`. ' +
          'While `verdict` is `undetermined` the patient is to be admitted (NĐ 188/2025/NĐ-CP Đ38).',
        security,
        parameters: [requestIdParameter, { $ref: '#/components/parameters/IdempotencyKey' }],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/EligibilityRequest' },
              example: {
                subject: {
                  kind: 'chip',
                  personalId: '001190000017',
                  fullName: 'Đỗ Thị Mẫu',
                  dateOfBirth: '1990-02-17',
                },
                operator: { fullName: 'Tạ Văn Quầy', personalId: '000200000025' },
              },
            },
          },
        },
        responses: {
          200: answer(
            'Eligibility',
            `The verdict as far as it is known.\n\n${reasonTable}\n\n${procedureTable}`,
          ),
          ...problemResponses([
            'bad-request',
            'malformed-json',
            'operator-required',
            'idempotency-key-reused',
            'request-in-progress',
            'body-too-large',
            'unsupported-media-type',
            'unreadable-scan',
            'vneid-token-rejected',
            'not-guardian',
            'contradictory-visit',
            'chip-not-proven',
            'not-supported-yet',
            ...ofCallers,
          ]),
        },
      },
    },
    '/v1/lookups/{lookupId}': {
      get: {
        tags: ['Eligibility'],
        operationId: 'getLookup',
        summary: 'The newest state of a lookup',
        description:
          'For the facility that made it, for one day. Send the `ETag` of the last answer as `If-None-Match`: 304 until something has changed. ' +
          '`Retry-After` says when to look again while the registry is being asked, or will be asked again (`recheck`).',
        security,
        parameters: [
          { name: 'lookupId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } },
          {
            name: 'wait',
            in: 'query',
            description: 'Hold the answer for up to this many seconds, until the registry has answered.',
            schema: { type: 'integer', minimum: 0, maximum: 20, default: 0 },
          },
          requestIdParameter,
        ],
        responses: {
          200: answer('Eligibility', 'The lookup as it stands.'),
          304: { description: 'Nothing has changed since the answer with that tag.' },
          ...problemResponses(['bad-request', 'not-found', ...ofCallers]),
        },
      },
    },
    '/v1/benefit': {
      post: {
        tags: ['Benefit'],
        operationId: 'decideBenefit',
        summary: 'What would the card pay, for this visit at this facility?',
        description:
          'The decision alone, by the law of the date of the visit and for the facility of the caller. Asks nobody, keeps nothing. ' +
          'A follow-up slip counts as `used` says; that one was used before is seen only by `POST /v1/eligibility`.',
        security,
        parameters: [requestIdParameter],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/BenefitRequest' },
              example: {
                card: { group: 'GD', benefitDigit: '4', registeredFacility: '99001' },
                person: { dateOfBirth: '1986-05-02' },
                visit: { setting: 'outpatient', mainDiagnosis: 'J45.0' },
              },
            },
          },
        },
        responses: {
          200: answer('BenefitDecision', 'The decision, and the same by date where something changes.'),
          ...problemResponses([
            'bad-request',
            'malformed-json',
            'body-too-large',
            'unsupported-media-type',
            'contradictory-visit',
            ...ofCallers,
          ]),
        },
      },
    },
    '/v1/presence/challenges': {
      post: {
        tags: ['Presence'],
        operationId: 'createPresenceChallenge',
        summary: 'A nonce that proves that a VNeID token was made at this desk, now',
        description:
          'Show `qr` as a QR code; the token that the patient’s app then makes carries `nonce`. No body is needed.',
        security,
        parameters: [requestIdParameter],
        responses: {
          201: answer('PresenceChallenge', 'Good for one token, at this facility, for two minutes.'),
          ...problemResponses(ofCallers),
        },
      },
    },
    '/v1/readers/{model}/normalise': {
      post: {
        tags: ['Readers'],
        operationId: 'normaliseReader',
        summary: 'The subject to send on, from the JSON of a card reader',
        description:
          'For a HIS that forwards what the middleware of its reader hands over. Only number, name, birth date and signed chip data are used; religion, ethnicity, parents and images are dropped, and nothing is kept. ' +
          'Send the `subject` to `POST /v1/eligibility`. What the reader itself says about having checked the chip counts for nothing: only `subject.chip` proves a read.',
        security,
        parameters: [
          { name: 'model', in: 'path', required: true, schema: { type: 'string', enum: readerModels } },
          requestIdParameter,
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/ReaderRequest' },
              example: {
                id_card: '001190000017',
                full_name: 'Đỗ Thị Mẫu',
                date_of_birth: '17/02/1990',
                gender: 'Nữ',
              },
            },
          },
        },
        responses: {
          200: answer('ReaderSubject', 'The subject, and what was noticed about it.'),
          ...problemResponses([
            'bad-request',
            'malformed-json',
            'not-found',
            'body-too-large',
            'unsupported-media-type',
            'unreadable-reader',
            ...ofCallers,
          ]),
        },
      },
    },
    ...webhookPaths,
    '/healthz': {
      get: {
        tags: ['Service'],
        operationId: 'getHealth',
        summary: 'Whether lookups can be answered',
        security: [],
        responses: {
          200: {
            description: 'Lookups work.',
            content: {
              'application/json': {
                schema: { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] },
              },
            },
          },
          ...problemResponses(everywhere),
        },
      },
    },
  },
  webhooks: webhookEvents,
  components: {
    securitySchemes: {
      facilityToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description:
          'Access token of the facility (client credentials) or of a person signed in at its desk, with the scope `eligibility:check`.',
      },
    },
    parameters: {
      RequestId: {
        name: 'X-Request-ID',
        in: 'header',
        description: 'Your own id of the request, echoed. Put nothing personal into it.',
        schema: { type: 'string', maxLength: 128 },
      },
      IdempotencyKey: {
        name: 'Idempotency-Key',
        in: 'header',
        description: 'The same key and body within 10 minutes give the same lookup.',
        schema: { type: 'string', maxLength: 128 },
      },
    },
    headers: {
      RequestId: { description: 'The id to quote to support.', schema: { type: 'string' } },
    },
    schemas: {
      EligibilityRequest: schema(eligibilityRequest, 'input'),
      Eligibility: schema(eligibilityResponse, 'output'),
      BenefitRequest: schema(benefitRequest, 'input'),
      BenefitDecision: schema(benefitResponse, 'output'),
      PresenceChallenge: schema(presenceChallenge, 'output'),
      ReaderRequest: schema(readerRequest, 'input'),
      ReaderSubject: schema(readerResponse, 'output'),
      ...webhookSchemas,
      Problem: schema(problemDocument, 'output'),
    },
  },
};
