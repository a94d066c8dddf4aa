import { router } from '../trpc.ts';
import { acceptDrift } from './accept-drift.ts';
import { ignoreDrift } from './ignore-drift.ts';
import { listDrifts } from './list-drifts.ts';

export const driftRouter = router({ list: listDrifts, accept: acceptDrift, ignore: ignoreDrift });
