import { router } from '../trpc.ts';
import { createWorkspace } from './create-workspace.ts';
import { renameWorkspace } from './rename-workspace.ts';

export const workspaceRouter = router({ create: createWorkspace, rename: renameWorkspace });
