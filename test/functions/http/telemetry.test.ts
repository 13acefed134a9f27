import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';

import { metricNames } from '../../../functions/core/metric-names.ts';
import { createTelemetry, type Telemetry } from '../../../functions/http/telemetry.ts';

let written: string[] = [];

/** Powertools writes to the process's console in this mode, where a test can listen. */
beforeEach(() => {
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'tiep-don');
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'TiepDon');
  written = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((line: unknown) => {
      written.push(String(line));
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const lineOf = (act: (telemetry: Telemetry) => void): Record<string, unknown> => {
  act(createTelemetry());
  expect(written).toHaveLength(1);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(written[0] ?? ''));
};

describe('a line of log', () => {
  it('says what happened and the fields given, at level INFO', () => {
    const line = lineOf((telemetry) => {
      telemetry.info('answered', { status: 200, route: '/v1/eligibility', client: null });
    });
    expect(line).toMatchObject({ level: 'INFO', message: 'answered', status: 200, route: '/v1/eligibility' });
  });
});

describe('a defect', () => {
  it('is told by its class and its place in the code', () => {
    const line = lineOf((telemetry) => {
      telemetry.defect(new TypeError('bímật'), { requestId: 'request-1' });
    });
    expect(line).toMatchObject({
      level: 'ERROR',
      message: 'defect',
      requestId: 'request-1',
      error: 'TypeError',
    });
    expect(line['at']).toContain('telemetry.test.ts');
  });

  it('is told without its message, of however many lines, and without its cause', () => {
    const part = fc.string().map((text) => `bímật${text}`);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (lines) => {
        written = [];
        const error = new Error(lines.join('\n'), { cause: new Error(lines.join(' ')) });
        createTelemetry().defect(error, {});
        expect(written.join('')).not.toContain('bímật');
        expect(written).toHaveLength(1);
      }),
    );
  });

  it('is told without its message, though a line of it looks like a place in the code', () => {
    createTelemetry().defect(new Error('no card\n    at bímật'), {});
    expect(written.join('')).not.toContain('bímật');
  });

  it.each([
    ['a text', 'bímật', 'string'],
    ['an object', { fullName: 'bímật' }, 'object'],
    ['nothing', undefined, 'undefined'],
  ])('that is no Error is told by its type: %s', (_what, thrown, error) => {
    const line = lineOf((telemetry) => {
      telemetry.defect(thrown, {});
    });
    expect(line['error']).toBe(error);
    expect(JSON.stringify(line)).not.toContain('bímật');
  });
});

describe('metrics', () => {
  it('are written out once, at the end of an invocation', () => {
    const telemetry = createTelemetry();
    telemetry.count(metricNames.registryFault);
    telemetry.count(metricNames.registryFault);
    expect(written).toStrictEqual([]);
    telemetry.flush();
    const [line] = written;
    expect(JSON.parse(line ?? '')).toMatchObject({ RegistryFault: [1, 1], service: 'tiep-don' });
    telemetry.flush();
    expect(written).toHaveLength(1);
  });

  it('are not written where nothing was counted', () => {
    createTelemetry().flush();
    expect(written).toStrictEqual([]);
  });
});
