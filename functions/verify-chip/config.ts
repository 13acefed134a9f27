import { env, readEnvironment } from '../http/environment.ts';

export const config = readEnvironment({ DIRECTORY_TABLE: env.required });
