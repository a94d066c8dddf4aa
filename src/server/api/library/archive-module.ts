import { z } from 'zod';
import { CodeName } from '#core/flow/flow-graph.ts';
import { archiveModule as archive } from '../../use-cases/archive-module.ts';
import { workspaceProcedure } from '../trpc.ts';

/** Offers a module no more (`archived`), or again. */
export const archiveModule = workspaceProcedure('library.archive')
  .input(z.object({ name: CodeName, archived: z.boolean() }))
  .mutation(({ ctx, input }) => archive(ctx.within, input));
