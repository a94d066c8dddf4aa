import type { Db } from './prisma-client.ts';

/** Changes of one workspace by what became of them. */
export type StatusCounts = {
  applied: number;
  unchanged: number;
  resolved: number;
  held: number;
  failed: number;
  parked: number;
  skipped: number;
};

/** Counts per minute of one workspace's lanes. */
export function laneMinuteRepository(db: Db, workspaceId: string) {
  return {
    async countsSince(since: Date): Promise<StatusCounts> {
      const flows = await db.flow.findMany({ where: { workspaceId }, select: { id: true } });
      const sums = await db.laneMinute.aggregate({
        where: { flowId: { in: flows.map((flow) => flow.id) }, minute: { gte: since } },
        _sum: {
          applied: true,
          unchanged: true,
          resolved: true,
          held: true,
          failed: true,
          parked: true,
          skipped: true,
        },
      });
      const of = (key: keyof StatusCounts) => sums._sum[key] ?? 0;
      return {
        applied: of('applied'),
        unchanged: of('unchanged'),
        resolved: of('resolved'),
        held: of('held'),
        failed: of('failed'),
        parked: of('parked'),
        skipped: of('skipped'),
      };
    },
  };
}
