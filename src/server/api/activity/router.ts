import { router } from '../trpc.ts';
import { listActivity } from './list-activity.ts';

export const activityRouter = router({ list: listActivity });
