import { router } from '../trpc.ts';
import { showSummary } from './show-summary.ts';

export const homeRouter = router({ summary: showSummary });
