import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { openControl } from './control.ts';
import type { ControlPatch, ControlState } from './control.ts';
import { openGateway } from './gateway.ts';
import type { RegistrySimulatorOptions } from './options.ts';
import { send } from './send.ts';
import { applyPatch, serve } from './serve.ts';
import type { Simulation } from './serve.ts';
import { openCounter } from './stats.ts';
import type { Stats } from './stats.ts';

export type { RegistrySimulatorOptions } from './options.ts';

export interface RegistrySimulator {
  /** Base URL, without a slash at its end. */
  readonly url: string;
  readonly controlUrl: string;
  /** What `POST /control` does; throws on a bad patch. */
  control(patch: ControlPatch): ControlState;
  stats(): Stats;
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection, so that none is cut off in the act of reusing one. */
const keepAliveMs = 120_000;

function createHttpServer(simulation: Simulation): Server {
  return createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    serve(simulation, request, response).then(
      (outcome) => {
        send(response, outcome);
      },
      () => {
        // Only a caller that went away mid-request ends here.
        response.destroy();
      },
    );
  });
}

async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}

/** Hung and idle connections would keep the server open for ever, so they are cut. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

/** A stand-in for the national gateway, built to its document. It prints nothing and stores nothing. */
export async function startRegistrySimulator(options: RegistrySimulatorOptions): Promise<RegistrySimulator> {
  const simulation: Simulation = {
    control: openControl(options.latencyMs ?? 0),
    counter: openCounter(),
    gateway: openGateway(options),
  };
  const server = createHttpServer(simulation);
  const url = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');
  return {
    url,
    controlUrl: `${url}/control`,
    control(patch) {
      const reasons = applyPatch(simulation, patch);
      if (reasons.length > 0) throw new TypeError(reasons.join('; '));
      return simulation.control.state();
    },
    stats: () => simulation.counter.stats(),
    close: () => close(server),
  };
}
