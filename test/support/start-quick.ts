import { startLocal } from '../../local/service.ts';

/** As `npm start`, but for rechecks that come soon. */
const { url } = await startLocal({
  environment: process.env,
  functionEnvironment: { RECHECK_FIRST_SECONDS: '1', RECHECKS_PER_MINUTE: '1000' },
});
process.stdout.write(`Ready on ${url}\n`);
