import { router } from '../trpc.ts';
import { decideConflict } from './decide-conflict.ts';
import { listConflicts } from './list-conflicts.ts';
import { retryConflicts } from './retry-conflicts.ts';

export const conflictRouter = router({
  list: listConflicts,
  decide: decideConflict,
  retry: retryConflicts,
});
