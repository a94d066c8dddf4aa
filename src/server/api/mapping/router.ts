import { router } from '../trpc.ts';
import { setThresholds } from './set-thresholds.ts';
import { showThresholds } from './show-thresholds.ts';
import { suggestFields } from './suggest-fields.ts';
import { suggestForNode } from './suggest-for-node.ts';
import { suggestStreams } from './suggest-streams.ts';

export const mappingRouter = router({
  suggestFields,
  suggestForNode,
  suggestStreams,
  thresholds: showThresholds,
  setThresholds,
});
