import type { StoredTemplate } from '#db/node-template-repository.ts';
import { workspaceProcedure } from '../trpc.ts';

/** The workspace's own node templates, by name. */
export const listTemplates = workspaceProcedure('template.list').query(
  async ({ ctx: { within } }): Promise<StoredTemplate[]> =>
    (await within.store.nodeTemplates.list()).map(
      ({ id, name, description, body, version, createdBy, updatedBy, updatedAt }) => ({
        ...{ id, name, description, body, version, createdBy, updatedBy, updatedAt },
      }),
    ),
);
