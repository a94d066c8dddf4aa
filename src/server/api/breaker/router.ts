import { router } from '../trpc.ts';
import { decideBreaker } from './decide-breaker.ts';
import { showBreaker } from './show-breaker.ts';

export const breakerRouter = router({ show: showBreaker, decide: decideBreaker });
