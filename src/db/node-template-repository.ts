import { TemplateBody } from '#core/templates/template-body.ts';
import type { Db } from './prisma-client.ts';
import { toJson } from './to-json.ts';

export type NewTemplate = { name: string; description: string; body: TemplateBody };

/** A template as it is stored. */
export type StoredTemplate = NewTemplate & {
  id: string;
  version: number;
  createdBy: string;
  updatedBy: string;
  updatedAt: Date;
};

/** Node templates of one workspace. What is deleted stays in the store and can be brought back. */
export function nodeTemplateRepository(db: Db, workspaceId: string) {
  return {
    /** By name, without those that are deleted and those of a newer format. */
    async list(): Promise<StoredTemplate[]> {
      const stored = await db.nodeTemplate.findMany({
        where: { workspaceId, deletedAt: null },
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
      });
      return stored.flatMap((template) => {
        const body = TemplateBody.safeParse(template.body);
        return body.success ? [{ ...template, body: body.data }] : [];
      });
    },

    /** Deleted ones too; null where there is none. */
    find(id: string) {
      return db.nodeTemplate.findFirst({ where: { id, workspaceId } });
    },

    /** Is the name in use by another one that is not deleted? */
    async isTaken(name: string, exceptId?: string): Promise<boolean> {
      const found = await db.nodeTemplate.findFirst({
        where: { workspaceId, name, deletedAt: null, ...(exceptId ? { id: { not: exceptId } } : {}) },
        select: { id: true },
      });
      return found !== null;
    },

    create({ name, description, body }: NewTemplate, by: string) {
      const data = { workspaceId, name, description, body: toJson(body), createdBy: by, updatedBy: by };
      return db.nodeTemplate.create({ data });
    },

    /** Saves over `version`; false where that is not the current one. */
    async saveOver(id: string, version: number, change: Partial<NewTemplate>, by: string): Promise<boolean> {
      const { body, ...words } = change;
      const saved = await db.nodeTemplate.updateMany({
        where: { id, workspaceId, version, deletedAt: null },
        data: { ...words, ...(body ? { body: toJson(body) } : {}), version: { increment: 1 }, updatedBy: by },
      });
      return saved.count === 1;
    },

    async setDeleted(id: string, deleted: boolean): Promise<void> {
      const deletedAt = deleted ? new Date() : null;
      await db.nodeTemplate.updateMany({ where: { id, workspaceId }, data: { deletedAt } });
    },
  };
}
