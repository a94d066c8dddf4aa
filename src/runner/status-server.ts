import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type MetricsAccess, mayReadMetrics } from '#server/metrics/may-read-metrics.ts';

/** A runner that has not looked at its work for this long (milliseconds) is stuck. */
const STUCK = 60_000;
/** A runner that has not reached the store for this long (milliseconds) is not ready. */
const CUT_OFF = 15_000;

export type RunnerState = {
  /** When it last began to look at what is wanted, milliseconds since 1970. */
  lookedAt: number;
  /** When the store last answered it. */
  storeAt: number;
  /** Flows that it runs. */
  flows: number;
};

/**
 * A runner's own health, for those who run it: `/health` (alive: restart it if not), `/ready` (the store answers), and
 * `/metrics` of the process. What it syncs is told by the web part, whichever runner has it.
 */
export async function startStatusServer(
  state: () => RunnerState,
  { host, port, access }: { host: string; port: number; access: MetricsAccess },
): Promise<{ port: number; close(): Promise<void> }> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'syncline_runner_flows',
    help: 'Flows that this runner runs.',
    registers: [registry],
    collect() {
      this.set(state().flows);
    },
  });
  const server = createServer((request, response) => {
    answer(request, response, { state: state(), registry, access }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : port,
    close: () => close(server),
  };
}

type Answering = { state: RunnerState; registry: Registry; access: MetricsAccess };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { state, registry, access }: Answering,
): Promise<void> {
  const say = (ok: boolean, body: object) =>
    response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const now = Date.now();
  switch (new URL(request.url ?? '/', 'http://runner').pathname) {
    case '/health': {
      const alive = now - state.lookedAt < STUCK;
      say(alive, { alive });
      return;
    }
    case '/ready': {
      const ready = now - state.storeAt < CUT_OFF;
      say(ready, { ready, flows: state.flows });
      return;
    }
    case '/metrics': {
      const from = request.socket.remoteAddress ?? '';
      if (!mayReadMetrics(access, request.headers.authorization ?? null, [from])) {
        response.writeHead(403).end('The token is missing or wrong; see docs/observability.md.\n');
        return;
      }
      response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics());
      return;
    }
    default:
      response.writeHead(404).end();
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
