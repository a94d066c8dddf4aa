import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { startMariadb } from './start-mariadb.ts';

/** Starts the tests' one MariaDB when the first test asks for it, and tells each where it is. */
export interface MariadbDesk {
  /** The loopback port that answers every connection with one line of JSON: `{"url": …}` or `{"error": …}`. */
  port: number;
  /** Ends the desk, and the server where one was asked for. */
  close(): Promise<void>;
}

/** Most runs are of a few files, which need no MariaDB: they do not wait for one. */
export async function openMariadbDesk(): Promise<MariadbDesk> {
  let started: ReturnType<typeof startMariadb> | undefined;
  const desk = createServer(async (socket) => {
    socket.on('error', () => undefined); // who asked is gone
    started ??= startMariadb();
    const answer = await started.then(
      ({ adminUrl }) => ({ url: adminUrl }),
      (error: Error) => ({ error: error.message }),
    );
    socket.end(JSON.stringify(answer));
  });
  desk.listen(0, '127.0.0.1');
  await once(desk, 'listening');
  return {
    port: (desk.address() as AddressInfo).port,
    async close() {
      desk.close();
      const server = await started?.catch(() => undefined); // it was told to whoever asked
      await server?.stop();
    },
  };
}
