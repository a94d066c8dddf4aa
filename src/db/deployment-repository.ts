import type { Db } from './prisma-client.ts';

/** What is wanted of a flow. */
export type Desired = 'running' | 'paused' | 'deleting';

/** Desired states of one workspace's flows. Every write tells the runners. */
export function deploymentRepository(db: Db, workspaceId: string) {
  async function tellRunners(flowId: string): Promise<void> {
    await db.$executeRaw`select pg_notify('syncline_desired', ${flowId})`;
  }

  return {
    /** Makes this version the one that runs. */
    async deploy(flowId: string, versionId: string, by: string): Promise<void> {
      const wanted = { versionId, desired: 'running', desiredAt: new Date(), desiredBy: by };
      await db.deployment.upsert({ where: { flowId }, create: { flowId, ...wanted }, update: wanted });
      await tellRunners(flowId);
    },

    /** False when the flow was never deployed, or is being deleted. */
    async setDesired(flowId: string, desired: Desired, by: string): Promise<boolean> {
      const set = await db.deployment.updateMany({
        where: { flowId, flow: { workspaceId }, desired: { not: 'deleting' } },
        data: { desired, desiredAt: new Date(), desiredBy: by },
      });
      if (set.count === 1) await tellRunners(flowId);
      return set.count === 1;
    },

    /** False when the flow was never deployed. */
    async setContinuousVerify(flowId: string, on: boolean): Promise<boolean> {
      const set = await db.deployment.updateMany({
        where: { flowId, flow: { workspaceId } },
        data: { continuousVerify: on },
      });
      if (set.count === 1) await tellRunners(flowId);
      return set.count === 1;
    },

    status(flowId: string) {
      return db.deployment.findFirst({
        where: { flowId, flow: { workspaceId } },
        select: { desired: true, status: true, statusAt: true },
      });
    },

    tellRunners,
  };
}
