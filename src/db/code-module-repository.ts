import type { ModulePins } from '#core/code/pin-modules.ts';
import type { Db } from './prisma-client.ts';

/** What a version is beside its source. */
export type ModuleVersionHead = {
  number: number;
  message: string;
  imports: ModulePins;
  createdBy: string;
  createdAt: Date;
};

export type ModuleVersion = ModuleVersionHead & { source: string };

/** A module with its newest version. */
export type ListedModule = { id: string; name: string; archivedAt: Date | null; latest: ModuleVersion };

const head = { number: true, message: true, imports: true, createdBy: true, createdAt: true } as const;

/** The code library of one workspace. Versions are immutable: there is no update. */
export function codeModuleRepository(db: Db, workspaceId: string) {
  return {
    /** By name. */
    async list(): Promise<ListedModule[]> {
      const modules = await db.codeModule.findMany({
        where: { workspaceId },
        include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
        orderBy: { name: 'asc' },
      });
      return modules.flatMap(({ id, name, archivedAt, versions: [latest] }) =>
        latest ? [{ id, name, archivedAt, latest: withPins(latest) }] : [],
      );
    },

    /** The newest version of every module that is offered, by name. */
    async newest(): Promise<Record<string, number>> {
      const modules = await db.codeModule.findMany({
        where: { workspaceId, archivedAt: null },
        select: {
          name: true,
          versions: { select: { number: true }, orderBy: { number: 'desc' }, take: 1 },
        },
        orderBy: { name: 'asc' },
      });
      return Object.fromEntries(
        modules.flatMap(({ name, versions: [latest] }) => (latest ? [[name, latest.number]] : [])),
      );
    },

    /** With its versions, newest first and without sources; null where there is none of the name. */
    async find(name: string) {
      const module = await db.codeModule.findFirst({
        where: { workspaceId, name },
        include: { versions: { select: head, orderBy: { number: 'desc' } } },
      });
      return module && { ...module, versions: module.versions.map(withPins) };
    },

    /** What every version of every module imports. */
    async allImports(): Promise<{ name: string; number: number; imports: ModulePins }[]> {
      const versions = await db.codeModuleVersion.findMany({
        where: { module: { workspaceId } },
        select: { number: true, imports: true, module: { select: { name: true } } },
        orderBy: [{ module: { name: 'asc' } }, { number: 'asc' }],
      });
      return versions.map(({ module, ...version }) => ({ name: module.name, ...withPins(version) }));
    },

    async version(name: string, number: number): Promise<ModuleVersion | null> {
      const found = await db.codeModuleVersion.findFirst({
        where: { number, module: { workspaceId, name } },
      });
      return found && withPins(found);
    },

    /** Makes a module, with no version yet. Throws a unique violation where there is one of the name. */
    create(name: string) {
      return db.codeModule.create({ data: { workspaceId, name } });
    },

    /** Adds version `number`. Throws a unique violation where somebody has added it meanwhile. */
    async add(
      moduleId: string,
      version: { number: number; source: string; imports: ModulePins; message: string; createdBy: string },
    ): Promise<void> {
      await db.codeModuleVersion.create({ data: { moduleId, ...version } });
    },

    async setArchived(id: string, archived: boolean): Promise<void> {
      await db.codeModule.updateMany({
        where: { id, workspaceId },
        data: { archivedAt: archived ? new Date() : null },
      });
    },
  };
}

function withPins<V extends { imports: unknown }>(version: V): V & { imports: ModulePins } {
  return { ...version, imports: version.imports as ModulePins };
}
