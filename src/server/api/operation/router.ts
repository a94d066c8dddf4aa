import { router } from '../trpc.ts';
import { cancelOperation } from './cancel-operation.ts';
import { getOperation } from './get-operation.ts';
import { listFindings } from './list-findings.ts';
import { listOperations } from './list-operations.ts';
import { onOperationProgress } from './on-operation-progress.ts';
import { pauseOperation } from './pause-operation.ts';
import { resumeOperation } from './resume-operation.ts';
import { setRate } from './set-rate.ts';
import { startAudit } from './start-audit.ts';
import { startDemoTraffic } from './start-demo-traffic.ts';
import { startMatch } from './start-match.ts';
import { startResync } from './start-resync.ts';
import { startTrial } from './start-trial.ts';
import { startUndoFirstSync } from './start-undo-first-sync.ts';
import { startVerify } from './start-verify.ts';

export const operationRouter = router({
  startVerify,
  startResync,
  startMatch,
  startUndoFirstSync,
  startTrial,
  startAudit,
  startDemoTraffic,
  get: getOperation,
  list: listOperations,
  findings: listFindings,
  cancel: cancelOperation,
  pause: pauseOperation,
  resume: resumeOperation,
  setRate,
  onProgress: onOperationProgress,
});
