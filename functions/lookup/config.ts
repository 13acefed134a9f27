import {
  callerEnvironment,
  readEnvironment,
  storesEnvironment,
  usableEnvironment,
} from '../http/environment.ts';

export const config = readEnvironment({ ...storesEnvironment, ...callerEnvironment, ...usableEnvironment });
