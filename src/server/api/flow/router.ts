import { router } from '../trpc.ts';
import { applyGraph } from './apply-graph.ts';
import { createFlow } from './create-flow.ts';
import { deleteFlow } from './delete-flow.ts';
import { deployFlow } from './deploy-flow.ts';
import { exportFlow } from './export-flow.ts';
import { findFlow } from './find-flow.ts';
import { getFlow } from './get-flow.ts';
import { getFlowStatus } from './get-flow-status.ts';
import { getVersion } from './get-version.ts';
import { listFlows } from './list-flows.ts';
import { listOwned } from './list-owned.ts';
import { listVersions } from './list-versions.ts';
import { onFlowList } from './on-flow-list.ts';
import { onFlowStatus } from './on-flow-status.ts';
import { pauseFlow } from './pause-flow.ts';
import { planFlow } from './plan-flow.ts';
import { renameFlow } from './rename-flow.ts';
import { restoreVersion } from './restore-version.ts';
import { resumeFlow } from './resume-flow.ts';
import { rollBackFlow } from './roll-back-flow.ts';
import { saveDraft } from './save-draft.ts';
import { setContinuousVerify } from './set-continuous-verify.ts';
import { validateFlow } from './validate-flow.ts';
import { visitFlow } from './visit-flow.ts';

export const flowRouter = router({
  list: listFlows,
  get: getFlow,
  find: findFlow,
  create: createFlow,
  saveDraft,
  rename: renameFlow,
  validate: validateFlow,
  plan: planFlow,
  applyGraph,
  deploy: deployFlow,
  pause: pauseFlow,
  setContinuousVerify,
  resume: resumeFlow,
  versions: listVersions,
  version: getVersion,
  restore: restoreVersion,
  rollBack: rollBackFlow,
  visit: visitFlow,
  export: exportFlow,
  owned: listOwned,
  delete: deleteFlow,
  status: getFlowStatus,
  onStatus: onFlowStatus,
  onList: onFlowList,
});
