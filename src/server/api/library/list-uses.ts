import { z } from 'zod';
import { CodeName } from '#core/flow/flow-graph.ts';
import { findModule } from '../../library/find-module.ts';
import { type ModuleUses, usesOfModules } from '../../library/uses-of-module.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Which flows and nodes use which version of a module, and which modules import it. */
export const listUses = workspaceProcedure('library.uses')
  .input(z.object({ name: CodeName }))
  .query(async ({ ctx: { within }, input: { name } }): Promise<ModuleUses> => {
    await findModule(within, name);
    return (await usesOfModules(within))(name);
  });
