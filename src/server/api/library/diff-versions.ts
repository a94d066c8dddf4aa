import { z } from 'zod';
import { numberLines } from '#core/code/number-lines.ts';
import { CodeName } from '#core/flow/flow-graph.ts';
import { findModuleVersion } from '../../library/find-module.ts';
import { workspaceProcedure } from '../trpc.ts';

/** How one version of a module becomes another, line by line. */
export const diffVersions = workspaceProcedure('library.diff')
  .input(z.object({ name: CodeName, from: z.int(), to: z.int() }))
  .query(async ({ ctx: { within }, input: { name, from, to } }) => {
    const [{ source: older, ...before }, { source: newer, ...after }] = await Promise.all([
      findModuleVersion(within, name, from),
      findModuleVersion(within, name, to),
    ]);
    return { before, after, lines: numberLines(older, newer) };
  });
