import { z } from 'zod';
import { moduleDescription } from '#core/code/module-description.ts';
import { CodeName } from '#core/flow/flow-graph.ts';
import { findModule, findModuleVersion } from '../../library/find-module.ts';
import { workspaceProcedure } from '../trpc.ts';

/** A module with its versions, newest first, and the source of one: the newest where none is named. */
export const showModule = workspaceProcedure('library.show')
  .input(z.object({ name: CodeName, version: z.int().positive().optional() }))
  .query(async ({ ctx: { within }, input: { name, version } }) => {
    const { archivedAt, versions } = await findModule(within, name);
    const latest = versions[0]?.number ?? 1;
    const shown = await findModuleVersion(within, name, version ?? latest);
    return {
      name,
      archived: archivedAt !== null,
      description: moduleDescription(shown.source),
      latest,
      versions,
      shown,
    };
  });
