import { router } from '../trpc.ts';
import { listResults } from './list-results.ts';
import { previewBulk } from './preview-bulk.ts';
import { previewRepair } from './preview-repair.ts';
import { startBulk } from './start-bulk.ts';

export const bulkRouter = router({
  preview: previewBulk,
  previewRepair,
  start: startBulk,
  results: listResults,
});
