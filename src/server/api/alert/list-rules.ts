import { listAlertRules } from '../../alerts/list-alert-rules.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Every rule of the workspace. */
export const listRules = workspaceProcedure('alert.rules').query(({ ctx }) => listAlertRules(ctx.within));
