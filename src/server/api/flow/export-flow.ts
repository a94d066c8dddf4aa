import { z } from 'zod';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { findFlow } from '../../flows/find-flow.ts';
import { findVersion } from '../../flows/find-version.ts';
import { parseGraph } from '../../flows/parse-graph.ts';
import { shownKeptRecords } from '../../flows/shown-kept-records.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The flow as a file holds it: a version by number, else the draft. */
export const exportFlow = workspaceProcedure('flow.export')
  .input(z.object({ id: z.string(), number: z.int().optional() }))
  .query(async ({ ctx: { within }, input: { id, number } }): Promise<{ graph: FlowGraph }> => {
    const shown = await shownKeptRecords(within);
    if (number === undefined) {
      const flow = await findFlow(within, { id });
      return { graph: shown.graph(parseGraph(flow.draft, flow.name)) };
    }
    const { flow, version } = await findVersion(within, { id, number });
    return { graph: shown.graph(parseGraph(version.graph, flow.name)) };
  });
