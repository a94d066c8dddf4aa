import type { Db } from './prisma-client.ts';

/** What people ask of a workspace's operations under way; runners bring it about. */
export function operationControl(db: Db, workspaceId: string) {
  return {
    /** A queued operation pauses at once; a running one is asked to. False where it has ended, or rests already. */
    async pause(id: string): Promise<boolean> {
      const paused = await db.operation.updateMany({
        where: { id, workspaceId, state: 'queued' },
        data: { state: 'paused' },
      });
      const asked = await db.operation.updateMany({
        where: { id, workspaceId, state: 'running', pauseAsked: false },
        data: { pauseAsked: true },
      });
      if (paused.count + asked.count === 0) return false;
      await db.$executeRaw`select pg_notify('syncline_operation_progress', ${id})`;
      return true;
    },

    /** A paused operation goes on, one that was only asked to pause does not stop. False for any other. */
    async resume(id: string): Promise<boolean> {
      const queued = await db.operation.updateMany({
        where: { id, workspaceId, state: 'paused' },
        data: { state: 'queued' },
      });
      const kept = await db.operation.updateMany({
        where: { id, workspaceId, state: 'running', pauseAsked: true },
        data: { pauseAsked: false },
      });
      if (queued.count + kept.count === 0) return false;
      await db.$executeRaw`select pg_notify('syncline_operation', ${id})`;
      await db.$executeRaw`select pg_notify('syncline_operation_progress', ${id})`;
      return true;
    },

    /** How many records a second it may do at most; null for as fast as it goes. False where it has ended. */
    async setRate(id: string, rate: number | null): Promise<boolean> {
      const set = await db.operation.updateMany({
        where: { id, workspaceId, state: { in: ['queued', 'running', 'paused'] } },
        data: { rate },
      });
      if (set.count === 0) return false;
      await db.$executeRaw`select pg_notify('syncline_operation_progress', ${id})`;
      return true;
    },

    /** A queued operation ends at once; a running one is asked to. False when it had ended. */
    async cancel(id: string): Promise<boolean> {
      const ended = await db.operation.updateMany({
        where: { id, workspaceId, state: { in: ['queued', 'paused'] } },
        data: { state: 'cancelled', cancelAsked: true, finishedAt: new Date() },
      });
      const asked = await db.operation.updateMany({
        where: { id, workspaceId, state: 'running' },
        data: { cancelAsked: true },
      });
      if (ended.count + asked.count === 0) return false;
      await db.$executeRaw`select pg_notify('syncline_operation', ${id})`;
      if (ended.count === 1) await db.$executeRaw`select pg_notify('syncline_operation_progress', ${id})`;
      return true;
    },
  };
}
