import { moduleDescription } from '#core/code/module-description.ts';
import type { ModulePins } from '#core/code/pin-modules.ts';
import { usesOfModules } from '../../library/uses-of-module.ts';
import { workspaceProcedure } from '../trpc.ts';

/** A module as the list shows it. */
export type ListedModule = {
  name: string;
  description: string;
  archived: boolean;
  /** The newest version. */
  version: number;
  imports: ModulePins;
  savedBy: string;
  savedAt: Date;
  /** Flows that use any version of it, and those of them whose draft uses an older one. */
  flows: number;
  behind: number;
};

/** The code library by name, archived modules too. */
export const listModules = workspaceProcedure('library.list').query(
  async ({ ctx: { within } }): Promise<ListedModule[]> => {
    const modules = await within.store.codeModules.list();
    const usesOf = await usesOfModules(within);
    return modules.map(({ name, archivedAt, latest }) => {
      const { flows } = usesOf(name);
      const behind = flows.filter(({ draft }) => draft.some(({ version }) => version < latest.number));
      return {
        name,
        description: moduleDescription(latest.source),
        archived: archivedAt !== null,
        version: latest.number,
        imports: latest.imports,
        savedBy: latest.createdBy,
        savedAt: latest.createdAt,
        flows: flows.length,
        behind: behind.length,
      };
    });
  },
);
