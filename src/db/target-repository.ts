import type { FlowTarget } from '#core/figures/flow-target.ts';
import type { Db } from './prisma-client.ts';

/** What is expected of the flows of one workspace. */
export function targetRepository(db: Db, workspaceId: string) {
  return {
    /** Null takes the target away. A flow of another workspace has none to take away, and gets none. */
    async set(flowId: string, target: FlowTarget | null, updatedBy: string): Promise<void> {
      if (!target) {
        await db.flowTarget.deleteMany({ where: { flowId, flow: { workspaceId } } });
        return;
      }
      const values = { ...target, updatedBy };
      const flow = { connect: { id: flowId, workspaceId } };
      await db.flowTarget.upsert({
        where: { flowId, flow: { workspaceId } },
        create: { ...values, flow },
        update: values,
      });
    },
  };
}
