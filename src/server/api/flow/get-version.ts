import { z } from 'zod';
import type { FlowGraph } from '#core/flow/flow-graph.ts';
import { findVersion } from '../../flows/find-version.ts';
import { parseGraph } from '../../flows/parse-graph.ts';
import { shownKeptRecords } from '../../flows/shown-kept-records.ts';
import { workspaceProcedure } from '../trpc.ts';
import type { VersionRow } from './list-versions.ts';

/** One version with its graph. */
export const getVersion = workspaceProcedure('flow.version')
  .input(z.object({ id: z.string(), number: z.int() }))
  .query(async ({ ctx, input }): Promise<VersionRow & { graph: FlowGraph }> => {
    const { flow, version } = await findVersion(ctx.within, input);
    const { id, number, message, createdBy, createdAt } = version;
    const graph = (await shownKeptRecords(ctx.within)).graph(parseGraph(version.graph, flow.name));
    return { id, number, message, createdBy, createdAt, live: id === flow.deployment?.versionId, graph };
  });
