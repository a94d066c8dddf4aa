import { initTRPC, TRPCError } from '@trpc/server';
import { createHTTPServer } from '@trpc/server/adapters/standalone';
import superjson from 'superjson';
import { errorPolicy } from '#core/errors/policy.ts';
import { SyncError } from '#core/errors/sync-error.ts';

type Answer = (input: Record<string, unknown>) => unknown;

/** A request that the server got. */
export type Call = { path: string; input: Record<string, unknown>; key: string | null };

/**
 * A tRPC server that speaks the API's wire form (superjson, errors under `data.sync`) with the answers
 * of a test. Each answer stands under its kind and path, e.g. `query flow.find`.
 */
export async function fakeServer(answers: Record<string, Answer>) {
  const calls: Call[] = [];
  const t = initTRPC.context<{ key: string | null }>().create({
    transformer: superjson,
    errorFormatter({ shape, error }) {
      const { cause } = error;
      if (!(cause instanceof SyncError)) return shape;
      const sync = { code: cause.code, message: cause.message, detail: cause.detail };
      return { ...shape, data: { ...shape.data, sync: { ...sync, remedy: errorPolicy[cause.code].remedy } } };
    },
  });
  const all: Record<string, Answer> = {
    'query session.whoami': () => ({
      user: null,
      apiKey: { name: 'owner' },
      workspaces: [{ id: 'w1', slug: 'main', name: 'Main', role: 'owner' }],
    }),
    ...answers,
  };
  const groups: Record<string, Record<string, ReturnType<typeof procedureOf>>> = {};
  const procedureOf = (kind: string, path: string, answer: Answer) => {
    const resolve = ({ input, ctx }: { input: unknown; ctx: { key: string | null } }) => {
      const given = (input ?? {}) as Record<string, unknown>;
      calls.push({ path, input: given, key: ctx.key });
      try {
        return answer(given);
      } catch (cause) {
        throw new TRPCError({ code: 'BAD_REQUEST', cause });
      }
    };
    const base = t.procedure.input((value: unknown) => value);
    return kind === 'query' ? base.query(resolve) : base.mutation(resolve);
  };
  for (const [name, answer] of Object.entries(all)) {
    const [kind = '', path = ''] = name.split(' ');
    const [group = '', procedure = ''] = path.split('.');
    groups[group] = { ...groups[group], [procedure]: procedureOf(kind, path, answer) };
  }
  const server = createHTTPServer({
    router: t.router(
      Object.fromEntries(Object.entries(groups).map(([name, group]) => [name, t.router(group)])),
    ),
    basePath: '/api/trpc/',
    createContext: ({ req }) => ({ key: req.headers.authorization?.replace('Bearer ', '') ?? null }),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
