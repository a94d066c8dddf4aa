import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '#server/api/app-router.ts';

/** What each procedure returns, e.g. `ApiOutput['connection']['list']`. */
export type ApiOutput = inferRouterOutputs<AppRouter>;
