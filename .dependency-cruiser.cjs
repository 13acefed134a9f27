/** The arrows of the house: functions/<name> -> http, adapters -> core. See docs/adr/0001-shape-of-the-house.md. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'core-imports-nothing-outside-core',
      severity: 'error',
      from: { path: '^functions/core/' },
      to: { pathNot: '^functions/core/' },
    },
    {
      name: 'adapters-only-know-core',
      severity: 'error',
      from: { path: '^functions/adapters/' },
      to: { path: '^(functions/(?!adapters/|core/)|lib/|local/|bin/|bench/|test/)' },
    },
    {
      name: 'http-only-knows-adapters-and-core',
      severity: 'error',
      from: { path: '^functions/http/' },
      to: { path: '^(functions/(?!http/|adapters/|core/)|lib/|local/|bin/|bench/|test/)' },
    },
    {
      name: 'a-function-does-not-know-another',
      severity: 'error',
      from: { path: '^functions/(?!core/|adapters/|http/)([^/]+)/' },
      to: { path: '^(functions/(?!core/|adapters/|http/|$1/)|lib/|local/|bin/|bench/|test/)' },
    },
    {
      name: 'lib-knows-functions-by-path-only',
      comment:
        'But for two catalogues: of problems, so that the gateway words its own errors as the functions do, and of metrics, so that no alarm watches one that nobody emits.',
      severity: 'error',
      from: { path: '^(lib/|bin/tiep-don\\.ts$)' },
      to: {
        path: '^(functions/(?!http/problem-catalogue\\.ts$|core/metric-names\\.ts$)|local/|bench/|test/)',
      },
    },
    {
      name: 'operator-tools-only-know-adapters-and-core',
      severity: 'error',
      from: { path: '^bin/(?!tiep-don\\.ts$)' },
      to: { path: '^(functions/(?!adapters/|core/)|lib/|local/|bench/|test/)' },
    },
    {
      name: 'nothing-imports-local',
      severity: 'error',
      from: { path: '^(lib|bin|functions)/' },
      to: { path: '^local/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default'] },
  },
};
