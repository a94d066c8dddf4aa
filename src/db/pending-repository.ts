import type { HeldDecision } from '#core/ledger/pending-record.ts';
import { Prisma } from './generated/client.ts';
import { inKeyOrder } from './ledger/in-key-order.ts';
import { fromStoredJson } from './ledger/stored-json.ts';
import type { Db } from './prisma-client.ts';
import { toJson } from './to-json.ts';

/** With values as they are on their sides. */
function shown<T extends { body: unknown }>(record: T): T {
  return { ...record, body: fromStoredJson(record.body) };
}

export type PendingFilter = {
  flowId?: string | undefined;
  id?: string | undefined;
  state: 'held' | 'parked' | 'reconcile';
};

/**
 * Records of one workspace that are out of line. `pending_record` has no relation to `flow`
 * (the engine writes it in bulk), so every query is bounded by the workspace's flow ids.
 */
export function pendingRepository(db: Db, workspaceId: string) {
  async function flows(flowId?: string): Promise<Map<string, string>> {
    const found = await db.flow.findMany({
      where: { workspaceId, id: flowId },
      select: { id: true, name: true },
    });
    return new Map(found.map((flow) => [flow.id, flow.name]));
  }

  return {
    /** Oldest first; `cursor` is the id of the last record of the page before. */
    async list(filter: PendingFilter, page: { cursor: string | null; limit: number }) {
      const names = await flows(filter.flowId);
      const where: Prisma.PendingRecordWhereInput = {
        flowId: { in: [...names.keys()] },
        state: filter.state,
        ...(filter.id === undefined ? {} : { id: filter.id }),
      };
      const records = await db.pendingRecord.findMany({
        where,
        orderBy: [{ since: 'asc' }, { id: 'asc' }],
        take: page.limit,
        ...(page.cursor === null ? {} : { cursor: { id: page.cursor }, skip: 1 }),
      });
      return {
        records: records.map((record) => ({ ...shown(record), flowName: names.get(record.flowId) ?? '' })),
        total: await db.pendingRecord.count({ where }),
      };
    },

    async find(id: string) {
      const names = await flows();
      const found = await db.pendingRecord.findFirst({ where: { id, flowId: { in: [...names.keys()] } } });
      return found && shown(found);
    },

    /** Records of a lane that wait for a person and that nobody has decided about. */
    async heldIn(flowId: string, laneId: string) {
      if (!(await flows(flowId)).has(flowId)) return [];
      const found = await db.pendingRecord.findMany({
        where: { flowId, laneId, state: 'held', decision: { equals: Prisma.AnyNull } },
        select: { recordKey: true, body: true },
      });
      return found.map(shown);
    },

    async findByKey(flowId: string, laneId: string, recordKey: string) {
      if (!(await flows(flowId)).has(flowId)) return null;
      const found = await db.pendingRecord.findFirst({ where: { flowId, laneId, recordKey } });
      return found && shown(found);
    },

    /** Leaves a person's decision for the runner. False when the record is held no more. */
    async decide(id: string, decision: HeldDecision): Promise<boolean> {
      const names = await flows();
      const set = await db.pendingRecord.updateMany({
        where: { id, state: 'held', flowId: { in: [...names.keys()] } },
        data: { decision: toJson(decision), retryAt: new Date() },
      });
      return set.count === 1;
    },

    /** Asks the runner to try these again now; the flows concerned. */
    async retry(ids: string[]): Promise<{ flowIds: string[]; count: number }> {
      const names = await flows();
      const found = await db.pendingRecord.findMany({
        where: { id: { in: ids }, flowId: { in: [...names.keys()] } },
        select: { id: true, laneId: true, recordKey: true },
      });
      // Locked in the order in which the engine writes them: else the two could wait for each other.
      const ordered = inKeyOrder(found).map(({ id }) => id);
      const asked = await db.$queryRaw<{ flowId: string }[]>`
        with locked as materialized (
          select p.id from pending_record p join unnest(${ordered}::text[]) with ordinality as o(id, place) using (id)
          order by o.place for update of p)
        update pending_record p set "retryAt" = now() from locked where p.id = locked.id returning p."flowId"`;
      return { flowIds: [...new Set(asked.map(({ flowId }) => flowId))], count: asked.length };
    },
  };
}
