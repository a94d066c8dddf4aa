import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A TCP proxy in front of a database that can do to its connections what networks do. */
export interface TcpProxy {
  /** The same database, reached through the proxy. */
  through(url: string): string;
  /** Breaks every connection that is open now, in both directions. */
  cut(): void;
  /** From now on it leads to another server, as an address does that has moved; what was open breaks. */
  lead(url: string): void;
  /** Holds the server's answers back by so many milliseconds from now on; 0 ends that. */
  delay(milliseconds: number): void;
  /**
   * From now on nothing passes in either direction, and nobody is told: connections stay open, new ones
   * are accepted and dead. `false` ends that, and breaks what was open meanwhile.
   */
  freeze(frozen: boolean): void;
  /** The next COMMIT reaches the server, its answer does not come back, and the connection breaks. */
  loseNextCommitAnswer(): void;
  /** COMMITs whose answer was lost. */
  readonly lostAnswers: number;
  /** Pieces that a freeze has swallowed. */
  readonly swallowed: number;
  readonly connections: number;
  close(): Promise<void>;
}

/** The simple query COMMIT as it stands on the wire of PostgreSQL, and of MySQL as the first of an exchange. */
const commitMessages = ['Q\0\0\0\x0bCOMMIT\0', '\x07\0\0\0\x03COMMIT'].map((text) =>
  Buffer.from(text, 'latin1'),
);

/** Starts a proxy to the server that `url` names. */
export async function startTcpProxy(url: string): Promise<TcpProxy> {
  let { hostname, port } = new URL(url);
  const pairs = new Set<[Socket, Socket]>();
  const state = { delay: 0, frozen: false, losing: false, lost: 0, swallowed: 0 };

  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
    const pair: [Socket, Socket] = [client, upstream];
    pairs.add(pair);
    let answersLost = false;
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    let held = 0;
    let last = Promise.resolve();
    const pass = (chunk: Buffer) => {
      if (state.delay === 0 && held === 0) return client.write(chunk);
      // What was held back comes first, also where nothing is held back any more.
      const due = Date.now() + state.delay;
      held += 1;
      last = last.then(async () => {
        await sleep(Math.max(0, due - Date.now()));
        held -= 1;
        client.write(chunk);
      });
    };
    client.on('data', (chunk) => {
      if (state.frozen) {
        state.swallowed += 1;
        return;
      }
      if (state.losing && commitMessages.some((message) => chunk.includes(message))) {
        state.losing = false;
        answersLost = true;
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (state.frozen) {
        state.swallowed += 1;
        return;
      }
      if (answersLost) {
        // The answer is here, so the commit was carried out.
        state.lost += 1;
        end();
      } else pass(chunk);
    });
    for (const [socket, other] of [pair, [upstream, client] as const]) {
      // A socket that breaks says so and closes; the other end learns of it by its own end.
      socket.on('error', () => undefined);
      socket.on('end', () => other.end());
      socket.on('close', end);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const cut = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  return {
    through(target) {
      const reached = new URL(target);
      reached.hostname = '127.0.0.1';
      reached.port = String((server.address() as AddressInfo).port);
      return reached.href;
    },
    cut,
    lead(target) {
      ({ hostname, port } = new URL(target));
      cut();
    },
    delay(milliseconds) {
      state.delay = milliseconds;
    },
    freeze(frozen) {
      state.frozen = frozen;
      if (!frozen) cut();
    },
    loseNextCommitAnswer() {
      state.losing = true;
    },
    get lostAnswers() {
      return state.lost;
    },
    get swallowed() {
      return state.swallowed;
    },
    get connections() {
      return pairs.size;
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
