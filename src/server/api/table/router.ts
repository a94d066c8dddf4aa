import { router } from '../trpc.ts';
import { createTables } from './create-tables.ts';
import { planTables } from './plan-tables.ts';

export const tableRouter = router({ plan: planTables, create: createTables });
