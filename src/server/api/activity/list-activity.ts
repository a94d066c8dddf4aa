import { z } from 'zod';
import { maskActivity } from '../../records/mask-activity.ts';
import { maskerFor } from '../../records/masker.ts';
import { workspaceProcedure } from '../trpc.ts';

const Target = z.object({ kind: z.string(), id: z.string(), name: z.string() });

/** One thing that somebody did. */
export type ActivityRow = {
  id: string;
  at: Date;
  actor: string;
  action: string;
  target: z.infer<typeof Target>;
  detail: Record<string, unknown> | null;
};
export type ActivityPage = { events: ActivityRow[]; next: string | null };

/** What people did in the workspace, newest first. */
export const listActivity = workspaceProcedure('activity.list')
  .input(
    z.object({
      cursor: z
        .string()
        .regex(/^\d{1,18}$/, 'not a page marker')
        .nullish(),
      limit: z.int().min(1).max(200).default(50),
    }),
  )
  .query(async ({ ctx: { within }, input: { cursor, limit } }): Promise<ActivityPage> => {
    const stored = await within.store.audit.list({
      cursor: cursor ? BigInt(cursor) : null,
      limit: limit + 1,
    });
    const masker = await maskerFor(within);
    const events = stored.slice(0, limit).map(({ id, at, actor, action, target, detail }) =>
      maskActivity(masker, {
        id: String(id),
        at,
        actor,
        action,
        target: Target.parse(target),
        detail: detail as Record<string, unknown> | null,
      }),
    );
    return { events, next: stored.length > limit ? (events.at(-1)?.id ?? null) : null };
  });
