import { randomUUID } from 'node:crypto';

import { createLambdaCopayAsker } from '../adapters/asker/lambda-copay-asker.ts';
import type { LambdaAskerOptions } from '../adapters/asker/lambda-asker.ts';
import { createCopayInquiryStore } from '../adapters/dynamodb/copay-inquiries.ts';
import { systemTime } from '../adapters/time.ts';
import { type CopayQuestion, type CopayState, readCopay, startCopay } from '../core/eligibility/copay.ts';
import type { Stores } from './composition.ts';
import type { Telemetry } from './telemetry.ts';

/** The co-payment as far as it is known; waits for an asking that is under way, if told until when. */
export type ReadCopay = (question: CopayQuestion, until?: Date) => Promise<CopayState>;

export function composeReadCopay(stores: Stores, telemetry: Telemetry): ReadCopay {
  const ports = composePorts(stores, telemetry);
  return (question, until = systemTime.now()) => readCopay(ports, question, until);
}

/** Sees to it that it is asked for; never fails, and waits for no answer. */
export type StartCopay = (question: CopayQuestion, until: Date) => Promise<void>;

export function composeStartCopay(
  lambda: LambdaAskerOptions,
  stores: Stores,
  telemetry: Telemetry,
): StartCopay {
  const ports = {
    ...composePorts(stores, telemetry),
    copayAsker: createLambdaCopayAsker(lambda),
    newId: () => randomUUID(),
  };
  return (question, until) => startCopay(ports, question, until);
}

function composePorts({ cache, keyring }: Stores, telemetry: Telemetry) {
  const copays = createCopayInquiryStore({ table: cache, keyring, now: systemTime.now });
  const onDefect = (error: unknown): void => {
    telemetry.defect(error, { about: 'copay' });
  };
  return { ...systemTime, copays, onDefect };
}
