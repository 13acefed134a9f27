import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A store that does not answer must not hold a lookup until the function dies: give up, try once more. */
const quick = {
  maxAttempts: 2,
  // Nothing here changes the middleware of a client after it was made.
  cacheMiddleware: true,
  requestHandler: {
    connectionTimeout: 500,
    requestTimeout: 1500,
    throwOnRequestTimeout: true,
    // One request at a time in Lambda; the local run serves them all from one instance.
    httpAgent: { maxSockets: 256 },
    httpsAgent: { maxSockets: 64 },
  },
};

/** One client an instance, so that every store shares its connections. */
export const createDynamoDb = (): DynamoDBClient => new DynamoDBClient(quick);
