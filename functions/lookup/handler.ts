import { createDirectory } from '../adapters/dynamodb/directory.ts';
import { createUseSlip } from '../adapters/dynamodb/follow-up-slips.ts';
import { systemTime } from '../adapters/time.ts';
import { composeReadCopay } from '../http/compose-copay.ts';
import { composeAuthenticate, composePatience, composeStores, composeUsable } from '../http/composition.ts';
import { endpoint } from '../http/endpoint.ts';
import { createTelemetry } from '../http/telemetry.ts';
import { config } from './config.ts';
import { ANSWER_MS, createFollowUp } from './lookup.ts';

const telemetry = createTelemetry();
const stores = composeStores(config);

export const handler = endpoint(
  telemetry,
  createFollowUp({
    ...systemTime,
    ...stores,
    usable: composeUsable(config),
    patience: composePatience(telemetry, ANSWER_MS),
    authenticate: composeAuthenticate(config, stores, telemetry),
    findFacility: createDirectory(stores.directory, systemTime.now).facility,
    readCopay: composeReadCopay(stores, telemetry),
    useSlip: createUseSlip({ table: stores.cache, keyring: stores.keyring, now: systemTime.now }),
  }),
);
