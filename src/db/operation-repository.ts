import { traceparent } from '#lib/tracing.ts';
import { operationControl } from './operation-control.ts';
import type { Db } from './prisma-client.ts';
import { toJson } from './to-json.ts';

export type OperationKind =
  | 'verify'
  | 'resync'
  | 'match'
  | 'undo-first-sync'
  | 'trial'
  | 'audit'
  | 'demo-traffic'
  | 'bulk';

/** Long work that runners do for one workspace. */
export function operationRepository(db: Db, workspaceId: string) {
  return {
    /** Queues it and tells the runners. */
    async add(data: {
      kind: OperationKind;
      flowId: string | null;
      input: object;
      createdBy: string;
      /** Records a second at most. */
      rate?: number | null;
    }) {
      const operation = await db.operation.create({
        data: { ...data, input: toJson(data.input), trace: traceparent(), workspaceId },
      });
      await db.$executeRaw`select pg_notify('syncline_operation', ${operation.id})`;
      return operation;
    },

    find(id: string) {
      return db.operation.findFirst({ where: { id, workspaceId } });
    },

    /** What was begun from a preview, which nobody else begins until the transaction ends. */
    async begunFrom(previewId: string) {
      await db.$queryRaw`select from operation where id = ${previewId} for update`;
      const [begun] = await db.$queryRaw<{ id: string; state: string; createdBy: string }[]>`
        select o.id, o.state, o."createdBy" from operation o join operation p on p.id = ${previewId}
        where o."workspaceId" = ${workspaceId} and o."flowId" = p."flowId" and o."createdAt" >= p."createdAt"
          and o.input ->> 'previewId' = ${previewId}`;
      return begun;
    },

    findUnfinished(kind: OperationKind) {
      return db.operation.findFirst({
        where: { workspaceId, kind, state: { in: ['queued', 'running'] } },
        orderBy: { createdAt: 'desc' },
      });
    },

    /** Newest first; `cursor` is the id of the last operation of the page before. */
    list(page: { kind?: OperationKind; flowId?: string; cursor: string | null; limit: number }) {
      return db.operation.findMany({
        where: { workspaceId, kind: page.kind, flowId: page.flowId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: page.limit,
        ...(page.cursor === null ? {} : { cursor: { id: page.cursor }, skip: 1 }),
      });
    },

    ...operationControl(db, workspaceId),
  };
}
