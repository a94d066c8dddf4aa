import { z } from 'zod';
import { CodeName } from '#core/flow/flow-graph.ts';
import { saveModule as save } from '../../use-cases/save-module.ts';
import { workspaceProcedure } from '../trpc.ts';

/**
 * Saves a new version of a module over the newest one that was read (`after`), or a new module (`after` null).
 * Throws `MODULE_STALE`, `NAME_TAKEN`, `MODULE_INVALID` or `MODULE_MISSING`.
 */
export const saveModule = workspaceProcedure('library.save')
  .input(
    z.object({
      name: CodeName,
      source: z.string().max(200_000),
      message: z.string().trim().max(500).default(''),
      after: z.int().positive().nullable(),
      imports: z.record(CodeName, z.int().positive()).default({}),
    }),
  )
  .mutation(({ ctx, input }) => save(ctx.within, input));
