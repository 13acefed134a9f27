import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';

import { AwsFault } from './aws-fault.ts';
import { FunctionFailedError, type Lambda, ThrottledError } from './functions.ts';
import { closeServer, listenOn, readBody, sendJson } from './http.ts';
import type { LocalQueues } from './queues.ts';

/**
 * The few calls of KMS, Secrets Manager, SQS and Lambda that the functions make, spoken as AWS speaks them, so that the
 * functions run here with the same SDK clients and the same code as deployed.
 */
export interface LocalAws {
  readonly url: string;
  /** Whose functions are invoked; they need this address before they can start. */
  attach(lambda: Lambda): void;
  close(): Promise<void>;
}

type Json = Record<string, unknown>;

type Answer = Json | AwsFault;

export async function startLocalAws(
  secrets: ReadonlyMap<string, string>,
  queues?: LocalQueues,
): Promise<LocalAws> {
  let functions: Lambda | null = null;
  const actions: Record<string, (body: unknown) => Answer | Promise<Answer>> = {
    'TrentService.GenerateDataKey': generateDataKey,
    'TrentService.Decrypt': decrypt,
    'secretsmanager.GetSecretValue': (body) => getSecretValue(body, secrets),
    'AmazonSQS.SendMessage': (body) => queues?.sendMessage(body) ?? fault('UnknownOperationException'),
  };
  const server = createServer((request, response) => {
    serve(request, response).catch(() => {
      response.destroy();
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const functionId = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '')?.[1];
    if (functionId !== undefined && functions !== null) {
      await invoke(functions, decodeURIComponent(functionId), request, response, body);
      return;
    }
    const action = actions[String(request.headers['x-amz-target'])];
    const result = (await action?.(JSON.parse(body.toString('utf8')))) ?? fault('UnknownOperationException');
    const isFault = result instanceof AwsFault;
    sendJson(
      response,
      isFault ? result.status : 200,
      isFault ? { __type: result.type } : result,
      request.headers['content-type'],
    );
  }

  return {
    url: await listenOn(server, 0),
    attach: (lambda) => {
      functions = lambda;
    },
    close: () => closeServer(server),
  };
}

const fault = (type: string): AwsFault => new AwsFault(type);

/** Of the sandbox only, and the same at every start, so that tables on an engine that stays can still be read. */
const masterKey = createHash('sha256').update('Tiếp Đón sandbox master key').digest();

const context = z.record(z.string(), z.string()).default({});
const associated = (values: Record<string, string>): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(values).sort()));

function generateDataKey(body: unknown): Json {
  const { EncryptionContext } = z.object({ EncryptionContext: context }).parse(body);
  const plain = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', masterKey, nonce).setAAD(associated(EncryptionContext));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    KeyId: 'sandbox',
    Plaintext: plain.toString('base64'),
    CiphertextBlob: Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64'),
  };
}

function decrypt(body: unknown): Json | AwsFault {
  const request = z.object({ CiphertextBlob: z.string(), EncryptionContext: context }).parse(body);
  const blob = Buffer.from(request.CiphertextBlob, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', masterKey, blob.subarray(0, 12))
      .setAAD(associated(request.EncryptionContext))
      .setAuthTag(blob.subarray(12, 28));
    const plain = Buffer.concat([decipher.update(blob.subarray(28)), decipher.final()]);
    return { KeyId: 'sandbox', Plaintext: plain.toString('base64') };
  } catch {
    return fault('InvalidCiphertextException');
  }
}

function getSecretValue(body: unknown, secrets: ReadonlyMap<string, string>): Json | AwsFault {
  const { SecretId } = z.object({ SecretId: z.string() }).parse(body);
  const secret = secrets.get(SecretId);
  return secret === undefined ? fault('ResourceNotFoundException') : { Name: SecretId, SecretString: secret };
}

async function invoke(
  lambda: Lambda,
  functionId: string,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<void> {
  const event: unknown = JSON.parse(body.toString('utf8'));
  if (request.headers['x-amz-invocation-type'] === 'Event') {
    lambda.queue(functionId, event);
    response.writeHead(202).end();
    return;
  }
  try {
    sendJson(response, 200, await lambda.invoke(functionId, event));
  } catch (error) {
    if (error instanceof ThrottledError) {
      response.writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException' }).end('{}');
    } else {
      const errorType = error instanceof FunctionFailedError ? error.message : 'Error';
      response.writeHead(200, { 'x-amz-function-error': 'Unhandled' }).end(JSON.stringify({ errorType }));
    }
  }
}
