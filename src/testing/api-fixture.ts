import { randomBytes, randomUUID } from 'node:crypto';
import { TRPCError } from '@trpc/server';
import type { Role } from '#core/access/permissions.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { type WorkspaceAccess, workspaceDirectory } from '#db/workspace-directory.ts';
import { appRouter } from '#server/api/app-router.ts';
import type { Caller } from '#server/auth/caller.ts';
import { logger } from '#server/logger.ts';
import { createServices, type Services } from '#server/services.ts';
import { testStore } from './test-store.ts';

export type Api = ReturnType<typeof appRouter.createCaller>;
type Person = Extract<Caller, { kind: 'user' }>;

/** For tests: a store with nothing in it, and ways to call the API on it as somebody. */
export type ApiFixture = {
  services: Services;
  /** URL of the store. */
  url: string;
  query: Awaited<ReturnType<typeof testStore>>['query'];
  as(caller: Caller): Api;
  person(name: string): Promise<Person>;
  /** A workspace with this person as its owner. */
  workspace(slug: string, owner: Person): Promise<WorkspaceAccess>;
  join(workspace: WorkspaceAccess, person: Person, role: Role): Promise<void>;
  /** Says that a runner is there; it stays so for an hour, however long a test takes. */
  runnerSeen(): Promise<void>;
  close(): Promise<void>;
};

export const testPublicUrl = 'http://localhost:4321';

export async function apiFixture(label: string): Promise<ApiFixture> {
  const store = await testStore(label);
  const services = createServices({
    databaseUrl: store.url,
    secretKey: randomBytes(32),
    publicUrl: testPublicUrl,
    alertReach: { privateHosts: true },
  });
  const { prisma } = services;
  // Tests provoke what the log would warn of.
  logger.level = 'silent';
  return {
    services,
    url: store.url,
    query: store.query,
    as: (caller) => appRouter.createCaller({ services, caller }),
    async person(name) {
      const email = `${name}@example.test`;
      const { id } = await prisma.user.create({ data: { id: randomUUID(), name, email } });
      return { kind: 'user', id, name, email };
    },
    workspace: (slug, owner) => workspaceDirectory(prisma).create({ name: slug, slug, ownerId: owner.id }),
    async join(workspace, person, role) {
      const data = { id: randomUUID(), organizationId: workspace.id, userId: person.id, role };
      await prisma.member.create({ data });
    },
    async runnerSeen() {
      const runner = { host: 'test', pid: 1, seenAt: new Date(Date.now() + 3_600_000) };
      await prisma.runner.upsert({ where: { id: 'r1' }, create: { id: 'r1', ...runner }, update: runner });
    },
    async close() {
      await services.close();
      await store.close();
    },
  };
}

/** The code with which a call is refused; `ok` when it is answered. A subscription is asked for its first message. */
export async function outcome(call: () => Promise<unknown>): Promise<{ code: string; answer: unknown }> {
  try {
    const answer = await call();
    if (!isStream(answer)) return { code: 'ok', answer };
    const stream = answer[Symbol.asyncIterator]();
    const first = await stream.next();
    await stream.return?.();
    return { code: 'ok', answer: first.value };
  } catch (error) {
    if (error instanceof TRPCError && error.cause instanceof SyncError) {
      return { code: error.cause.code, answer: error.cause };
    }
    if (error instanceof TRPCError && error.code === 'BAD_REQUEST')
      return { code: 'INPUT_INVALID', answer: error };
    throw error;
  }
}

function isStream(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

/** A flow of one lane between two tables, whose records are matched by the first pair of fields unless it is said. */
export function twoTables(
  name: string,
  ends: {
    left: [string, string];
    right: [string, string];
    fields: [string, string][];
    match?: [string, string][];
  },
): FlowGraph {
  const match = ends.match ?? ends.fields.slice(0, 1);
  return {
    formatVersion: 1,
    name,
    nodes: [
      { id: 'a', kind: 'endpoint', connection: ends.left[0], stream: ends.left[1] },
      {
        id: 'map',
        kind: 'mapping',
        direction: 'both',
        match,
        fields: ends.fields.map(([left, right]) => ({ left, right })),
      },
      { id: 'b', kind: 'endpoint', connection: ends.right[0], stream: ends.right[1] },
    ],
    edges: [
      { id: 'e1', source: 'a', target: 'map' },
      { id: 'e2', source: 'map', target: 'b' },
    ],
  };
}
