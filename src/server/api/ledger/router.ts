import { router } from '../trpc.ts';
import { previewRetention } from './preview-retention.ts';
import { setPolicy } from './set-policy.ts';
import { showStatus } from './show-status.ts';

export const ledgerRouter = router({ status: showStatus, previewRetention, setPolicy });
