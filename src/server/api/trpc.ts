import { initTRPC } from '@trpc/server';
import superjson from 'superjson';
import { z } from 'zod';
import type { PublicPermission, SignedInPermission, WorkspacePermission } from '#core/access/permissions.ts';
import type { ErrorCode } from '#core/errors/codes.ts';
import { errorPolicy } from '#core/errors/policy.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { logContext } from '#lib/log-context.ts';
import { spanned } from '#lib/tracing.ts';
import { enterWorkspace } from '../auth/enter-workspace.ts';
import { toAnswer } from '../to-answer.ts';
import type { Context } from './context.ts';
import { holdsNul } from './holds-nul.ts';
import { withStatus } from './with-status.ts';

/** Which line of the permission table holds for a procedure. */
export type Meta = { permission: PublicPermission | SignedInPermission | WorkspacePermission };

/** What a client gets of an error, under `error.data.sync`. */
export type ErrorAnswer = { code: ErrorCode; message: string; detail: string; remedy: string };

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    transformer: superjson,
    sse: {
      ping: { enabled: true, intervalMs: 10_000 },
      client: { reconnectAfterInactivityMs: 25_000 },
      // The client comes back by itself, and is asked again who it is.
      maxDurationMs: 5 * 60_000,
    },
    errorFormatter({ shape, error }) {
      const { code, message, detail } = toAnswer(error);
      const sync: ErrorAnswer = { code, message, detail, remedy: errorPolicy[code].remedy };
      const { httpStatus, path } = shape.data;
      return { code: shape.code, message, data: { code: shape.data.code, httpStatus, path, sync } };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Gives every error the status that its code's policy names, in subscriptions too; tells metrics how long it took. */
const answerErrors = t.middleware(async ({ ctx, next, path, type }) => {
  const begun = performance.now();
  const result = await spanned(
    `api ${path}`,
    () => ({ 'syncline.request': logContext().request ?? '' }),
    async (span) => {
      const answered = await next();
      if (!answered.ok) span?.set({ 'syncline.code': toAnswer(answered.error).code });
      return answered;
    },
  );
  // A subscription lasts for as long as somebody listens.
  if (type !== 'subscription')
    ctx.services.processMetrics.observeCall(path, result.ok, (performance.now() - begun) / 1000);
  if (!result.ok) throw withStatus(result.error);
  if (type !== 'subscription') return result;
  return { ...result, data: answerStreamErrors(result.data as AsyncIterable<unknown>) };
});

async function* answerStreamErrors(messages: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  try {
    yield* messages;
  } catch (error) {
    throw withStatus(error);
  }
}

/** What the store cannot hold is told as such. Code is given values as their systems hold them, which go nowhere near it. */
const refuseNul = t.middleware(async ({ getRawInput, next, path }) => {
  if (!path.startsWith('code.') && holdsNul(await getRawInput())) {
    throw new SyncError('INPUT_INVALID', 'A text holds the character NUL, which nothing here can hold.');
  }
  return next();
});

const base = t.procedure.use(answerErrors).use(refuseNul);

/** A procedure that anybody may call. */
export function publicProcedure(permission: PublicPermission) {
  return base.meta({ permission });
}

/** A procedure for a person who is signed in, of whatever workspace. */
export function signedInProcedure(permission: SignedInPermission) {
  return base.meta({ permission }).use(({ ctx, next }) => {
    const { caller } = ctx;
    if (caller.kind === 'nobody') throw new SyncError('UNAUTHENTICATED', 'Nobody is signed in.');
    if (caller.kind !== 'user')
      throw new SyncError('FORBIDDEN', 'Only a person may do this, not an API key.');
    return next({ ctx: { user: caller } });
  });
}

/**
 * A procedure within a workspace. Nobody gets past it without belonging to the workspace (else
 * `NOT_FOUND`, so that slugs cannot be guessed) with a role that the table lets do this.
 */
export function workspaceProcedure(permission: WorkspacePermission) {
  return base
    .meta({ permission })
    .input(z.object({ workspace: z.string() }))
    .use(async ({ ctx, input, next }) => {
      const within = await enterWorkspace(ctx.services, ctx.caller, input.workspace, permission);
      return next({ ctx: { within } });
    });
}
