import type { StoredTemplate } from '#db/node-template-repository.ts';
import { shownKeptRecords } from '../../flows/shown-kept-records.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The workspace's own node templates, by name. */
export const listTemplates = workspaceProcedure('template.list').query(
  async ({ ctx: { within } }): Promise<StoredTemplate[]> => {
    const shown = await shownKeptRecords(within);
    return (await within.store.nodeTemplates.list()).map(
      ({ id, name, description, body, version, createdBy, updatedBy, updatedAt }) => ({
        ...{ id, name, description, version, createdBy, updatedBy, updatedAt },
        body: { ...body, nodes: shown.nodes(body.nodes) },
      }),
    );
  },
);
