import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHTTPServer } from '@trpc/server/adapters/standalone';
import { inject } from 'vitest';
import { env } from '#config/env.ts';
import { appRouter } from '#server/api/app-router.ts';
import { resolveCaller } from '#server/auth/resolve-caller.ts';
import { createServices } from '#server/services.ts';
import { createFirstOwner } from '#server/use-cases/create-first-owner.ts';
import { createOwnerApiKey } from '#server/use-cases/create-owner-api-key.ts';
import { testStore } from './test-store.ts';

const root = join(import.meta.dirname, '../..');

export type CommandResult = { code: number; stdout: string; stderr: string };

/** For tests: the real API over HTTP and a real runner on a store of their own, and the command as people run it. */
export async function runningSyncline() {
  const store = await testStore('cli');
  const home = await mkdtemp(join(tmpdir(), 'syncline-cli-home-'));
  const secretKey = randomBytes(32);
  const services = createServices({
    databaseUrl: store.url,
    secretKey,
    publicUrl: 'http://127.0.0.1',
    alertReach: { privateHosts: true },
  });
  const owner = await createFirstOwner(services.prisma);
  await writeFile(join(home, 'owner.key'), await createOwnerApiKey(services.prisma, owner));

  const server = createHTTPServer({
    router: appRouter,
    basePath: '/api/trpc/',
    async createContext({ req }) {
      const headers = new Headers();
      if (req.headers.authorization) headers.set('authorization', req.headers.authorization);
      return {
        services,
        caller: await resolveCaller(services, new Request('http://127.0.0.1', { headers })),
      };
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  await writeFile(join(home, 'address'), `http://127.0.0.1:${address.port}\n`);

  const environment = env.forChild({
    DATABASE_URL: store.url,
    SYNCLINE_ADMIN_URL: inject('postgresUrl'),
    SYNCLINE_HOME: home,
    SYNCLINE_SECRET_KEY: secretKey.toString('hex'),
    SYNCLINE_LOG_LEVEL: 'warn',
    SYNCLINE_URL: undefined,
    SYNCLINE_KEY: undefined,
  });
  const runner = spawn(process.execPath, ['--no-node-snapshot', join(root, 'src/runner/main.ts')], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });

  return {
    store,
    owner,
    secretKey,
    /** Runs `syncline` with these words, as its own process. */
    syncline(argv: string[], stdin = ''): Promise<CommandResult> {
      return new Promise((resolve, reject) => {
        const child = execFile(
          process.execPath,
          [join(root, 'src/cli/main.ts'), ...argv],
          { cwd: root, env: environment },
          (error, stdout, stderr) => {
            if (error && typeof error.code !== 'number') reject(error);
            else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
          },
        );
        child.stdin?.end(stdin);
      });
    },
    async close() {
      await end(runner);
      server.close();
      server.closeAllConnections();
      await services.close();
      await store.close();
      await rm(home, { recursive: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
