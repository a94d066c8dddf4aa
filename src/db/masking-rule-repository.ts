import { MaskingRule } from '#core/masking/masking-rule.ts';
import type { Db } from './prisma-client.ts';

/** A rule as it is stored, with who made it. */
export type StoredMaskingRule = MaskingRule & { id: string; createdBy: string; createdAt: Date };

/** Which fields' values one workspace keeps from which roles. */
export function maskingRuleRepository(db: Db, workspaceId: string) {
  return {
    async list(): Promise<StoredMaskingRule[]> {
      const stored = await db.maskingRule.findMany({ where: { workspaceId }, orderBy: { createdAt: 'asc' } });
      return stored.map(({ id, createdBy, createdAt, connection, stream, field, least }) => ({
        id,
        createdBy,
        createdAt,
        ...MaskingRule.parse({ connection, stream, field, least }),
      }));
    },

    /** Throws a unique violation where there is one for the same fields. */
    create(rule: MaskingRule & { createdBy: string }) {
      return db.maskingRule.create({ data: { ...rule, workspaceId } });
    },

    /** The rule that was removed; null where there was none. */
    async remove(id: string): Promise<StoredMaskingRule | null> {
      const rule = (await this.list()).find((each) => each.id === id);
      if (!rule) return null;
      await db.maskingRule.deleteMany({ where: { id, workspaceId } });
      return rule;
    },
  };
}
