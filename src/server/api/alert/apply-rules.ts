import { z } from 'zod';
import { AlertFile } from '#core/alerts/alert-file.ts';
import { applyAlertRules } from '../../use-cases/apply-alert-rules.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Makes the workspace's rules those of a file. */
export const applyRules = workspaceProcedure('alert.applyRules')
  .input(z.object({ file: AlertFile, prune: z.boolean().default(false), dryRun: z.boolean().default(false) }))
  .mutation(({ ctx, input: { file, ...options } }) => applyAlertRules(ctx.within, file, options));
