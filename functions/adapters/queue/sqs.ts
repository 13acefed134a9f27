import { type AwsAccess, createSignedPost } from '../aws/signed-post.ts';

/** One SQS queue, as far as it is written to: reading is the event source mapping's work. */
export interface Queue {
  /** Throws where it does not take the message. @param delaySeconds 0 to 900, SQS's longest */
  send(message: unknown, delaySeconds: number): Promise<void>;
}

interface QueueOptions extends AwsAccess {
  readonly url: string;
  readonly timeoutMs?: number;
}

const LONGEST_DELAY_S = 900;

/** SQS's SendMessage is one signed POST, as Lambda's Invoke. */
export function createQueue({ url, timeoutMs = 400, ...access }: QueueOptions): Queue {
  const post = createSignedPost('sqs', '/', access);
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'AmazonSQS.SendMessage',
  };
  return {
    async send(message, delaySeconds) {
      const { status } = await post(
        headers,
        {
          QueueUrl: url,
          MessageBody: JSON.stringify(message),
          DelaySeconds: Math.min(Math.max(Math.ceil(delaySeconds), 0), LONGEST_DELAY_S),
        },
        timeoutMs,
      );
      if (status !== 200) throw new Error(`SQS answered ${status}`);
    },
  };
}
