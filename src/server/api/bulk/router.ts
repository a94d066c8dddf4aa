import { router } from '../trpc.ts';
import { listResults } from './list-results.ts';
import { previewBulk } from './preview-bulk.ts';
import { startBulk } from './start-bulk.ts';

export const bulkRouter = router({
  preview: previewBulk,
  start: startBulk,
  results: listResults,
});
