import { execFileSync } from 'node:child_process';
import { addStage, createApp } from '../lib/app.ts';
import { enforceChecks } from '../lib/checks.ts';
import { stageNames } from '../lib/stage-schema.ts';
import packageJson from '../package.json' with { type: 'json' };

/** Known in a checkout that has git and a commit; elsewhere the tag is left out. */
function commit(): string | undefined {
  try {
    const hash = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
    return hash.trim();
  } catch {
    return undefined;
  }
}

const app = createApp({ version: packageJson.version, commit: commit() });
enforceChecks(app);
for (const stage of stageNames) addStage(app, stage);
app.synth();
