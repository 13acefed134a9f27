/** Dummies: the engine and the stand-ins of AWS take any. */
export const localCredentials = {
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};
