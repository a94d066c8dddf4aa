import { router } from '../trpc.ts';
import { acceptDrift } from './accept-drift.ts';
import { ignoreDrift } from './ignore-drift.ts';
import { listDrifts } from './list-drifts.ts';
import { planDrift } from './plan-drift.ts';

export const driftRouter = router({
  list: listDrifts,
  plan: planDrift,
  accept: acceptDrift,
  ignore: ignoreDrift,
});
