import { exportAlertRules } from '../../use-cases/apply-alert-rules.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The workspace's rules as a file for a repository. */
export const exportRules = workspaceProcedure('alert.exportRules').query(({ ctx }) =>
  exportAlertRules(ctx.within),
);
