import { z } from 'zod';
import { findFlow } from '../../flows/find-flow.ts';
import { workspaceProcedure } from '../trpc.ts';

export type VersionRow = {
  id: string;
  number: number;
  message: string;
  createdBy: string;
  createdAt: Date;
  /** The one that is deployed. */
  live: boolean;
};

/** Every version of a flow, newest first. */
export const listVersions = workspaceProcedure('flow.versions')
  .input(z.object({ id: z.string() }))
  .query(async ({ ctx: { within }, input }): Promise<VersionRow[]> => {
    const flow = await findFlow(within, { id: input.id });
    const versions = await within.store.versions.list(flow.id);
    return versions.map((version) => ({ ...version, live: version.id === flow.deployment?.versionId }));
  });
