import { callerEnvironment, env, readEnvironment } from '../http/environment.ts';

export const config = readEnvironment({ ...callerEnvironment, DIRECTORY_TABLE: env.required });
