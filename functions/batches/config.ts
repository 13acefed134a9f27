import { batchEnvironment } from '../http/batch-environment.ts';
import { callerEnvironment, readEnvironment, storesEnvironment } from '../http/environment.ts';

export const config = readEnvironment({ ...storesEnvironment, ...callerEnvironment, ...batchEnvironment });
