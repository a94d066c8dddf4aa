import { router } from '../trpc.ts';
import { countSimilar } from './count-similar.ts';
import { countVerdicts } from './count-verdicts.ts';
import { decideConflict } from './decide-conflict.ts';
import { decideSimilar } from './decide-similar.ts';
import { listConflicts } from './list-conflicts.ts';
import { makeRule } from './make-rule.ts';
import { retryConflicts } from './retry-conflicts.ts';

export const conflictRouter = router({
  list: listConflicts,
  counts: countVerdicts,
  decide: decideConflict,
  similar: countSimilar,
  decideSimilar,
  makeRule,
  retry: retryConflicts,
});
