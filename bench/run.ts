import { benefitCost } from './measures/benefit-cost.ts';
import { cachedLookup } from './measures/cached-lookup.ts';
import { coldStart } from './measures/cold-start.ts';
import { followUpLag } from './measures/follow-up.ts';
import { identityCost } from './measures/identity-cost.ts';
import { oneQuestion } from './measures/one-question.ts';
import { processorTime } from './measures/processor-time.ts';
import { registryTrouble } from './measures/registry-trouble.ts';
import { seedCache } from './measures/seeding.ts';
import { type Finding, isReached, progress, table, writeJson } from './report.ts';
import { full, type Scale, smoke } from './scale.ts';
import { openWorld, type World } from './world.ts';

/**
 * `npm run bench`: what we claim about speed, measured. `-- --smoke` does all of it in small, to see that it runs.
 * A goal that is missed is a result; only a bench that cannot measure fails.
 */
const measures: Readonly<Record<string, (world: World, scale: Scale) => Promise<Finding>>> = {
  'cold start': coldStart,
  'processor time': processorTime,
  'cached lookup': cachedLookup,
  'identity kinds': identityCost,
  'benefit decision': benefitCost,
  'one question': oneQuestion,
  'follow-up': followUpLag,
  'registry trouble': registryTrouble,
};

const isSmoke = process.argv.includes('--smoke');
const scale = isSmoke ? smoke : full;
const startedAt = new Date();

progress('bundling, starting the service');
const world = await openWorld();
const findings: Record<string, Finding> = {};
try {
  await seedCache(world);
  for (const [name, measure] of Object.entries(measures)) {
    progress(name);
    findings[name] = await measure(world, scale);
  }
} finally {
  await world.close();
}

const seconds = Math.round((Date.now() - startedAt.getTime()) / 1000);
await writeJson(findings, { startedAt: startedAt.toISOString(), seconds, scale: isSmoke ? 'smoke' : 'full' });

const rows = Object.values(findings).flatMap((finding) => finding.rows);
const missed = rows.filter((row) => !isReached(row)).length;
const goals = rows.filter(({ goal }) => goal !== null).length;
const caveat = isSmoke ? 'A smoke run: too few measurements to say anything about speed.\n' : '';
const summary = `${goals - missed} of ${goals} goals reached, in ${seconds} s.\n${caveat}`;
// Questions to a registry that hung would be waited for long after the last answer was measured.
process.stdout.write(`\n${table(rows)}\n\n${summary}`, () => process.exit());
