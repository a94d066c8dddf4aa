import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '#server/api/app-router.ts';
import type { Session } from './cli.ts';

/** A record that waits, as the API lists it. */
export type ConflictItem = inferRouterOutputs<AppRouter>['conflict']['list']['items'][number];

export type ConflictState = 'held' | 'parked' | 'reconcile';

const PAGE = 100;

/** Records in that state, page by page. */
export async function* readConflicts(
  session: Session,
  filter: { workspace: string; flowId?: string; state: ConflictState },
): AsyncGenerator<ConflictItem> {
  let cursor: string | undefined;
  for (;;) {
    const page = await session.api.conflict.list.query({ ...filter, cursor, limit: PAGE });
    yield* page.items;
    if (page.next === null) return;
    cursor = page.next;
  }
}
