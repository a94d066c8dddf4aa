import { startMariadb } from '../mariadb/start-mariadb.ts';
import type { CrashingServer } from './test-system.ts';

/** Starts a MariaDB that is durable against its own death, though not against the machine's. */
export async function startCrashingMariadb(): Promise<CrashingServer> {
  const server = await startMariadb();
  return {
    adminUrl: server.adminUrl,
    async crash() {
      await server.kill();
      await server.start();
    },
    stop: () => server.stop(),
  };
}
