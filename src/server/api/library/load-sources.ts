import { z } from 'zod';
import type { CodeModule } from '#core/code/code-program.ts';
import { CodeName } from '#core/flow/flow-graph.ts';
import { loadCodeModules } from '#db/load-code-modules.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Sources of the modules that code pins, and of all that these import. Throws `MODULE_MISSING`. */
export const loadSources = workspaceProcedure('library.sources')
  .input(z.object({ pins: z.record(CodeName, z.int().positive()) }))
  .query(
    ({ ctx: { within }, input }): Promise<CodeModule[]> =>
      loadCodeModules(within.services.pool, within.workspace.id, input.pins),
  );
